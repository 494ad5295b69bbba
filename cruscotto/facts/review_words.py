"""Sentences for the checks of a draft, used by the command and by the screen."""

from typing import Any

from cruscotto.facts.review import Change, Check, Looked
from cruscotto.i18n import Lang, format_number, format_value, reason_words, t
from cruscotto.kpi.trial.attacks import Outcome


def title(check: Check, lang: Lang) -> str:
    """Return the sentence that a person confirms after looking at a check."""
    return t(f"review.check.{check}", lang)


def sentence(looked: Looked, lang: Lang) -> str:
    """Return the result of a check in a sentence."""
    name = str(looked.check) if looked.rows else f"{looked.check}_nothing"
    return t(f"review.{name}", lang, n=format_number(len(looked.rows), lang))


def rows(looked: Looked, lang: Lang) -> list[dict[str, Any]]:
    """Return the rows that a check found, with labels in place of codes."""
    return [_written(row, lang) for row in looked.rows]


def _written(row: dict[str, Any], lang: Lang) -> dict[str, Any]:
    if "change" in row:
        return _change(row["change"], lang)
    if "outcome" in row:
        return _outcome(row["audience"], row["outcome"], lang)
    if "reason" in row:
        row = row | {"reason": reason_words(row["reason"], lang)}
    return {t(f"review.{name}", lang): value for name, value in row.items()}


def _change(change: Change, lang: Lang) -> dict[str, Any]:
    ends = {"before": change.before, "after": change.after}
    unit = str(change.kpi.unit)
    written = {t(f"review.{name}", lang): format_value(v, unit, lang) for name, v in ends.items()}
    return {t("review.indicator", lang): change.kpi.label.in_(lang)} | written


def _outcome(audience: str, outcome: Outcome, lang: Lang) -> dict[str, Any]:
    words = t(f"check.attack.{outcome.attack}", lang, **vars(outcome))
    return {t("review.audience", lang): audience, t("review.attack", lang): words}
