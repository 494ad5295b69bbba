"""The commands by name; the module of a command is imported when somebody runs the command.

So a command loads only the libraries that it needs, and the dashboard starts sooner. Help lists all
commands, so it imports every module.
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
    """The group of all commands, in the form that the option parser needs."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands in the order in which help lists them."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import a command and return it; `None` for an unknown name.

        An unknown name imports all commands, so that the parser can suggest a similar name.
        """
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
