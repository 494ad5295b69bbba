"""The Italian and the English catalogue; `t` returns the sentence of a dotted key.

The two catalogues have the same keys.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from cruscotto.errors import CruscottoError
from cruscotto.i18n.articles import agreed
from cruscotto.i18n.singular import of_one

Lang = Literal["it", "en"]
LANGS: tuple[Lang, ...] = ("it", "en")


class Text(BaseModel):
    """A text in Italian and English, such as the label of an indicator."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    it: str
    en: str

    def in_(self, lang: Lang) -> str:
        """Return the text in one language."""
        return self.it if lang == "it" else self.en


@cache
def catalogue(lang: Lang) -> dict[str, str]:
    """Return the catalogue of one language as `{dotted key: sentence}`."""
    tree = tomllib.loads(files("cruscotto.i18n").joinpath(f"{lang}.toml").read_text("utf-8"))
    return dict(_flat(tree, ""))


def _flat(tree: dict[str, object], prefix: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in tree.items():
        if isinstance(value, dict):
            pairs += _flat(value, f"{prefix}{name}.")
        else:
            pairs.append((f"{prefix}{name}", str(value)))
    return pairs


# What a sentence about a fault may hold, in characters.
LONGEST_SENTENCE, LONGEST_LIST, LONGEST_FACT, LONGEST_NAME = 600, 320, 240, 60


def t(key: str, lang: Lang, **facts: object) -> str:
    """Return the sentence of `key`, with `facts` inserted into it.

    Raises:
        KeyError: the catalogue has no such key, so that a missing sentence cannot go unnoticed.
    """
    sentence = catalogue(lang)[key].format(**facts)
    if not facts:
        return sentence
    sentence = of_one(sentence, lang)
    return agreed(sentence) if lang == "it" else sentence


# The form of a day as errors give it; a sentence gives it in the letters of its language.
DAY_FORM = "YYYY-MM-DD"


def error_sentence(error: CruscottoError, lang: Lang, *, is_served: bool = False) -> str:
    """Return a sentence on an error: what was found, where, and what to do next.

    Args:
        error: the error.
        lang: the language of the sentence.
        is_served: whether the sentence goes to readers other than the operator of the program;
            folders of the machine are then left out.
    """
    known = _without_folders(error.facts) if is_served else error.facts
    facts = {name: _listed(value, lang) for name, value in known.items()}
    if "kind" in facts:
        facts["kind"] = t(f"kinds.{facts['kind']}", lang)
    if "reason" in facts:
        facts["reason"] = reason_words(str(facts["reason"]), lang)
    if facts.get("expected") == DAY_FORM:
        facts["expected"] = t("cli.day_form", lang)
    alone = f"{error.key}_alone"
    has_none_near = error.facts.get("similar") in ([], ()) and alone in catalogue(lang)
    key = alone if has_none_near else error.key
    sentence = " ".join(t(key, lang, **facts).split())
    return (
        sentence if len(sentence) <= LONGEST_SENTENCE else f"{sentence[: LONGEST_SENTENCE - 2]}…."
    )


def _without_folders(facts: Mapping[str, object]) -> dict[str, object]:
    return {n: value.name if isinstance(value, Path) else value for n, value in facts.items()}


def reason_words(reason: str, lang: Lang) -> str:
    """Return the sentence on why a row was refused.

    `reason` is a code, followed by the value at fault if there is one.
    """
    code, _, shown = reason.partition(": ")
    words = catalogue(lang).get(f"reasons.{code}") or _of_field(code, lang)
    return f"{words} ({shown})" if shown else words


# Reasons that name a field: `missing_importo_pag` is `missing_of` with that field.
_FIELD_REASONS = ("missing", "unreadable", "unknown")


def _of_field(code: str, lang: Lang) -> str:
    kind, _, field = code.partition("_")
    if kind in _FIELD_REASONS and field:
        return t(f"reasons.{kind}_of", lang, field=field.upper())
    return code


def _listed(value: object, lang: Lang) -> object:
    """Return a fact as a sentence shows it: a list joined, a long text cut, `None` as a dash."""
    if value is None:
        return "–"
    if isinstance(value, list | tuple | set | frozenset):
        return _joined([_cut(item, LONGEST_NAME) for item in value], lang) or "–"
    return _cut(value, LONGEST_FACT) if isinstance(value, str) else value


def _joined(names: list[str], lang: Lang) -> str:
    """List as many names as fit a sentence.

    If some do not fit, add the number of all names.
    """
    listed = ", ".join(names)
    if len(listed) <= LONGEST_LIST:
        return listed
    whole = listed[: LONGEST_LIST + 1].rpartition(", ")[0]
    return t("errors.of_all", lang, listed=whole, n=len(names))


def _cut(value: object, longest: int) -> str:
    """Return a text on one line, cut where it is too long for a sentence."""
    text = " ".join(str(value).split())
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
