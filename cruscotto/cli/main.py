"""Run the command line; an error prints one sentence and sets the exit code."""

import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from cruscotto import logs
from cruscotto.cli import usage
from cruscotto.cli.commands import MANNERS, Commands
from cruscotto.cli.options import Chosen, DataSet, choose
from cruscotto.config import misspelt, settings
from cruscotto.errors import CruscottoError
from cruscotto.i18n import Lang, error_sentence, t

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Money, effectiveness and impact of training financed by the European Social Fund.",
    epilog="Example: cruscotto kpi payments_eur --by region --where fund=FSE --format csv",
    **MANNERS,
)


@app.callback()
def options(
    warehouse: Annotated[
        Path | None, typer.Option(help="The warehouse; CRUSCOTTO_WAREHOUSE otherwise.")
    ] = None,
    data_set: Annotated[
        DataSet, typer.Option(help="Official data, or the demonstration beside them.")
    ] = DataSet.OFFICIAL,
) -> None:
    """Read the options that precede a command's name."""
    for name, near in misspelt().items():
        _print(t("cli.misspelt", settings().lang, name=name, near=near))
    choose(warehouse, data_set)
    logs.start()


def main() -> None:
    """Run the command that was typed; an error prints one sentence and sets the exit code."""
    try:
        code = app(standalone_mode=False)
    except TyperException as error:
        usage.show(error, _lang())
        raise SystemExit(error.exit_code) from None
    except CruscottoError as error:
        logs.failed(error)
        _print(error_sentence(error, _lang()))
        raise SystemExit(error.exit_code) from None
    except Exception as error:  # the last door: a person gets a sentence, the log gets the cause
        logs.failed(error)
        log = _log(error)
        _print(t("errors.unexpected", _lang(), log=log))
        raise SystemExit(CruscottoError.exit_code) from None
    raise SystemExit(code)


def _lang() -> Lang:
    """Return the language for error sentences, Italian where the settings cannot be read."""
    try:
        return settings().lang
    except CruscottoError:
        return "it"


def _print(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _log(error: Exception) -> Path:
    """Append an error's place in the code to a log file and return the file's path."""
    path = Chosen.warehouse.with_name(f"{Chosen.warehouse.name}.log")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    places = "".join(traceback.format_tb(error.__traceback__))
    with path.open("a", encoding="utf-8") as log:
        log.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {type(error).__name__}\n{places}\n")
    return path
