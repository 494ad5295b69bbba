"""Write the generated parts of the docs: settings, help of every command, indicators, dimensions.

    python tools/document.py            # writes them
    python tools/document.py --check    # names those that are not what would be written

What is generated stands between `<!-- generated: NAME -->` and `<!-- end -->`.
"""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import click
import typer.main
from pydantic_core import PydanticUndefined

from cruscotto.cli.main import app
from cruscotto.config import PREFIX, Settings
from cruscotto.facts.error_log import errors
from cruscotto.kpi.registry import KPIS
from cruscotto.kpi.registry.dimensions import DIMENSIONS

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 96
PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def settings_table() -> str:
    """Return a row for each setting: variable, default, what it does."""
    rows = ["| Variable | Default | What it does |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        chosen = get_args(field.annotation) if "Literal" in str(field.annotation) else ()
        either = f" One of {', '.join(f'`{value}`' for value in chosen)}." if chosen else ""
        rows.append(
            f"| `{PREFIX}{name.upper()}` | {_default(name, field.default)} "
            f"| {field.description}{either} |"
        )
    return "\n".join(rows) + "\n"


def _default(name: str, value: Any) -> str:
    if value is PydanticUndefined:
        return "`var/cruscotto.duckdb` in a clone, the user's folder of data otherwise"
    if value is None or value == "":
        return "–"
    return f"`{value if isinstance(value, str) else json.dumps(value)}`"


def commands() -> str:
    """Return the help of every command, in the order in which `cruscotto --help` lists them."""
    group: Any = typer.main.get_command(app)
    top = click.Context(group, info_name="cruscotto")
    parts = []
    for name in group.list_commands(top):
        command = group.get_command(top, name)
        context = _context(command, name, top)
        parts.append(f"## {name}\n\n```text\n{context.get_help()}\n```\n")
        for part in getattr(command, "commands", {}):
            within = _context(command.get_command(context, part), part, context)
            parts.append(f"### {name} {part}\n\n```text\n{within.get_help()}\n```\n")
    return "\n".join(parts)


def _context(command: Any, name: str, parent: click.Context) -> click.Context:
    return click.Context(
        command, info_name=name, parent=parent, terminal_width=WIDTH, max_content_width=WIDTH
    )


def indicators() -> str:
    """Return a row for each indicator, in Italian: name in commands, label, definition."""
    rows = ["| Nome | Indicatore | Definizione |", "|---|---|---|"]
    rows += [f"| `{k.name}` | {k.label.it} | {k.definition.it} |" for k in KPIS.values()]
    return "\n".join(rows) + "\n"


def dimensions() -> str:
    """Return a row for each dimension, in Italian, with its fixed codes."""
    rows = ["| Nome | Dimensione | Codici |", "|---|---|---|"]
    for found in DIMENSIONS.values():
        codes = ", ".join(f"`{code}`" for code in found.members) or "quelli dei dati"
        rows.append(f"| `{found.name}` | {found.label.it} | {codes} |")
    return "\n".join(rows) + "\n"


def error_log() -> str:
    """Return the log of errors, in Italian."""
    rows = ["| Che cosa si leggeva | Che cosa è giusto | Da | Come si è trovata | Corretta |"]
    rows.append("|---|---|---|---|---|")
    rows += [
        f"| {one.shown.it} | {one.right.it} | {one.since:%d/%m/%Y} | {one.found.it} "
        f"| {f'{one.mended:%d/%m/%Y}' if one.mended else 'aperta'} |"
        for one in errors()
    ]
    return "\n".join(rows) + "\n"


GENERATED: dict[str, Callable[[], str]] = {
    "settings": settings_table,
    "commands": commands,
    "indicators": indicators,
    "dimensions": dimensions,
    "errors": error_log,
}


def written(text: str) -> str:
    """Return a page with its generated parts as they are now."""
    return PART.sub(lambda part: f"{part[1]}\n{GENERATED[part[2]]()}\n{part[3]}", text)


def main(arguments: list[str]) -> int:
    """Write the pages, or name those that are out of date."""
    stale = []
    for path in sorted(ROOT.glob("docs/**/*.md")):
        before = path.read_text("utf-8")
        if (after := written(before)) != before:
            stale.append(str(path.relative_to(ROOT)))
            if arguments != ["--check"]:
                path.write_text(after, "utf-8")
    print("\n".join(stale) if stale else "Every generated part is up to date")
    return int(bool(stale) and arguments == ["--check"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
