"""Print the names of all libraries that the project asks for, without their bounds."""

import re
import tomllib
from pathlib import Path

PROJECT = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))


def names() -> set[str]:
    """Return the names of what runs, of every extra, and of what builds the project."""
    project = PROJECT["project"]
    asked = [*project["dependencies"], *PROJECT["dependency-groups"]["build"]]
    asked += [line for extra in project["optional-dependencies"].values() for line in extra]
    return {re.split(r"[<>=!~\[ ]", line)[0] for line in asked}


if __name__ == "__main__":
    print(" ".join(sorted(names())))
