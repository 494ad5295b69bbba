"""The command that opens the dashboard."""

import os
import sys
from typing import Annotated

import typer

from cruscotto.cli.options import Chosen
from cruscotto.config import ROOT, settings
from cruscotto.i18n import t


def serve(
    port: Annotated[int, typer.Option(help="The port of the dashboard.")] = 8501,
    address: Annotated[
        str, typer.Option(help="Who may reach it; this machine only.")
    ] = "localhost",
) -> None:
    """Open the dashboard on this machine and print its address.

    Example: cruscotto --warehouse var/cruscotto.duckdb serve --port 8502
    """
    print(t("cli.serving", settings().lang, address=f"http://{address}:{port}"), flush=True)
    os.environ["CRUSCOTTO_WAREHOUSE"] = str(Chosen.warehouse.absolute())
    os.chdir(ROOT)
    arguments = ["--server.port", str(port), "--server.address", address]
    os.execv(
        sys.executable,
        [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), *arguments],
    )
