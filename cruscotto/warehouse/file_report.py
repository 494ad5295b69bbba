"""The report on one imported file: its numbers of rows, and what was found wrong in it."""

from dataclasses import asdict, dataclass, field
from datetime import date


@dataclass(frozen=True)
class Refused:
    """A row that could not be loaded: its line, its text, and why."""

    line_number: int | None
    reason: str
    original_text: str


@dataclass(frozen=True)
class Marked:
    """Values of one column that have the same fault, or the same doubt.

    Attributes:
        column: the name of the column.
        reason: the code of the fault or doubt.
        count: how many values have it.
        value: the first of these values.
        place: the number of the first value's record in the file, counted from one.
        line: the first value's line, if the file has lines.
    """

    column: str
    reason: str
    count: int
    value: str
    place: int
    line: int | None = None


# Why a row is in the ledger that the delivery before had.
ROW_GONE = "row_gone"


@dataclass(frozen=True)
class Gone:
    """Rows that the previous delivery had and this delivery lacks.

    Attributes:
        file_name: the file of the previous delivery, or one of its files.
        edition: the edition of that file.
        first: the key of the first missing row; empty if rows are about persons.
    """

    rows: int
    file_name: str
    edition: date
    first: str


@dataclass(frozen=True)
class Elsewhere:
    """Rows of a file that the warehouse has from another file too.

    Attributes:
        rows: the number of these rows.
        file_name: the name of the other file; of several, the newest.
        edition: the edition of the other file.
        first: the key of the first of the rows; empty if rows are about persons.
        is_newer: whether the other file has a newer edition. If so, the other file's rows count. If
            not, it has the same edition and was imported before, and the rows of this file count.
    """

    rows: int
    file_name: str
    edition: date
    first: str
    is_newer: bool


@dataclass(frozen=True)
class Unknown:
    """Rows of a file with programme codes that no reference table and no operation has.

    Attributes:
        codes: the number of different codes.
        first: the first of these codes.
    """

    rows: int
    codes: int
    first: tuple[str, ...]


@dataclass
class FileReport:
    """The report on one file; rows loaded, out of scope and refused add up to the rows read."""

    file_id: str
    source: str
    file_name: str
    sha256: str
    publisher: str
    licence: str
    edition: date
    read: int = 0
    loaded: int = 0
    out_of_scope: dict[str, int] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    field_issues: int = 0
    is_synthetic: bool = False
    unknown_columns: tuple[str, ...] = ()
    already_there: bool = False
    known_columns: tuple[str, ...] = ()
    near_columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    vanished_columns: tuple[str, ...] = ()
    unread: tuple[Marked, ...] = ()
    doubted: tuple[Marked, ...] = ()
    ends_whole: bool = True
    gone: Gone | None = None
    elsewhere: tuple[Elsewhere, ...] = ()
    unknown_programmes: Unknown | None = None

    @property
    def is_ahead(self) -> bool:
        """Return whether the edition's date is in the future.

        If so, an edition of an earlier date that is imported later does not become current.
        """
        return self.edition > date.today()

    def as_dict(self) -> dict[str, object]:
        """Return the report as a dictionary, in the form that the command line prints."""
        return {
            "file": self.file_name,
            "read": self.read,
            "loaded": self.loaded,
            "out_of_scope": sum(self.out_of_scope.values()),
            "refused": len(self.refused),
            "field_issues": self.field_issues,
            "edition": self.edition.isoformat(),
            "already_imported": self.already_there,
        }

    def findings(self) -> dict[str, object]:
        """Return what was found in the file, such as unknown columns, unread values and lost rows.

        The keys name the findings. For example, `last_line_ends` is false if the last line has no
        line end: the file may have been cut.
        """
        return {
            "unknown_columns": [
                {"column": name, "similar": list(self.near_columns.get(name, ()))}
                for name in self.unknown_columns
            ],
            "vanished_columns": list(self.vanished_columns),
            "unread": [asdict(one) for one in self.unread],
            "doubted": [asdict(one) for one in self.doubted],
            "last_line_ends": self.ends_whole,
            "is_ahead": self.is_ahead,
            "rows_elsewhere": [
                asdict(one) | {"edition": one.edition.isoformat()} for one in self.elsewhere
            ],
            "unknown_programmes": self.unknown_programmes and asdict(self.unknown_programmes),
            "rows_gone": self.gone
            and asdict(self.gone) | {"edition": self.gone.edition.isoformat()},
        }
