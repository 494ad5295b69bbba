"""The pages of the docs, and the lines of their `sh` blocks."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cruscotto.config import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/*.md")])
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Line:
    """A line of a `sh` block."""

    page: str
    text: str

    @property
    def words(self) -> list[str]:
        """Return its words, comments left out."""
        return shlex.split(self.text, comments=True)

    def __str__(self) -> str:
        """Return the line and where it stands."""
        return f"{self.page}: {self.text}"


def lines() -> Iterator[Line]:
    """Yield every line of every `sh` block, continued lines as one."""
    for path in PAGES:
        for block in BLOCK.findall(path.read_text("utf-8")):
            for text in block.replace("\\\n", " ").splitlines():
                if text.strip() and not text.lstrip().startswith("#"):
                    yield Line(str(path.relative_to(ROOT)), text)


def commands() -> list[Line]:
    """Return the lines that run `cruscotto`, each once."""
    found = {}
    for line in lines():
        if line.words and Path(line.words[0]).name == "cruscotto":
            found.setdefault(line.text, line)
    return list(found.values())
