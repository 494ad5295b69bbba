"""The exported table of context indicators of regions, such as the unemployment rate."""

import duckdb
from sqlglot import exp

from cruscotto.errors import NotAvailableBy
from cruscotto.export.columns import INDICATOR_COLUMNS
from cruscotto.export.origin import data_set_of, sources_of, view_address
from cruscotto.export.queries import as_sql, narrowed, open_rows, statement
from cruscotto.export.table import ExportTable, Provenance
from cruscotto.i18n import Text
from cruscotto.kpi.query.selection import Selection
from cruscotto.warehouse.reading import records

TITLE = Text(it="Indicatori regionali di contesto", en="Regional context indicators")
BATCH_ROWS = 32_768
_COLUMNS = {"region": ("region_code", "figures"), "macro_area": ("macro_area_code", "regions")}


def indicators_table(con: duckdb.DuckDBPyConnection, selection: Selection) -> ExportTable:
    """Return the table of context indicators for the regions or macro-areas selected.

    Raises:
        NotAvailableBy: the selection filters by a dimension other than region or macro-area.
    """
    query, params = _narrowed(selection)
    sql = as_sql(query)
    return ExportTable(
        "indicators",
        lambda: open_rows(con, sql, params, BATCH_ROWS),
        _provenance(con, selection, _editions(con, query, params)),
    )


def _narrowed(selection: Selection) -> tuple[exp.Select, dict[str, str]]:
    query = statement("export_indicators")
    params: dict[str, str] = {}
    for name, codes in selection.where:
        if name not in _COLUMNS:
            raise NotAvailableBy(kpi="indicators", dimension=name, available=list(_COLUMNS))
        values = {f"{name}_{number}": code for number, code in enumerate(codes)}
        column = exp.column(*_COLUMNS[name])
        test = column.isin(*(exp.Placeholder(this=value) for value in values))
        query, params = narrowed(query, "named", test), {**params, **values}
    return query, params


def _editions(
    con: duckdb.DuckDBPyConnection, query: exp.Select, params: dict[str, str]
) -> tuple[str, ...]:
    found = exp.select("edition").distinct().from_(query.subquery("figures"))
    rows = records(con, as_sql(found.where("edition is not null")), params)
    return tuple(sorted((str(row["edition"]) for row in rows), reverse=True))


def _provenance(
    con: duckdb.DuckDBPyConnection, selection: Selection, editions: tuple[str, ...]
) -> Provenance:
    return Provenance(
        title=TITLE,
        filters=selection.as_dict(),
        columns=INDICATOR_COLUMNS,
        definitions=(),
        editions=editions,
        sources=sources_of(con, ("indicators",), editions),
        data_kind="published",
        data_set=data_set_of(con),
        view_address=view_address("regioni", selection, has_funds=False),
    )
