"""The subject of a dossier: a region, an authority, an axis or a pact; its name and selection."""

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from cruscotto.dossier.model import clean
from cruscotto.errors import UnknownName
from cruscotto.facts import Edition
from cruscotto.facts.figures import axis_names, names, rows
from cruscotto.i18n import Lang, t
from cruscotto.i18n.grammar import Noun, body, place
from cruscotto.kpi.query.selection import STARTING_FUND, Selection
from cruscotto.kpi.wording.phrases import axis_label

# Codes of axes are a programme's own: `2014IT05SFOP005/1`. An objective is an axis of them all.
SEPARATOR = "/"
# What lifts the filter on the fund, as on the screens.
ALL = "all"


class Kind(StrEnum):
    """The kinds of subject that a dossier can have."""

    REGION = "region"
    AUTHORITY = "authority"
    AXIS = "axis"
    PACT = "pact"


# The dimensions that make each of them: an indicator that does not know them is not about it.
OWN: dict[Kind, tuple[str, ...]] = {
    Kind.REGION: ("region",),
    Kind.AUTHORITY: ("managing_authority",),
    Kind.AXIS: ("programme", "axis", "theme"),
    Kind.PACT: ("pact",),
}


@dataclass(frozen=True)
class Subject:
    """The subject of one dossier.

    Attributes:
        kind: a region, an authority, an axis or a pact.
        code: code of the subject, as it was asked for.
        noun: the forms of the subject's name in a sentence.
        selection: the selection of the subject's rows.
        around: the selection of all rows that the subject is compared with.
        by: the dimension whose members the subject is compared with.
        member: the subject's own code in the dimension `by`; empty if it has none.
        region: code of the subject's area; empty if it has several.
        programme: code of an axis's programme; empty for other subjects.
    """

    kind: Kind
    code: str
    noun: Noun
    selection: Selection
    around: Selection
    by: str
    member: str = ""
    region: str = ""
    programme: str = ""

    @property
    def own(self) -> tuple[str, ...]:
        """Return the dimensions by which the subject is selected."""
        return tuple(name for name in OWN[self.kind] if self.selection.codes(name))


def find(read: Edition, kind: str, code: str, filters: Selection, lang: Lang) -> Subject:
    """Return the subject with a given kind and code.

    Args:
        read: the warehouse and the rules of the audience.
        kind: a value of `Kind`.
        code: a region, an authority, a pact, an objective, or an axis as `PROGRAMME/AXIS`.
        filters: filters besides the subject. If none is on the fund, the screens' default fund is
            added.
        lang: the reader's language.

    Raises:
        UnknownName: no such kind, or no such code.
    """
    _require("dossier", kind, [str(one) for one in Kind])
    base = starting(filters)
    if kind == Kind.REGION:
        return _region(read, code, base, lang)
    if kind == Kind.AUTHORITY:
        return _authority(read, code, base, lang)
    if kind == Kind.PACT:
        return _pact(read, code, filters, lang)
    if SEPARATOR in code:
        return _axis(read, code, base, lang)
    return _objective(read, code, base, lang)


def starting(filters: Selection) -> Selection:
    """Return filters with the screens' default fund added, if they have no filter on the fund.

    If the filters ask for all funds (`ALL`), the result has no filter on the fund.
    """
    funds = filters.codes("fund")
    if funds == (ALL,):
        return filters.with_(fund=[])
    return filters if funds else filters.with_(fund=[STARTING_FUND])


def _require(kind: str, name: str, known: list[str]) -> None:
    if name not in known:
        similar = get_close_matches(name, known, cutoff=0.5)
        raise UnknownName(kind=kind, name=name, similar=similar, known=known)


def _region(read: Edition, code: str, base: Selection, lang: Lang) -> Subject:
    known = [row["region_code"] for row in rows(read, "regions")]
    _require("code", code, known)
    everywhere = base.with_(region=[])
    return Subject(
        Kind.REGION,
        code,
        place(code, lang),
        everywhere.with_(region=code),
        everywhere,
        "region",
        code,
        code,
    )


def _authority(read: Edition, code: str, base: Selection, lang: Lang) -> Subject:
    known = names(read, "managing_authority", lang)
    _require("code", code, list(known))
    homes = {r["managing_authority_code"]: r["region_code"] for r in rows(read, "authorities")}
    every = base.with_(managing_authority=[])
    return Subject(
        Kind.AUTHORITY,
        code,
        body(clean(known[code]), lang),
        every.with_(managing_authority=code),
        every,
        "managing_authority",
        code,
        homes.get(code) or "",
    )


def _pact(read: Edition, code: str, filters: Selection, lang: Lang) -> Subject:
    """Return a pact as subject; its money is pooled, so no default fund applies."""
    known = {row["pact_code"]: row for row in rows(read, "pacts")}
    _require("code", code, list(known))
    every = starting(filters if filters.codes("fund") else filters.with_(fund=ALL))
    noun = _noun("dossier.pact.noun", lang, name=clean(known[code]["pact_name"]))
    return Subject(
        Kind.PACT,
        code,
        noun,
        every.with_(pact=code),
        every,
        "pact",
        code,
        known[code]["region_code"],
    )


def _axis(read: Edition, code: str, base: Selection, lang: Lang) -> Subject:
    programme, _, axis = code.partition(SEPARATOR)
    homes = {row["programme_code"]: row["region_code"] for row in rows(read, "programmes")}
    known = {f"{r['programme_code']}{SEPARATOR}{r['axis_code']}": r for r in rows(read, "axes")}
    _require("code", code, list(known))
    found = known[code]
    every = base.with_(programme=[], axis=[], theme=[])
    around = every.with_(theme=found["theme_code"]) if found["theme_code"] else every
    return Subject(
        Kind.AXIS,
        code,
        _axis_noun(read, programme, axis, lang),
        every.with_(programme=programme, axis=axis),
        around,
        "programme",
        programme,
        homes.get(programme) or "",
        programme,
    )


def _axis_noun(read: Edition, programme: str, axis: str, lang: Lang) -> Noun:
    label = clean(axis_label(axis, axis_names(read, programme).get(axis)))
    title = clean(names(read, "programme", lang)[programme])
    facts = {"axis": label, "programme": title}
    return _noun("dossier.axis", lang, **facts)


def _noun(key: str, lang: Lang, **facts: str) -> Noun:
    """Return the forms of a subject's name in sentences, from the patterns in the catalogues."""
    name, the, of, within = (
        t(f"{key}.{form}", lang, **facts) for form in ("name", "the", "of", "within")
    )
    return Noun(name, the, of, within)


def _objective(read: Edition, code: str, base: Selection, lang: Lang) -> Subject:
    known = {c: name for c, name in names(read, "theme", lang).items() if c != "unknown"}
    _require("code", code, list(known))
    noun = _noun("dossier.objective", lang, name=known[code])
    every = base.with_(programme=[], axis=[], theme=[])
    here = every.with_(theme=code)
    return Subject(Kind.AXIS, code, noun, here, here, "programme")
