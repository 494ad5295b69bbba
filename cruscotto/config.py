"""Settings: the only reader of environment variables, and the project's own paths."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
SQL = ROOT / "sql"
REFERENCE = ROOT / "data" / "reference"


class Settings(BaseSettings):
    """What an installation may set, as `CRUSCOTTO_<NAME>` in its environment."""

    model_config = SettingsConfigDict(env_prefix="CRUSCOTTO_", frozen=True)

    warehouse: Path = ROOT / "var" / "cruscotto.duckdb"
    lang: Literal["it", "en"] = "it"
    memory_limit: str = "2GB"
    threads: int = 2


@cache
def settings() -> Settings:
    """Read the environment once."""
    return Settings()
