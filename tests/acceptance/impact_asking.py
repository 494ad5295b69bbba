"""Ask `cruscotto impact` of a file, as a person at the command line does."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from cruscotto.cli.main import app
from cruscotto.errors import CruscottoError


def ask(path: Path, *arguments: str) -> Any:
    """Return the JSON that the command prints; an error of ours is raised."""
    done = CliRunner().invoke(app, ["impact", "--data", str(path), *arguments, "--format", "json"])
    if isinstance(done.exception, CruscottoError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)
