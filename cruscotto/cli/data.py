"""Commands that fill a warehouse (`import`, `demo`) or print an empty file (`template`)."""

import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress as Bar

from cruscotto import demo as demonstration
from cruscotto.access import log
from cruscotto.access.stewards import acting
from cruscotto.cli.options import Chosen, Decimal, Format, OutputFormat, read_date, read_decimal
from cruscotto.cli.printing import print_json, print_rows
from cruscotto.config import settings
from cruscotto.i18n import t
from cruscotto.sources.accounts import sentences
from cruscotto.sources.carried import official_facts
from cruscotto.sources.contracts import templates
from cruscotto.sources.importing import Batch, ImportReport, import_batches, import_files
from cruscotto.warehouse import drafts
from cruscotto.warehouse.ledger import require_synthetic
from cruscotto.warehouse.publish import explained

Source = Annotated[str, typer.Argument(help="Which format: opencoesione, participations, needs…")]
Files = Annotated[list[Path], typer.Argument(help="One or more published files.")]
Day = Annotated[
    str | None, typer.Option(help="The edition's date (YYYY-MM-DD), when the file's is wrong.")
]
SeveralFiles = Annotated[
    bool, typer.Option("--several-files", help="A delivery may hold a tracciato in several files.")
]
AcceptTruncated = Annotated[
    bool, typer.Option("--accept-truncated", help="Take a file cut at the service's 1,000 rows.")
]
Sheet = Annotated[
    str | None,
    typer.Option(help="The sheet of a workbook, when it is not the first with the columns."),
]
Rows = Annotated[
    int | None,
    typer.Option(min=0, help="How many rows the deliverer counted, headers apart; else refused."),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Judge the files and say everything; write nothing.")
]


def import_(
    source: Source,
    files: Files,
    edition: Day = None,
    several_files: SeveralFiles = False,
    accept_truncated: AcceptTruncated = False,
    sheet: Sheet = None,
    decimal: Decimal = None,
    rows: Rows = None,
    dry_run: DryRun = False,
    format: Format = OutputFormat.TABLE,
) -> None:
    """Load published files into the warehouse and publish the warehouse.

    Example: cruscotto import opencoesione progetti_esteso_2014-2020.csv --edition 2024-08-31
    """
    when = read_date(edition, "--edition")
    with _bar() as bar, acting():
        task = bar.add_task(escape(source))
        moved = _stepper(bar, task)
        if not dry_run:
            log.record("import", source=source, files=len(files))
        report = import_files(
            source,
            files,
            Chosen.warehouse,
            when,
            moved,
            several=several_files,
            accept_truncated=accept_truncated,
            is_trial=dry_run,
            sheet=sheet,
            decimal=read_decimal(decimal),
            rows=rows,
        )
    _print_account(report, format)
    if dry_run:
        print(t("cli.nothing_written", settings().lang), file=sys.stderr)
    else:
        print_waiting()


def print_waiting() -> None:
    """Print a notice if a draft waits for a second person's approval."""
    draft = drafts.waiting(Chosen.warehouse) if drafts.are_kept() else None
    if draft:
        print(t("cli.draft_kept", settings().lang, draft=draft.stamp), file=sys.stderr)


def _print_account(report: ImportReport, format: OutputFormat) -> None:
    if format is OutputFormat.JSON:
        print_json(report.as_dict())
    else:
        print_rows([file.as_dict() for file in report.files], format)
    for sentence in sentences(report, settings().lang):
        print(sentence, file=sys.stderr)


def template(
    name: Annotated[
        str, typer.Argument(help="participations, comparisons, targets, needs, pacts, puc…")
    ],
    dictionary: Annotated[
        bool, typer.Option("--dictionary", help="What each column means, instead of the file.")
    ] = False,
) -> None:
    """Print an empty file with the columns of a data contract, or the meaning of each column.

    Example: cruscotto template participations > participations.csv
    """
    lang = settings().lang
    content = templates.dictionary_csv(name, lang) if dictionary else templates.template(name)
    sys.stdout.buffer.write(content)


def demo(
    seed: Annotated[int, typer.Option(help="Another seed gives other figures.")] = (
        demonstration.DEFAULT_SEED
    ),
    keep: Annotated[
        Path | None, typer.Option(help="A folder where the synthetic files stay to be looked at.")
    ] = None,
) -> None:
    """Build the demonstration warehouse from synthetic files in the publishers' formats.

    The demonstration lies beside the official warehouse, which does not change. With `--warehouse`
    the demonstration is built at that path.

    Example: cruscotto --warehouse var/demo.duckdb demo
    """
    build_demonstration(Chosen.beside or Chosen.warehouse, seed, keep)


def build_demonstration(
    link: Path, seed: int = demonstration.DEFAULT_SEED, keep: Path | None = None
) -> None:
    """Write the synthetic files and build the demonstration warehouse from them.

    Raises:
        HoldsPublishedData: the warehouse holds published files.
    """
    require_synthetic(link)
    with tempfile.TemporaryDirectory() as scratch, _bar() as bar:
        folder = keep or Path(scratch)
        with explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
        task = bar.add_task("demo")
        demonstration.write(folder, seed)
        batches = [
            Batch(b.source, b.edition, tuple(b.paths)) for b in demonstration.sources(folder)
        ]
        import_batches(batches, link, fresh=True, progress=_stepper(bar, task))
    print(t("cli.demo_built", settings().lang, warehouse=link))


def build_official(link: Path) -> None:
    """Build the official data set from the official figures that come with the program."""
    with _bar() as bar:
        task = bar.add_task("official")
        import_batches(official_facts(), link, fresh=True, progress=_stepper(bar, task))
    print(t("cli.official_built", settings().lang, warehouse=link))


def _bar() -> Bar:
    return Bar(console=Console(stderr=True), transient=True)


def _stepper(bar: Bar, task: int) -> "Stepper":
    return Stepper(bar, task)


class Stepper:
    """A callback that moves a progress bar, for functions that work step by step."""

    def __init__(self, bar: Bar, task: int) -> None:
        self.bar, self.task = bar, task

    def __call__(self, step: str, done: int, total: int) -> None:
        """Show the name and progress of a step; markup in the name is escaped."""
        self.bar.update(self.task, description=escape(step), completed=done, total=total)  # type: ignore[arg-type]
