"""Settings: the only reader of environment variables, and the project's own paths.

In a clone `app.py`, `pages/`, `sql/` and `data/` stand at the top of the repository; the wheel
carries them in `cruscotto/_project` (`force-include` in pyproject.toml).
"""

import os
import shlex
import shutil
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, Json, ValidationError

from cruscotto.errors import WrongValue

PACKAGE = Path(str(files("cruscotto"))).resolve()


def project() -> Path:
    """Return the folder of `app.py`, `pages/`, `sql/`, `data/`: the clone or the wheel's copy."""
    carried = PACKAGE / "_project"
    return carried if carried.is_dir() else PACKAGE.parent


ROOT = project()
APP = ROOT / "app.py"
SQL = ROOT / "sql"
REFERENCE = ROOT / "data" / "reference"
# Read here and not by a library of settings, which every command would load first.
PREFIX = "CRUSCOTTO_"


def default_warehouse() -> Path:
    """Return where the warehouse is unless somebody chooses: in `var/` of a clone.

    An installed package keeps it in the user's folder of data, never among the libraries.
    """
    if PACKAGE.parent == ROOT:
        return ROOT / "var" / "cruscotto.duckdb"
    from platformdirs import user_data_path  # a clone does without

    return user_data_path("cruscotto", appauthor=False) / "cruscotto.duckdb"


def how_to_install(requirement: str) -> str:
    """Return the command that adds a library to the Python in use."""
    return shlex.join([sys.executable, "-m", "pip", "install", requirement])


class Settings(BaseModel):
    """What an installation may set, as `CRUSCOTTO_<NAME>` in its environment."""

    model_config = ConfigDict(frozen=True)

    warehouse: Path = Field(default_factory=default_warehouse)
    lang: Literal["it", "en"] = "it"
    memory_limit: str = "2GB"
    threads: int = 2
    # upkeep: versions kept (the published one included), days after which data are called old,
    # seconds between two looks of an open page for a new version, where events are written
    # (a file, or `stderr`), and from how many milliseconds on a run of a page is written there
    keep_versions: int = Field(default=2, ge=2)
    old_after_days: int = Field(default=365, ge=1)
    look_again_seconds: int = Field(default=30, ge=1)
    log: str = ""
    slow_milliseconds: int = Field(default=1000, ge=0)
    # settings of Spark as a JSON object: {"spark.executor.memory": "8g"}
    spark: Json[dict[str, str]] = {}
    # who reads the figures of persons, and how small one may be: see `cruscotto.disclosure.rules`
    audience: Literal["exact", "protected", "public"] = "protected"
    threshold: int = 5
    sensitive_threshold: int | None = None  # 10, or the threshold where that is higher
    noise_bound: int = 5
    noise_variance: float = 2.0
    # what needs attention: a loss this likely, a payment rate so far below the median, an axis with
    # so little committed of a plan this large; and how many of each kind are listed
    alert_probability: float = 0.20
    alert_points_below: float = 0.15
    alert_low_commitment: float = 0.60
    alert_smallest_plan_eur: int = 5_000_000
    alert_per_rule: int = 3


def java() -> str | None:
    """Return the Java that Spark would start, if there is any."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=f"{home}/bin") if home else shutil.which("java")


@cache
def settings() -> Settings:
    """Read the environment once.

    Raises:
        WrongValue: a variable holds what its setting cannot be.
    """
    try:
        return Settings.model_validate(_environment())
    except ValidationError as error:
        fault = error.errors()[0]
        name = f"{PREFIX}{str(fault['loc'][0]).upper()}"
        raise WrongValue(option=name, value=fault["input"], expected=fault["msg"]) from error


def _environment() -> dict[str, str]:
    """Return what the environment sets, by the names of the settings; case does not count."""
    found = {name.upper(): value for name, value in os.environ.items()}
    wanted = {name: f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    return {name: found[variable] for name, variable in wanted.items() if variable in found}
