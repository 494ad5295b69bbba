"""Settings: the only reader of the variables `CRUSCOTTO_...`, and the project's own paths.

In a clone `app.py`, `pages/`, `sql/` and `data/` stand at the top of the repository; the wheel
carries them in `cruscotto/_project` (`force-include` in pyproject.toml).
"""

import os
import shlex
import shutil
import sys
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, Json, ValidationError

from cruscotto.errors import WrongValue

PACKAGE = Path(str(files("cruscotto"))).resolve()


def project() -> Path:
    """Return the folder of `app.py`, `pages/`, `sql/` and `data/`, in a clone or in the package."""
    carried = PACKAGE / "_project"
    return carried if carried.is_dir() else PACKAGE.parent


ROOT = project()
APP = ROOT / "app.py"
SQL = ROOT / "sql"
REFERENCE = ROOT / "data" / "reference"
# Read here and not by a library of settings, which every command would load first.
PREFIX = "CRUSCOTTO_"
# Variables of the tests and of the proxy, which are no settings.
OF_OTHERS = tuple(
    f"{PREFIX}{name}" for name in ("CHROMIUM", "WORKER", "SUPERSET", "BENCHMARK_LINES")
)


def default_warehouse() -> Path:
    """Return the default path of the warehouse: in `var/` of a clone.

    For an installed package it is in the user's data folder, never among the libraries.
    """
    if PACKAGE.parent == ROOT:
        return ROOT / "var" / "cruscotto.duckdb"
    from platformdirs import user_data_path  # a clone does without

    return user_data_path("cruscotto", appauthor=False) / "cruscotto.duckdb"


# The two data sets, as the address and the command line name them.
OFFICIAL, DEMONSTRATION = "official", "demo"


def how_to_install(requirement: str) -> str:
    """Return the command that installs a library for the Python that is running."""
    return shlex.join([sys.executable, "-m", "pip", "install", requirement])


def _setting(default: Any, description: str, **limits: Any) -> Any:
    """Declare a setting; `docs/operations.md` lists the setting with this description."""
    return Field(default=default, description=description, **limits)


