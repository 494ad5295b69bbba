"""The command that writes a dossier to a file: `dossier`."""

from pathlib import Path
from typing import Annotated

import typer

from cruscotto.access.context import for_purpose
from cruscotto.cli.options import Chosen, Where, read_date
from cruscotto.config import settings
from cruscotto.dossier import build, html, pdf, record, starting
from cruscotto.errors import WrongValue
from cruscotto.export.files import bytes_to_path
from cruscotto.facts import Edition
from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.wording.names import require_known_codes
from cruscotto.warehouse.outputs import require_free

WRITERS = {".pdf": pdf, ".html": html}


def dossier(
    kind: Annotated[str, typer.Argument(help="region, authority, axis or pact.")],
    code: Annotated[
        str, typer.Argument(help="Its code; an axis is an objective or PROGRAMME/AXIS.")
    ],
    out: Annotated[Path, typer.Option(help="The file to write: .pdf or .html.")],
    edition: Annotated[
        str | None, typer.Option(help="The data's date (YYYY-MM-DD); the newest if left out.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option(help="it or en; the installation's otherwise.")
    ] = None,
    where: Where = None,
    purpose: Annotated[str, typer.Option(help="What for; kept in the log of accesses.")] = "",
) -> None:
    """Write a briefing of a few pages on a region, an authority, an axis or a pact.

    Example: cruscotto dossier region ITG1 --edition 2026-08-31 --out sicilia.pdf
    """
    if out.suffix.lower() not in WRITERS:
        raise WrongValue(option="--out", value=out.name, expected="FILE.pdf | FILE.html")
    require_free(out, Chosen.warehouse)
    filters = Selection.parse(where or [])
    warehouse = Edition.published(Chosen.warehouse)
    require_known_codes(warehouse.con, starting(filters))
    made = build(warehouse, kind, code, _lang(lang), filters, read_date(edition, "--edition"))
    content = WRITERS[out.suffix.lower()](made)
    with for_purpose(purpose):
        record(kind, code, filters, warehouse, content)
    bytes_to_path(content, out)
    print(t("cli.dossier", settings().lang, file=out))


def _lang(asked: str | None) -> Lang:
    if asked is None:
        return settings().lang
    if asked == "it":
        return "it"
    if asked == "en":
        return "en"
    raise WrongValue(option="--lang", value=asked, expected="it | en")
