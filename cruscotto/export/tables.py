"""The tables that can be exported."""

from cruscotto.export.indicators import indicators_table
from cruscotto.export.kpis import kpi_table, results_table
from cruscotto.export.operations import operations_table

__all__ = ["indicators_table", "kpi_table", "operations_table", "results_table"]
