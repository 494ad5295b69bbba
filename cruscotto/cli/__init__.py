"""The command line: one command for each task; `cruscotto --help` lists them."""

from cruscotto.cli.main import main

__all__ = ["main"]