class Settings(BaseModel):
    """The settings of an installation: environment variables named `CRUSCOTTO_<NAME>`."""

    model_config = ConfigDict(frozen=True)

    warehouse: Path = Field(
        default_factory=default_warehouse,
        description="The warehouse; its secret, its log and its older versions stand beside it.",
    )
    demonstration: Path | None = _setting(
        None,
        "The demonstration shown beside `warehouse`; where neither is set, in the same folder. A "
        "warehouse that was chosen stands alone.",
    )
    lang: Literal["it", "en"] = _setting("it", "Language of the command line and its files.")
    owner: str = _setting("", "Whose installation it is, in the header of every page.")
    contact: str = _setting(
        "", "Where faults of accessibility are reported: an address of mail or of a page."
    )
    memory_limit: str = _setting(
        "2GB",
        "Memory that the engine may take before it uses the disk.",
        pattern=r"(?i)^[1-9][0-9]*([.][0-9]+)? ?[KMGT]i?B$",
    )
    threads: int = _setting(
        2, "Threads of the engine, and large files made at the same time.", ge=1, le=1024
    )
    keep_versions: int = _setting(
        4, "Versions kept for links that cite them and to go back to, the published included.", ge=2
    )
    old_after_days: int = _setting(365, "Days after which data are called old.", ge=1)
    look_again_seconds: int = _setting(
        30, "Seconds between two looks of an open page for a new version.", ge=1
    )
    log: str = _setting(
        "",
        "Events, one JSON line each: a file or `stderr`; empty: nowhere, the server to `stderr`.",
    )
    slow_milliseconds: int = _setting(
        1000, "Milliseconds from which on a run of a page is written to the log.", ge=0
    )
    spark: Json[dict[str, str]] = _setting(
        {}, 'Settings of Spark as a JSON object: `{"spark.executor.memory": "8g"}`.'
    )
    audience: Literal["exact", "protected", "public"] = _setting(
        "protected", "Who reads the figures of persons; see `docs/guida/riservatezza.md`."
    )
    ministry_audience: Literal["exact", "protected", "public"] = _setting(
        "protected", "The same for those who sign in as a ministry; see `docs/guida/accesso.md`."
    )
    oidc_issuer: str = _setting(
        "", "The provider of identities, by OpenID Connect; empty: nobody signs in."
    )
    oidc_client_id: str = _setting("", "This installation's name at the provider.")
    oidc_client_secret: str = _setting("", "What proves that name; from a secret store.")
    oidc_person_claim: str = _setting("sub", "The claim that names a person in the grants.")
    oidc_roles_claim: str = _setting(
        "", "A claim that lists roles, as `ministry` or `authority:CODE`; empty: grants alone."
    )
    oidc_prompt: Literal["select_account", "login", "consent", "none"] = _setting(
        "select_account", "What the provider asks a person whom it knows; some know `login` alone."
    )
    public_address: str = _setting(
        "", "The address in visitors' browsers, such as `https://cruscotto.example.it`."
    )
    hosts: str = _setting(
        "",
        "Names that this server answers to, with commas; empty: that of the public address, or "
        "any.",
    )
    request_seconds: int = _setting(
        10,
        "Seconds for a request to arrive whole; a body may take longer while it keeps coming.",
        ge=1,
    )
    half_sent_requests: int = _setting(
        256, "Requests that may be half sent at once; of more the oldest is ended.", ge=1
    )
    session_hours: int = _setting(8, "Hours after which a person signs in again.", ge=1, le=72)
    open_to_public: bool = _setting(
        False, "Whether those who did not sign in read the public figures; else they see the door."
    )
    open: bool = _setting(
        False, "Whether exact figures may be served beyond this machine without sign-in."
    )
    access_log: bool | None = _setting(
        None, "Whether exports and exact pages are logged; left out: where visitors sign in."
    )
    purpose_required: bool = _setting(
        False, "Whether an export of figures of persons needs a purpose, kept in that log."
    )
    two_person: bool = _setting(
        False, "Whether what is imported is a draft until a second person approves it."
    )
    token: str = _setting(
        "", "A personal token: who imports and approves by command, where persons sign in."
    )
    api_per_minute: int = _setting(600, "Questions a minute of each caller of the API.", ge=1)
    threshold: int = _setting(5, "Counts of persons below it are hidden.")
    sensitive_threshold: int | None = _setting(
        None, "The same for sensitive characteristics: 10, or the threshold where that is higher."
    )
    noise_bound: int = _setting(10, "The most that noise adds to or takes from a count of persons.")
    noise_variance: float = _setting(2.0, "Variance of the noise of a count of persons.")
    noise_table: Path | None = _setting(
        None, "A CSV with another table of noise, as ONS publishes its own: `pcv,ckey,pvalue`."
    )
    public_threshold: int | None = _setting(
        None, "The threshold of public figures, where it is higher than that of protected ones."
    )
    public_sensitive_threshold: int | None = _setting(
        None, "The same for sensitive characteristics."
    )
    public_extra_bound: int = _setting(5, "The most that public figures move from protected ones.")
    public_extra_variance: float = _setting(1.0, "Variance of that further noise.")
    alert_missing_eur: int = _setting(
        1_000_000, "Euro of EU share missing at the present pace that need attention.", ge=0
    )
    alert_points_below: float = _setting(
        0.15, "A payment rate this far below the median needs attention (0.15: 15 points)."
    )
    alert_low_commitment: float = _setting(
        0.60, "An axis with less than this share of its plan committed needs attention."
    )
    alert_low_selection: float = _setting(
        0.90, "A programme that reported less than this share of its plan selected needs attention."
    )
    alert_smallest_plan_eur: int = _setting(
        5_000_000, "Axes and programmes with a smaller plan are not looked at for that."
    )
    alert_per_rule: int = _setting(3, "How many of each kind are listed.")

    @property
    def data_sets(self) -> dict[str, Path]:
        """Return the warehouses that one server shows, by data set; the first is the default."""
        found = {OFFICIAL: self.warehouse}
        return found | ({DEMONSTRATION: self.demonstration} if self.demonstration else {})


def misspelt() -> dict[str, str]:
    """Return the variables `CRUSCOTTO_...` that are no setting, with the setting of closest name.

    The setting is “–” where no name is close.
    """
    known = [name.upper() for name in Settings.model_fields]
    asked = {name: name.upper().removeprefix(PREFIX) for name in os.environ}
    found = {}
    for name, short in sorted(asked.items()):
        is_ours = name.upper().startswith(PREFIX) and name.upper() not in OF_OTHERS
        if is_ours and short not in known:
            near = get_close_matches(short, known, 1, 0.6)
            found[name] = f"{PREFIX}{near[0]}" if near else "–"
    return found


def java() -> str | None:
    """Return the path of the Java that Spark would start; `None` where there is none."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=f"{home}/bin") if home else shutil.which("java")


@cache
def settings() -> Settings:
    """Return the settings, read from the environment once.

    Raises:
        WrongValue: a variable has a value that its setting does not allow.
    """
    try:
        return Settings.model_validate(_environment())
    except ValidationError as error:
        fault = error.errors()[0]
        name = f"{PREFIX}{str(fault['loc'][0]).upper()}"
        raise WrongValue(option=name, value=fault["input"], expected=fault["msg"]) from error


def _environment() -> dict[str, str]:
    """Return the values of settings that environment variables give, by the setting's name.

    Names of variables may be in upper or lower case. If no variable gives a warehouse, the default
    path of the demonstration is added.
    """
    found = {name.upper(): value for name, value in os.environ.items()}
    wanted = {name: f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    chosen = {name: found[variable] for name, variable in wanted.items() if variable in found}
    if not chosen.keys() & {"warehouse", "demonstration"}:
        chosen["demonstration"] = str(default_warehouse().with_name("dimostrazione.duckdb"))
    return chosen
