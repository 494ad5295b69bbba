"""What is wrong where."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """A fault of a file.

    Attributes:
        path: the file, relative to the clone.
        line: the line, counted from 1.
        what: what is wrong, and what to do.
    """

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        """Return the fault as editors and compilers print theirs."""
        return f"{self.path}:{self.line}: {self.what}"
