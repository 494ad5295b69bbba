"""What a dossier is about: a region, an authority, an axis or a pact; its name, its rows."""

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

import duckdb

from cruscotto.dossier.model import clean
from cruscotto.errors import UnknownName
from cruscotto.i18n import Lang, t
from cruscotto.i18n.grammar import Noun, body, place
from cruscotto.kpi.query.selection import STARTING_FUND, Selection
from cruscotto.kpi.wording.names import axis_names, names
from cruscotto.kpi.wording.phrases import axis_label
from cruscotto.warehouse.reading import records

# Codes of axes are a programme's own: `2014IT05SFOP005/1`. An objective is an axis of them all.
SEPARATOR = "/"
# What lifts the filter on the fund, as on the screens.
ALL = "all"


class Kind(StrEnum):
    """What a dossier can be about."""

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
    """What one dossier is about.

    Attributes:
        kind: a region, an authority, an axis or a pact.
        code: as asked for.
        noun: how it stands in a sentence.
        selection: its rows.
        around: the rows of all it is compared with.
        by: the dimension along which it is compared with others.
        member: its own code along that dimension; empty if it is none of them.
        region: the area it is about; empty if it is about several.
        programme: where axes have a name of their own; empty otherwise.
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


def find(
    con: duckdb.DuckDBPyConnection, kind: str, code: str, filters: Selection, lang: Lang
) -> Subject:
    """Return what a dossier is asked about.

    Args:
        con: a reader's connection.
        kind: one of `Kind`.
        code: a region, an authority, a pact, an objective, or an axis as `PROGRAMME/AXIS`.
        filters: other filters; without one on the fund, the fund that the screens start from.
        lang: the reader's language.

    Raises:
        UnknownName: no such kind, or no such code.
    """
    _require("dossier", kind, [str(one) for one in Kind])
    base = starting(filters)
    if kind == Kind.REGION:
        return _region(con, code, base, lang)
    if kind == Kind.AUTHORITY:
        return _authority(con, code, base, lang)
    if kind == Kind.PACT:
        return _pact(con, code, filters, lang)
    if SEPARATOR in code:
        return _axis(con, code, base, lang)
    return _objective(con, code, base, lang)


def starting(filters: Selection) -> Selection:
    """Return the filters as the screens would have them: one fund, unless another is asked for."""
    funds = filters.codes("fund")
    if funds == (ALL,):
        return filters.with_(fund=[])
    return filters if funds else filters.with_(fund=[STARTING_FUND])


def _require(kind: str, name: str, known: list[str]) -> None:
    if name not in known:
        similar = get_close_matches(name, known, cutoff=0.5)
        raise UnknownName(kind=kind, name=name, similar=similar, known=known)


def _region(con: duckdb.DuckDBPyConnection, code: str, base: Selection, lang: Lang) -> Subject:
    known = [row["region_code"] for row in records(con, "select region_code from marts.region")]
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


def _authority(con: duckdb.DuckDBPyConnection, code: str, base: Selection, lang: Lang) -> Subject:
    known = names(con, "managing_authority", lang)
    _require("code", code, list(known))
    homes = records(
        con,
        "select region_code from marts.managing_authority where managing_authority_code = $code",
        {"code": code},
    )
    every = base.with_(managing_authority=[])
    return Subject(
        Kind.AUTHORITY,
        code,
        body(clean(known[code]), lang),
        every.with_(managing_authority=code),
        every,
        "managing_authority",
        code,
        (homes[0]["region_code"] if homes else "") or "",
    )


def _pact(con: duckdb.DuckDBPyConnection, code: str, filters: Selection, lang: Lang) -> Subject:
    """Return a pact; its money is pooled, so no fund is chosen before one is asked for."""
    rows = records(con, "select pact_code, pact_name, region_code from marts.pact")
    known = {row["pact_code"]: row for row in rows}
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


def _axis(con: duckdb.DuckDBPyConnection, code: str, base: Selection, lang: Lang) -> Subject:
    programme, _, axis = code.partition(SEPARATOR)
    rows = records(
        con,
        "select a.programme_code, a.axis_code, a.theme_code, p.region_code "
        "from marts.priority_axis as a "
        "inner join marts.programme as p on a.programme_code = p.programme_code "
        "order by a.programme_code, a.axis_code",
    )
    known = {f"{r['programme_code']}{SEPARATOR}{r['axis_code']}": r for r in rows}
    _require("code", code, list(known))
    found = known[code]
    every = base.with_(programme=[], axis=[], theme=[])
    around = every.with_(theme=found["theme_code"]) if found["theme_code"] else every
    return Subject(
        Kind.AXIS,
        code,
        _axis_noun(con, programme, axis, lang),
        every.with_(programme=programme, axis=axis),
        around,
        "programme",
        programme,
        found["region_code"] or "",
        programme,
    )


def _axis_noun(con: duckdb.DuckDBPyConnection, programme: str, axis: str, lang: Lang) -> Noun:
    label = clean(axis_label(axis, axis_names(con, programme).get(axis)))
    title = clean(names(con, "programme", lang)[programme])
    facts = {"axis": label, "programme": title}
    return _noun("dossier.axis", lang, **facts)


def _noun(key: str, lang: Lang, **facts: str) -> Noun:
    """Return the forms that a catalogue gives of something without an article of its own."""
    name, the, of, within = (
        t(f"{key}.{form}", lang, **facts) for form in ("name", "the", "of", "within")
    )
    return Noun(name, the, of, within)


def _objective(con: duckdb.DuckDBPyConnection, code: str, base: Selection, lang: Lang) -> Subject:
    known = {c: name for c, name in names(con, "theme", lang).items() if c != "unknown"}
    _require("code", code, list(known))
    noun = _noun("dossier.objective", lang, name=known[code])
    every = base.with_(programme=[], axis=[], theme=[])
    here = every.with_(theme=code)
    return Subject(Kind.AXIS, code, noun, here, here, "programme")
