"""The command that explains why a figure changed: `why`."""

from typing import Annotated, Any

import typer

from cruscotto.cli.options import Chosen, Format, OutputFormat, Where
from cruscotto.cli.printing import note_printed, print_json, print_rows
from cruscotto.config import settings
from cruscotto.facts import Edition, changes, figures
from cruscotto.i18n import format_value
from cruscotto.kpi.change.explained import Explained
from cruscotto.kpi.change.explaining import EXPLAINED, require_explained
from cruscotto.kpi.change.sides import sides_of
from cruscotto.kpi.query.measuring import require_dimensions
from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import dimensions_of
from cruscotto.kpi.registry import kpi as find_kpi
from cruscotto.kpi.wording.changes import cause_label, notes, sentence, signed
from cruscotto.kpi.wording.names import require_known_codes

Row = dict[str, Any]


def why(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The indicator to explain.")],
    from_: Annotated[
        list[str], typer.Option("--from", metavar="DIMENSION=CODE", help="Where the change begins.")
    ],
    to: Annotated[
        list[str],
        typer.Option("--to", metavar="DIMENSION=CODE", help="Where it ends; region=Italia is all."),
    ],
    where: Where = None,
    format: Format = OutputFormat.TABLE,
) -> None:
    """Explain why an indicator changed: exact parts that add up to the difference.

    Example: cruscotto why placement_rate_6m --from year=2019 --to year=2022 --format json
    """
    kpi = find_kpi(name, EXPLAINED)
    require_explained(kpi)
    edition, known = Edition.published(Chosen.warehouse), dimensions_of(kpi)
    axis, sides = sides_of(edition.con, from_, to, Selection.parse(where or [], known), known)
    for selection in sides:
        require_dimensions(kpi, (), selection)
        require_known_codes(edition.con, selection)
    found = changes.explain(edition, kpi, axis, *sides)
    for end in (found.first, found.last):
        note_printed([end], (axis,), end.selection, edition)
    if format is OutputFormat.JSON:
        print_json(as_dict(edition, found))
        return
    is_table = format is OutputFormat.TABLE
    print_rows(_readable(found) if is_table else [*map(_bare, _parts(found))], format)
    if is_table:
        print(_sentence(edition, found))


def _sentence(edition: Edition, found: Explained) -> str:
    lang = settings().lang
    return sentence(found, lambda name: figures.names(edition, name, lang), lang)


def as_dict(edition: Edition, found: Explained) -> Row:
    """Return an explained change as values for JSON."""
    names, kinds = found.strata
    low, high = found.margin or (None, None)
    audience = found.first.audience
    return {
        "kpi": found.kpi.name,
        "unit": str(found.kpi.unit),
        "axis": found.axis,
        "from": _end(found.first),
        "to": _end(found.last),
        "state": str(found.state),
        "change": found.change,
        "low": low,
        "high": high,
        "parts": _parts(found),
        "residual": found.residual,
        "told_apart": {"by": list(names), "kinds": kinds, "operations": str(found.apart)},
        "shared_operations": found.shared and dict(zip(("from", "to"), found.shared, strict=True)),
        "sentence": _sentence(edition, found),
        "notes": notes(found, settings().lang),
        "audience": audience and str(audience),
        "data_kind": found.last.data_kind,
    }


def _end(result: KpiResult) -> Row:
    row = result.rows[0] if result.rows else None
    return {
        "where": result.selection.as_dict(),
        "editions": list(result.editions),
        "numerator": row and row.numerator,
        "denominator": row and row.denominator,
        "value": row and row.value,
        "low": row and row.low,
        "high": row and row.high,
        "state": str(row.state) if row else "missing",
    }


def _parts(found: Explained) -> list[Row]:
    lang = settings().lang
    return [
        {
            "cause": str(part.cause),
            "label": cause_label(found, part.cause, lang),
            "value": part.value,
            "low": part.margin and part.margin[0],
            "high": part.margin and part.margin[1],
            "state": "shown",
        }
        for part in found.parts
    ]


def _bare(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "label"}


def _readable(found: Explained) -> list[Row]:
    """Return the two figures compared and the parts of their difference, as rows of text."""
    lang, unit = settings().lang, found.kpi.unit
    one, two = (format_value(row.value if row else None, unit, lang) for row in found.ends)
    rows = [
        {
            "cause": cause_label(found, part.cause, lang),
            "value": signed(part.value, found.kpi, lang),
            "low": signed(part.margin[0], found.kpi, lang) if part.margin else "",
            "high": signed(part.margin[1], found.kpi, lang) if part.margin else "",
        }
        for part in found.parts
    ]
    return [{"cause": "from", "value": one}, *rows, {"cause": "to", "value": two}]
