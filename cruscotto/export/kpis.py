"""The exported table of indicators: a row for each indicator and combination of codes."""

from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from cruscotto.access import current_rules
from cruscotto.disclosure import explain
from cruscotto.export.columns import KPI_COLUMNS, PEOPLE_COLUMNS, dimension_columns
from cruscotto.export.origin import data_set_of, sources_of, view_address
from cruscotto.export.table import Definition, ExportTable, Provenance
from cruscotto.i18n import Text
from cruscotto.kpi.query import people
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Basis, Kpi, Method
from cruscotto.kpi.wording.names import axis_names, names

TITLE = Text(it="Indicatori", en="Indicators")
# the page that shows a split first; the overview shows the rest
# the page that shows the indicators of a mart, whatever the split
_PAGES_OF_MARTS = {"need": "fabbisogni", "need_place": "fabbisogni", "need_money": "risorse"}
_PAGES = {"region": "regioni", "managing_authority": "autorita", "axis": "assi"}
_BESIDE = ("low", "high", "unknown_share", "eligible", "immature")
_WHOLE = ("eligible", "immature", "against_numerator", "against_denominator")
_FIGURES = (
    "numerator",
    "denominator",
    "value",
    "low",
    "high",
    "worst_case_low",
    "worst_case_high",
    "unknown_share",
)
Namer = Callable[[tuple[str, ...]], str]


def kpi_table(
    con: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], by: tuple[str, ...], selection: Selection
) -> ExportTable:
    """Measure indicators and return a table of their figures, ready to export.

    Args:
        con: a read-only connection to the warehouse; cursors are taken from it.
        kpis: the indicators, in the order of the file.
        by: names of dimensions to split by, outermost first; empty for totals.
        selection: the filters on the rows to measure.

    Raises:
        NotAvailableBy: an indicator has no meaning along a dimension.
        UnknownName: `by` or the selection names a dimension that does not exist.
    """
    results = [measure(con, kpi, by, selection) for kpi in kpis]
    return results_table(con, results, by, selection)


def results_table(
    con: duckdb.DuckDBPyConnection,
    results: Sequence[KpiResult],
    by: tuple[str, ...],
    selection: Selection,
) -> ExportTable:
    """Return the table of indicators for results that were measured before.

    The results must all be split by the dimensions `by`.
    """
    namers = [_namer(con, name, by, selection) for name in by]
    records = [_record(r, row, namers) for r in results for row in r.rows]
    origin = _provenance(con, results, by, selection)
    # named in the schema, or left out: a record may hold more than its table's columns
    schema = pa.schema([(column.name, _type(column)) for column in origin.columns])
    return ExportTable.of("kpi", pa.Table.from_pylist(records, schema=schema), origin)


def _type(column: Definition) -> pa.DataType:
    if column.name in _WHOLE:
        return pa.int64()
    if column.name in _FIGURES:
        return pa.float64()
    return pa.bool_() if column.name.startswith("is_") else pa.string()


def _record(result: KpiResult, row: KpiRow, namers: list[Namer]) -> dict[str, Any]:
    labels = {
        f"{name}_name": namer(row.codes) for name, namer in zip(result.by, namers, strict=True)
    }
    return {
        "kpi": result.kpi.name,
        **dict(zip(result.by, row.codes, strict=True)),
        **labels,
        **_figures(row),
        "unit": str(result.kpi.unit),
        "state": str(row.state),
        "is_estimated": row.is_estimated,
        "data_kind": result.data_kind,
        "editions": "|".join(result.editions),
        "audience": None if result.audience is None else str(result.audience_of(row)),
    }


def _figures(row: KpiRow) -> dict[str, float | int | None]:
    """Return the figure of a row and the numbers beside it, by name of the exported column.

    Amounts up to 90,000 billion euro are exact to the cent. If the figure is hidden, the dictionary
    is empty, since the numbers beside the figure could reveal it.
    """
    if row.state is State.HIDDEN:
        return {}
    found = {name: getattr(row, name) for name in ("numerator", "denominator", "value")}
    worst, against = row.worst_case or (None, None), row.against or (None, None)
    return {
        **{name: None if figure is None else float(figure) for name, figure in found.items()},
        **{name: getattr(row, name) for name in _BESIDE},
        "worst_case_low": worst[0],
        "worst_case_high": worst[1],
        "against_numerator": against[0],
        "against_denominator": against[1],
    }


