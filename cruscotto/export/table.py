"""The table to export: rows that can be read repeatedly, and their provenance."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Self

import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from cruscotto.i18n import Text

DataKind = Literal["published", "synthetic", "mixed"]
DataSet = Literal["official", "demonstration"]


class Definition(BaseModel):
    """The definition of a column or an indicator, in Italian and English."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    definition: Text
    label: Text | None = None
    numerator: Text | None = None
    denominator: Text | None = None
    unit: str | None = None
    basis: str | None = None
    # what each code of the column stands for, where the words do not come from the data
    codes: dict[str, Text] = {}


class SourceNote(BaseModel):
    """A source of a table's rows: its publisher, page, licence and editions.

    Attributes:
        editions: the editions of the imported files; empty for a table that is part of the project.
        rhythm: how often the publisher renews the source; for a table that is part of the project,
            which edition it is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Text
    publisher: str
    licence: str
    page: str | None
    editions: tuple[str, ...]
    rhythm: Text | None = None


class Provenance(BaseModel):
    """The facts by which a reader can check and cite the figures of a file.

    Attributes:
        title: the table's title.
        filters: for each filtered dimension, the codes that are kept.
        columns: the definition of each column.
        definitions: the definition of each indicator; empty if rows are not figures of indicators.
        editions: dates of the editions behind the rows, newest first.
        sources: the sources of the rows.
        data_kind: whether the rows are published, synthetic or both.
        data_set: `official` or `demonstration`; a warehouse has one of the two.
        view_address: path and query of the page that shows the same rows.
        audience: the readers for whom figures of persons were protected; `None` if there are no
            such figures.
        disclosure: sentences on how figures of persons were protected.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Text
    filters: dict[str, list[str]]
    columns: tuple[Definition, ...]
    definitions: tuple[Definition, ...]
    editions: tuple[str, ...]
    sources: tuple[SourceNote, ...]
    data_kind: DataKind
    data_set: DataSet
    view_address: str
    audience: str | None = None
    disclosure: tuple[Text, ...] = ()

    @property
    def shown_at(self) -> str:
        """Return `view_address`, with the parameter `dati=demo` for the demonstration data."""
        if self.data_set == "official" or not self.view_address:
            return self.view_address
        return f"{self.view_address}{'&' if '?' in self.view_address else '?'}dati=demo"


@dataclass(frozen=True)
class Written:
    """The number of rows and of bytes of a finished file, and the SHA-256 of its bytes."""

    row_count: int
    sha256: str
    bytes: int


@dataclass(frozen=True)
class ExportTable:
    """A table to export.

    Attributes:
        name: `operations`, `kpi`, `indicators`, or the name of a page's own small table.
        reader: returns a new reader of all rows, in the same order each time.
        provenance: the origin and the definitions of the rows.
    """

    name: str
    reader: Callable[[], pa.RecordBatchReader]
    provenance: Provenance

    @classmethod
    def of(cls, name: str, rows: pa.Table, provenance: Provenance) -> Self:
        """Return an `ExportTable` of rows that are in memory."""
        return cls(name, rows.to_reader, provenance)

    @cached_property
    def schema(self) -> pa.Schema:
        """Return the names and types of the columns."""
        with self.reader() as rows:
            return rows.schema

    def batches(self, limit: int) -> Iterator[pa.RecordBatch]:
        """Yield the rows in batches of at most `limit` rows, never all of them at once."""
        with self.reader() as rows:
            for batch in rows:
                for start in range(0, batch.num_rows, limit):
                    yield batch.slice(start, limit)
