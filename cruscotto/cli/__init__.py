"""The command line: `cruscotto import | template | kpi | export | demo | build | serve | check`."""

from cruscotto.cli.main import main

__all__ = ["main"]