def _namer(
    con: duckdb.DuckDBPyConnection, name: str, by: tuple[str, ...], selection: Selection
) -> Namer:
    """Return a function that takes a row's codes and returns the name of its code in one dimension.

    The dimension is `name`. If the code has no name, the function returns the code. An axis is
    named as in its programme: the programme of the row or, if rows are not split by programme, the
    only programme selected.
    """
    place, wording = by.index(name), names(con, name, "it")
    if name != "axis":
        return lambda codes: wording.get(codes[place], codes[place])
    programmes = selection.codes("programme")
    axes: dict[str, dict[str, str]] = {}

    def axis(codes: tuple[str, ...]) -> str:
        row = (codes[by.index("programme")],) if "programme" in by else programmes
        if len(row) == 1 and row[0] not in axes:
            axes[row[0]] = axis_names(con, row[0])
        known = axes[row[0]] if len(row) == 1 else {}
        return known.get(codes[place]) or wording.get(codes[place], codes[place])

    return axis


def _provenance(
    con: duckdb.DuckDBPyConnection,
    results: Sequence[KpiResult],
    by: tuple[str, ...],
    selection: Selection,
) -> Provenance:
    kpis = [result.kpi for result in results]
    editions = tuple(sorted({e for r in results for e in r.editions}, reverse=True))
    kinds = {result.data_kind for result in results if result.rows}
    page = next((_PAGES[name] for name in by if name in _PAGES), "quadro")
    page = next((_PAGES_OF_MARTS[k.mart] for k in kpis if k.mart in _PAGES_OF_MARTS), page)
    page = "esiti" if any(map(_is_of_people, kpis)) else page
    return Provenance(
        title=TITLE,
        filters=selection.as_dict(),
        columns=_columns(kpis, by),
        definitions=tuple(map(_definition, kpis)),
        editions=editions,
        sources=sources_of(con, _source_keys(kpis), editions),
        data_kind="mixed" if len(kinds) > 1 else next(iter(kinds), "published"),
        data_set=data_set_of(con),
        view_address=view_address(page, selection),
        **guarding(results),
    )


def guarding(results: Sequence[KpiResult]) -> dict[str, Any]:
    """Return how figures of persons in the results are protected, and for which audience.

    The dictionary has the fields `audience` and `disclosure` of `Provenance`.
    """
    audience = next((str(r.audience) for r in results if r.audience), None)
    return {"audience": audience, "disclosure": explain(current_rules()) if audience else ()}


def _columns(kpis: Sequence[Kpi], by: tuple[str, ...]) -> tuple[Definition, ...]:
    has_people = any(_is_of_people(kpi) for kpi in kpis)
    code, *rest = KPI_COLUMNS
    return (code, *dimension_columns(by), *rest, *(PEOPLE_COLUMNS if has_people else ()))


def _is_of_people(kpi: Kpi) -> bool:
    return kpi.method in people.BUILDERS


def _source_keys(kpis: Sequence[Kpi]) -> tuple[str, ...]:
    # a rate on the plan, or on a population, has two sources: its numerator's and the other's
    keys: list[str] = []
    for kpi in kpis:
        keys.append(kpi.source)
        if kpi.mart == "programme_money":
            keys.append("cohesion_open_data")
        if kpi.method is Method.PER_THOUSAND:
            keys.append("indicators")
    return tuple(dict.fromkeys(keys))


def _definition(kpi: Kpi) -> Definition:
    return Definition(
        name=kpi.name,
        label=kpi.label,
        definition=kpi.definition,
        numerator=kpi.numerator_label,
        denominator=kpi.denominator_label,
        unit=str(kpi.unit),
        basis=None if kpi.basis is Basis.NONE else str(kpi.basis),
    )
