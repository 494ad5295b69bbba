"""The commands by name, each loaded with its libraries when it is asked for.

Most of what all commands together load is not needed by one, and the dashboard would start that
much later. Help, which lists all commands, loads them all.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

# Command, module of `cruscotto.cli`, function.
COMMANDS = {
    "import": ("data", "import_"),
    "template": ("data", "template"),
    "kpi": ("figures", "kpi"),
    "why": ("changes", "why"),
    "settle": ("settling", "settle"),
    "fair-target": ("fair_targets", "fair_target"),
    "alerts": ("attention", "alerts"),
    "export": ("exporting", "export"),
    "dossier": ("reports", "dossier"),
    "impact": ("impact", "impact"),
    "sensitivity": ("impact", "sensitivity"),
    "decommitment": ("money", "decommitment"),
    "access": ("access", "access"),
    "demo": ("data", "demo"),
    "build": ("building", "build"),
    "raw": ("building", "raw"),
    "serve": ("service", "serve"),
    "check": ("upkeep", "check"),
    "approve": ("approving", "approve"),
    "rollback": ("upkeep", "rollback"),
    "backup": ("upkeep", "backup"),
    "restore": ("upkeep", "restore"),
}
# How every command speaks: plain text, no drawings around it, no traceback.
MANNERS: dict[str, Any] = {
    "add_completion": False,
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
}


class Commands(TyperGroup):
    """The commands as the command line asks for them."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names in the order in which help lists them."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load a command; one that is not there is answered with near names of all."""
        for name in [cmd_name] if cmd_name in COMMANDS else COMMANDS:
            if name not in self.commands:
                self.commands[name] = _loaded(name)
        return self.commands.get(cmd_name)


def _loaded(name: str) -> Any:
    module, function = COMMANDS[name]
    command: Callable[..., None] = getattr(import_module(f"cruscotto.cli.{module}"), function)
    if isinstance(command, typer.Typer):
        return typer.main.get_command(command)
    alone = typer.Typer(**MANNERS)
    alone.command(name)(command)
    return typer.main.get_command(alone)
