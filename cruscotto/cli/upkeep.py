"""Commands that look after a warehouse: `check`, `rollback`, `backup`, `restore`."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from cruscotto import logs
from cruscotto.access import current_rules, log
from cruscotto.access.stewards import acting
from cruscotto.cli.options import Chosen, Format, OutputFormat
from cruscotto.cli.printing import print_json, print_rows
from cruscotto.config import settings
from cruscotto.errors import DamagedWarehouse, ProblemsFound, WrongValue
from cruscotto.facts.accounts import to_tens
from cruscotto.i18n import Lang, error_sentence, format_number, t
from cruscotto.kpi.trial.attacks import attacks
from cruscotto.sources.catalogue import is_about_persons
from cruscotto.warehouse import reader, versions
from cruscotto.warehouse.checking import Finding, Level, findings
from cruscotto.warehouse.errors import NothingToGoBackTo
from cruscotto.warehouse.outputs import require_free
from cruscotto.warehouse.salt import salt_path

# Facts of findings that count rows, persons' among them unless the finding names another source.
COUNTS_OF_ROWS = ("rows", "read", "loaded", "found", "refused", "outside")


def check(
    format: Format = OutputFormat.TABLE,
    disclosure: Annotated[
        bool, typer.Option("--disclosure", help="Attack the figures of persons instead.")
    ] = False,
) -> None:
    """Check the published warehouse; exit with an error if there is a problem.

    Example: cruscotto --warehouse var/cruscotto.duckdb check --format json
    """
    lang = settings().lang
    looked = _attacked() if disclosure else _guarded(findings(Chosen.warehouse, date.today()))
    found = list(looked)
    rows = [_in_words(finding, lang) for finding in found]
    if format is OutputFormat.JSON:
        is_well = not any(finding.level is Level.PROBLEM for finding in found)
        print_json({"warehouse": str(Chosen.warehouse), "is_well": is_well, "findings": rows})
    else:
        print_rows([_readable(row, lang) for row in rows], format)
    _stop_at_problems(found, rows)


def _attacked() -> Iterator[Finding]:
    """Try to recover hidden figures from the published ones; yield a finding for each try.

    There is a try for each audience and each kind of attack. A finding states how many hidden
    figures the attack recovers.
    """
    for audience, outcome in attacks(reader(Chosen.warehouse), current_rules()):
        facts = vars(outcome) | {"audience": str(audience)}
        level = Level.WELL if outcome.has_failed else Level.PROBLEM
        yield Finding(str(audience), level, f"check.attack.{outcome.attack}", facts)


def _guarded(found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings; counts of rows about persons are rounded if the audience requires it."""
    for finding in found:
        source, file = (finding.facts.get(name) for name in ("source", "file"))
        if not current_rules().guards or (source and not is_about_persons(source, file)):
            yield finding
        else:
            counts = {k: to_tens(n) for k, n in finding.facts.items() if k in COUNTS_OF_ROWS}
            yield replace(finding, facts=finding.facts | counts)


def _in_words(finding: Finding, lang: Lang) -> dict[str, Any]:
    """Return a finding as a row, with its facts for programs and its sentence for people."""
    facts = finding.facts
    if finding.error is not None:
        words = error_sentence(finding.error, lang)
    else:
        written = {name: _written(value, lang) for name, value in facts.items()}
        words = t(finding.key, lang, **written)
    return {
        "subject": finding.subject,
        "level": str(finding.level),
        "finding": finding.key,
        "facts": facts,
        "words": words,
    }


def _written(value: Any, lang: Lang) -> Any:
    if isinstance(value, int | float):
        return format_number(value, lang, 0 if isinstance(value, int) else 2)
    return "–" if value is None else value


def _readable(row: dict[str, Any], lang: Lang) -> dict[str, str]:
    """Return a finding's row for a printed table, in words."""
    return {
        "subject": t(f"check.subject.{row['subject']}", lang),
        "level": t(f"check.level.{row['level']}", lang),
        "words": row["words"],
    }


