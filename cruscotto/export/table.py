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
    """The definition of a column or an indicator, in both languages."""

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
    """The publisher of the figures, with page, licence and editions.

    Attributes:
        editions: those of the files behind the rows; none for a table that comes with the project.
        rhythm: how often the source is renewed, or which edition the project carries.
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
        filters: codes kept per dimension; an absent dimension is not filtered.
        columns: the definition of each column.
        definitions: the definition of each indicator; empty where rows are not indicators.
        editions: dates of the editions behind the rows, newest first.
        sources: their publishers.
        data_kind: whether the rows are published, synthetic or both.
        data_set: which of the two data sets the warehouse holds; they are never mixed.
        view_address: path and query of the page that shows the same rows.
        audience: for whom figures of persons were guarded; `None` where there are none.
        disclosure: sentences on how figures of persons were guarded.
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
        """Return the address with its data set; without one, a page shows the official data."""
        if self.data_set == "official" or not self.view_address:
            return self.view_address
        return f"{self.view_address}{'&' if '?' in self.view_address else '?'}dati=demo"


@dataclass(frozen=True)
class Written:
    """The content of a finished file: its rows, its bytes and their checksum."""

    row_count: int
    sha256: str
    bytes: int


@dataclass(frozen=True)
class ExportTable:
    """A table to export.

    Attributes:
        name: `operations`, `kpi`, `indicators`, or the name of a page's own small table.
        reader: opens the rows from the first, in the same order each time.
        provenance: where the rows come from.
    """

    name: str
    reader: Callable[[], pa.RecordBatchReader]
    provenance: Provenance

    @classmethod
    def of(cls, name: str, rows: pa.Table, provenance: Provenance) -> Self:
        """Make a table of rows that are few enough to be kept in memory."""
        return cls(name, rows.to_reader, provenance)

    @cached_property
    def schema(self) -> pa.Schema:
        """Return names and types of the columns."""
        with self.reader() as rows:
            return rows.schema

    def batches(self, limit: int) -> Iterator[pa.RecordBatch]:
        """Read the rows in batches of at most `limit`, never all of them at once."""
        with self.reader() as rows:
            for batch in rows:
                for start in range(0, batch.num_rows, limit):
                    yield batch.slice(start, limit)
