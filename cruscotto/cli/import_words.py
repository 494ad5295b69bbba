"""What is printed after an import: unknown or vanished columns, values that were not read."""

import sys

from cruscotto.config import settings
from cruscotto.i18n import Lang, reason_words, t
from cruscotto.sources.importing import ImportReport
from cruscotto.warehouse.ledger import FileReport, Unread

MOST_COLUMNS = 12
LONGEST = 80


def print_findings(report: ImportReport) -> None:
    """Print one sentence per finding; nothing of files that were there already."""
    lang = settings().lang
    for file in report.files:
        if not file.already_there:
            for sentence in findings(file, lang):
                print(sentence, file=sys.stderr)


def findings(file: FileReport, lang: Lang) -> list[str]:
    """Return what a person should know of a file that was read."""
    sentences = []
    if file.unknown_columns:
        columns = _listed([_named(name, file, lang) for name in file.unknown_columns])
        sentences.append(t("cli.unknown_columns", lang, file=file.file_name, columns=columns))
    if file.vanished_columns:
        columns = _listed(list(file.vanished_columns))
        sentences.append(t("cli.vanished_columns", lang, file=file.file_name, columns=columns))
    sentences += [_unread(one, file, lang) for one in file.unread]
    if not file.ends_whole:
        sentences.append(t("cli.last_line_open", lang, file=file.file_name))
    return sentences


def _named(name: str, file: FileReport, lang: Lang) -> str:
    near = file.near_columns.get(name)
    shown = f"«{_cut(name)}»"
    return t("cli.may_be", lang, column=shown, names=", ".join(near)) if near else shown


def _unread(one: Unread, file: FileReport, lang: Lang) -> str:
    key = "cli.unread_one" if one.count == 1 else "cli.unread"
    return t(
        key,
        lang,
        file=file.file_name,
        column=_cut(one.column),
        n=one.count,
        value=_cut(one.value),
        line=one.line or "–",
        reason=reason_words(one.reason, lang),
    )


def _listed(names: list[str]) -> str:
    more = f", … (+{len(names) - MOST_COLUMNS})" if len(names) > MOST_COLUMNS else ""
    return ", ".join(names[:MOST_COLUMNS]) + more


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"