def _stop_at_problems(found: list[Finding], rows: list[dict[str, Any]]) -> None:
    """Print each problem found as a sentence, and exit with an error if there is any.

    Raises:
        ProblemsFound: there is at least one problem.
        Exit: the warehouse is damaged.
    """
    wrong = [row["words"] for row in rows if row["level"] == Level.PROBLEM]
    for words in wrong:
        print(words, file=sys.stderr)
    if any(isinstance(finding.error, DamagedWarehouse) for finding in found):
        raise typer.Exit(DamagedWarehouse.exit_code)
    if wrong:
        raise ProblemsFound(problems=len(wrong), warehouse=Chosen.warehouse)


def rollback(
    to: Annotated[
        int | None, typer.Option("--to", help="The version to publish, older or newer.")
    ] = None,
    show: Annotated[bool, typer.Option("--list", help="Show the versions kept.")] = False,
    format: Format = OutputFormat.TABLE,
) -> None:
    """Publish the previous version again, with its own files, figures and ledger.

    Example: cruscotto --warehouse var/cruscotto.duckdb rollback --list
    """
    if show:
        print_rows([_listed(v) for v in _kept()], format)
        return
    with logs.timed(logs.Event.ROLLBACK), acting():
        log.record("rollback", to=to)
        version = versions.rollback(Chosen.warehouse, to)
    edition, lang = version.edition or "–", settings().lang
    print(t("cli.rolled_back", lang, version=version.stamp, edition=edition, made=_made(version)))


def _kept() -> list[versions.Version]:
    kept = versions.versions(Chosen.warehouse)
    if not kept:
        raise NothingToGoBackTo(warehouse=Chosen.warehouse)
    return kept


def _listed(version: versions.Version) -> dict[str, Any]:
    return {
        "version": version.stamp,
        "made_at": _made(version),
        "is_published": version.is_published,
        "edition": version.edition,
        "files": version.files,
        "megabytes": version.bytes >> 20,
    }


def _made(version: versions.Version) -> str:
    return f"{version.made_at:%Y-%m-%d %H:%M:%S} UTC"


def backup(
    out: Annotated[Path, typer.Option(help="The file to write; only its owner may read it.")],
    salt_out: Annotated[
        Path | None, typer.Option(help="A file for the secret, to be kept in another place.")
    ] = None,
) -> None:
    """Copy the published warehouse to a file; copy its secret only if --salt-out is given.

    Example: cruscotto backup --out cruscotto-2026-08-31.backup
    """
    lang = settings().lang
    if salt_out is not None and salt_out.absolute().parent == out.absolute().parent:
        raise WrongValue(option="--salt-out", value=salt_out, expected=t("cli.salt_apart", lang))
    for file in (out, salt_out):
        if file is not None:
            require_free(file, Chosen.warehouse)
    with logs.timed(logs.Event.BACKUP):
        size = versions.backup(Chosen.warehouse, out)
    print(t("cli.backed_up", lang, file=out, megabytes=format_number(size / 1e6, lang, 1)))
    salt = salt_path(Chosen.warehouse)
    if salt_out is not None:
        versions.copy_salt(Chosen.warehouse, salt_out)
        print(t("cli.salt_copied", lang, file=salt_out))
    elif salt.is_file():
        print(t("cli.salt_not_in_backup", lang, file=salt), file=sys.stderr)


def restore(file: Annotated[Path, typer.Argument(help="A file that `backup` wrote.")]) -> None:
    """Publish the version in a backup; `rollback` returns to the version published before.

    Example: cruscotto restore cruscotto-2026-08-31.backup
    """
    with logs.timed(logs.Event.RESTORE), acting():
        log.record("restore")
        version = versions.restore(file, Chosen.warehouse)
    edition, lang = version.edition or "–", settings().lang
    if not version.is_published:
        print(t("cli.draft_kept", lang, draft=version.stamp))
        return
    print(t("cli.restored", lang, warehouse=Chosen.warehouse, edition=edition))
