"""The commands under `access`: roles of persons, tokens for the API, the log of accesses."""

from pathlib import Path
from typing import Annotated

import typer

from cruscotto.access import grants as table
from cruscotto.access import log as accesses
from cruscotto.access import tokens
from cruscotto.access.roles import Role
from cruscotto.cli.commands import MANNERS
from cruscotto.cli.options import Chosen, Format, OutputFormat
from cruscotto.cli.printing import print_rows
from cruscotto.config import settings
from cruscotto.errors import NoSuchFile
from cruscotto.i18n import t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.wording.names import require_known_codes
from cruscotto.warehouse import reader

access = typer.Typer(
    no_args_is_help=True,
    help="Set who may see what: roles of persons, and the authorities they answer for.\n\n"
    "Example: cruscotto access grant anna@example.it authority ITG1",
    **MANNERS,
)
Person = Annotated[str, typer.Argument(help="As the provider of identities names them.")]
RoleName = Annotated[str, typer.Argument(help="authority, ministry, steward or auditor.")]
Scope = Annotated[str, typer.Argument(help="For an authority: its code.")]


@access.command()
def grant(person: Person, role: RoleName, scope: Scope = "") -> None:
    """Give a person a role, valid from the person's next click.

    Example: cruscotto access grant anna@example.it authority ITG1
    """
    given = table.made(person, role, scope)
    _require_known([given])
    table.grant(Chosen.warehouse, given)
    print(t("cli.granted", settings().lang, person=person, role=role, scope=scope or "–"))


@access.command()
def revoke(person: Person, role: RoleName, scope: Scope = "") -> None:
    """Take a role from a person; the role ends at the person's next click.

    Example: cruscotto access revoke anna@example.it authority ITG1
    """
    table.revoke(Chosen.warehouse, table.made(person, role, scope))
    print(t("cli.revoked", settings().lang, person=person, role=role, scope=scope or "–"))


@access.command("list")
def list_(format: Format = OutputFormat.TABLE) -> None:
    """List the grants; `access load` can load again what `--format csv` prints.

    Example: cruscotto access list --format csv
    """
    listed = table.grants(Chosen.warehouse)
    if format is OutputFormat.CSV:
        print(table.as_csv(listed), end="")
        return
    print_rows([one.model_dump(mode="json") for one in listed], format)


@access.command()
def load(
    file: Annotated[Path, typer.Argument(help="A CSV: person,role,scope.")],
    replace: Annotated[bool, typer.Option(help="Take back what the file does not list.")] = False,
) -> None:
    """Add all grants listed in a CSV file, or none of them if a line is wrong.

    Example: cruscotto access load grants.csv --replace
    """
    if not file.is_file():
        raise NoSuchFile(file=file)
    given = table.parse(file.read_text("utf-8-sig"), file.name)
    _require_known(given)
    listed = table.change(Chosen.warehouse, lambda known: [*given, *([] if replace else known)])
    print(t("cli.grants_loaded", settings().lang, given=len(given), grants=len(listed)))


def _require_known(given: list[table.Grant]) -> None:
    """Raise an error for a grant to an authority whose code the warehouse does not have."""
    codes = [one.scope for one in given if one.role is Role.AUTHORITY]
    if codes:
        selection = Selection.of(managing_authority=codes)
        require_known_codes(reader(Chosen.warehouse), selection)


@access.command()
def token(
    person: Person, days: Annotated[int, typer.Option(min=1, max=730, help="Days it holds.")] = 90
) -> None:
    """Create an API token with a person's access, and show it once.

    Example: cruscotto access token statistica@example.it --days 30
    """
    print(tokens.issue(Chosen.warehouse, person, days))


@access.command("tokens")
def tokens_(
    revoke: Annotated[str, typer.Option(help="Take back the token of this name.")] = "",
    format: Format = OutputFormat.TABLE,
) -> None:
    """List the tokens that are not revoked, or revoke a token by its name.

    Example: cruscotto access tokens --revoke 1f3a9c20
    """
    if revoke:
        tokens.revoke(Chosen.warehouse, revoke)
    listed = tokens.tokens(Chosen.warehouse)
    print_rows(
        [{"name": o.name, "person": o.person, "until": f"{o.until:%Y-%m-%d}"} for o in listed],
        format,
    )


@access.command()
def log(
    verify: Annotated[bool, typer.Option(help="Follow the chain from the first event.")] = False,
    last: Annotated[int, typer.Option(min=1, help="How many events, the newest ones.")] = 50,
    format: Format = OutputFormat.TABLE,
) -> None:
    """List who took which figures and why, or verify that nobody has changed this log.

    Example: cruscotto access log --verify
    """
    path = accesses.log_path(Chosen.warehouse)
    if verify:
        found = accesses.verify(path)
        print(t("cli.log_whole", settings().lang, events=found.events, digest=found.last))
        return
    print_rows(list(accesses.events(path))[-last:], format)
