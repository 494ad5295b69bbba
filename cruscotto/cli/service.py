"""The command that opens the dashboard: `serve`."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from cruscotto import logs
from cruscotto.access import sign_in
from cruscotto.cli import workers as several
from cruscotto.cli.options import Chosen
from cruscotto.config import APP, ROOT, settings
from cruscotto.i18n import t

# Every run of a page is a thread, and the C library gives each some memory of its own that stays
# when it ends: with two places for all twelve readers leave 40 MB of 500 less behind.
FEW_ARENAS = ("MALLOC_ARENA_MAX", "2")


def serve(
    port: Annotated[int, typer.Option(min=1, max=65_535, help="The port of the dashboard.")] = 8501,
    address: Annotated[
        str, typer.Option(help="Who may reach it; this machine only.")
    ] = "localhost",
    workers: Annotated[
        int, typer.Option(min=1, help="How many processes; more than one needs haproxy.")
    ] = 1,
    open: Annotated[
        bool, typer.Option(help="Serve exact figures beyond this machine, without sign-in.")
    ] = False,
) -> None:
    """Open the dashboard on this machine and print its address.

    Example: cruscotto --warehouse var/cruscotto.duckdb serve --port 8502 --workers 2
    """
    if open:
        os.environ["CRUSCOTTO_OPEN"] = "true"
    sign_in.require_cover(address, is_meant=open)
    # the server runs in the project's folder, whose `.streamlit` holds its settings
    os.environ["CRUSCOTTO_WAREHOUSE"] = str(Chosen.warehouse.absolute())
    if Chosen.beside:
        os.environ["CRUSCOTTO_DEMONSTRATION"] = str(Chosen.beside.absolute())
    os.environ.setdefault(*FEW_ARENAS)
    if settings().log not in ("", logs.STDERR):
        os.environ["CRUSCOTTO_LOG"] = str(Path(settings().log).absolute())

    def ready() -> None:
        sentence = t("cli.serving", settings().lang, address=f"http://{address}:{port}")
        print(sentence, flush=True)

    if sign_in.configured() is None:
        print(t("cli.open_to_all", settings().lang, audience=settings().audience), file=sys.stderr)
    if workers > 1:
        logs.start(logs.STDERR)
        several.run(address, port, workers, ready)
        return
    several.require_free(address, port)
    ready()
    os.chdir(ROOT)
    arguments = ["--server.port", str(port), "--server.address", address]
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", str(APP), *arguments])
