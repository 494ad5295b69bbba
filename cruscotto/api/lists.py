"""Requests for lists: operations, context indicators, targets, alerts, the ledger of files."""

from collections.abc import Iterator
from contextlib import closing
from typing import Annotated, Any, BinaryIO, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response, StreamingResponse

from cruscotto.access import entered
from cruscotto.alerts import found as alerts_found
from cruscotto.api.asking import Asking
from cruscotto.export import indicators_table, operations_table
from cruscotto.export.files import export_to_disk, name_of
from cruscotto.export.table import ExportTable
from cruscotto.facts import operations as facts
from cruscotto.facts.figures import rows
from cruscotto.facts.targets import reported
from cruscotto.kpi.operations.listing import SORTABLE
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.wording.names import require_known_codes

router = APIRouter(tags=["lists"])
Words = Annotated[str, Field(max_length=300)]
Rows = list[dict[str, Any]]
MIMES = {"plain": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}
STYLES = {"csv": "plain", "parquet": "parquet"}
PIECE = 1 << 18
# What a list is given as, beside JSON.
FILES: dict[int | str, dict[str, Any]] = {
    200: {"content": {mime.partition(";")[0]: {} for mime in MIMES.values()}}
}
DataSet = Annotated[str, Field(pattern="^(official|demo)$")]


class Filtered(BaseModel):
    """The filters of a list, and the data set that it is read from."""

    model_config = ConfigDict(extra="forbid")

    where: Annotated[list[Words], Field(max_length=20, description="DIMENSION=CODE[,CODE]")] = []
    data_set: DataSet = "official"

    def selection(self, asked: Asking) -> Selection:
        """Return the filters as a selection.

        Raises:
            UnknownName, WrongValue: a dimension or a code does not exist.
        """
        chosen = Selection.parse(self.where)
        require_known_codes(asked.edition.con, chosen)
        return chosen


class Listed(Filtered):
    """The filters of a list, and its format: JSON, or a file of CSV or Parquet."""

    format: Literal["json", "csv", "parquet"] = "json"


class Operations(Listed):
    """The filters, search, order, page and format of a list of operations."""

    search: Annotated[str, Field(max_length=200)] = ""
    sort: Annotated[str, Field(pattern=f"^({'|'.join(SORTABLE)})$")] = "operation_code"
    descending: bool = False
    offset: Annotated[int, Field(ge=0, le=100_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=1000)] = 100


class Page(BaseModel):
    """A page of a list, and the number of rows of the whole list."""

    total: int
    rows: Rows


@router.get("/operations", response_model=Page, responses=FILES)
def operations(asked: Asking, wanted: Annotated[Operations, Query()]) -> Response:
    """List operations: one page as JSON, or a whole selection as CSV or Parquet, streamed."""
    chosen = wanted.selection(asked)
    if wanted.format != "json":
        return _file(asked, operations_table(asked.edition.con, chosen), wanted.format)
    order = (wanted.sort, wanted.descending, wanted.offset, wanted.limit)
    return asked.answer(
        lambda: {
            "total": facts.count(asked.edition, chosen, wanted.search),
            "rows": facts.page(asked.edition, chosen, wanted.search, *order),
        }
    )


@router.get("/series", response_model=Rows, responses=FILES)
def series(asked: Asking, wanted: Annotated[Listed, Query()]) -> Response:
    """List context indicators of regions, such as unemployment, as JSON, CSV or Parquet."""
    table = indicators_table(asked.edition.con, wanted.selection(asked))
    if wanted.format != "json":
        return _file(asked, table, wanted.format)
    return asked.answer(lambda: _rows(table))


@router.get("/targets", response_model=Rows)
def targets(asked: Asking) -> Response:
    """List the values that authorities report on their targets; small values are hidden."""
    return asked.answer(lambda: reported(asked.edition))


@router.get("/alerts", response_model=Rows)
def alerts(asked: Asking, wanted: Annotated[Filtered, Query()]) -> Response:
    """List the alerts of a selection: the JSON of `cruscotto alerts --format json`."""
    chosen = wanted.selection(asked)
    return asked.answer(lambda: [one.as_dict() for one in alerts_found(asked.edition, chosen)])


@router.get("/ledger", response_model=Rows)
def ledger(asked: Asking) -> Response:
    """List every file with its counts of rows: read, loaded, out of scope, refused."""
    return asked.answer(lambda: rows(asked.edition, "files"))


def _rows(table: ExportTable) -> Rows:
    with table.reader() as reader:
        found: Rows = reader.read_all().to_pylist()
    return found


def _file(asked: Asking, table: ExportTable, form: str) -> Response:
    if asked.request.headers.get("if-none-match") == asked.tag:
        return Response(status_code=304, headers=asked.headers)
    style = STYLES[form]
    with entered(asked.access):
        file = export_to_disk(table, style)
    name = {"Content-Disposition": f'attachment; filename="{name_of(table.name, style)}"'}
    return StreamingResponse(_pieces(file), media_type=MIMES[style], headers=asked.headers | name)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with closing(file):
        while piece := file.read(PIECE):
            yield piece
