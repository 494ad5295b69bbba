"""The command line: one command per thing to do; `cruscotto --help` lists them."""

from cruscotto.cli.main import main

__all__ = ["main"]
