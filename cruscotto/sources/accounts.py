"""Sentences on an import: rows out of scope or refused, unknown columns, values not read."""

from collections.abc import Iterator

from cruscotto.i18n import Lang, format_date, format_number, reason_words, t
from cruscotto.sources.importing import MOST_LISTED, ImportReport
from cruscotto.warehouse.file_report import Elsewhere, FileReport, Gone, Marked, Unknown

MOST_COLUMNS = 12
LONGEST = 80


def sentences(report: ImportReport, lang: Lang) -> list[str]:
    """Return sentences on an import for the person who made it.

    There are no sentences on files that were imported before.
    """
    listed = [*_ignored(report, lang), *_left_out(report, lang), *_refused(report, lang)]
    for file in report.files:
        if not file.already_there:
            listed += findings(file, lang)
    return listed


def _ignored(report: ImportReport, lang: Lang) -> Iterator[str]:
    """Yield one sentence for each reason for which files were ignored, with these files' names."""
    for reason in dict.fromkeys(file.reason for file in report.ignored):
        names = [file.name for file in report.ignored if file.reason == reason]
        listed = ", ".join(names[:MOST_LISTED]) + (", …" if len(names) > MOST_LISTED else "")
        words = reason_words(reason, lang)
        yield t("cli.ignored", lang, n=len(names), reason=words, files=listed)


def _left_out(report: ImportReport, lang: Lang) -> Iterator[str]:
    """Yield sentences on the files of which no row was loaded.

    There is one sentence for each file and each reason why rows are out of scope.
    """
    for file in report.files:
        for reason, rows in file.out_of_scope.items() if not file.loaded else ():
            words = reason_words(reason, lang)
            yield t(
                "cli.left_out", lang, file=file.file_name, n=format_number(rows, lang), reason=words
            )


def _refused(report: ImportReport, lang: Lang) -> Iterator[str]:
    """Yield a sentence on each of the first refused rows, and one on the number of all others."""
    files = [file for file in report.files if not file.already_there]
    refused = sum(int(str(file.as_dict()["refused"])) for file in files)
    if not refused:
        return
    first = report.first_refused
    for row in first:
        reason, line = reason_words(row["reason"], lang), row["line_number"] or "–"
        yield t("cli.refused", lang, file=row["file_name"], line=line, reason=reason)
    if refused > len(first):
        yield t("cli.more_refused", lang, n=format_number(refused - len(first), lang))


def findings(file: FileReport, lang: Lang) -> list[str]:
    """Return sentences on what is unusual in one file; empty if there is nothing.

    For example: columns that are unknown or missing, rows that an earlier file had, values that
    could not be read.
    """
    sentences = []
    if file.unknown_columns:
        columns = _listed([_named(name, file, lang) for name in file.unknown_columns])
        sentences.append(t("cli.unknown_columns", lang, file=file.file_name, columns=columns))
    if file.vanished_columns:
        columns = _listed(list(file.vanished_columns))
        sentences.append(t("cli.vanished_columns", lang, file=file.file_name, columns=columns))
    if file.is_ahead:
        day = format_date(file.edition, lang)
        sentences.append(t("cli.edition_ahead", lang, file=file.file_name, edition=day))
    if file.unknown_programmes:
        sentences.append(_unknown(file.unknown_programmes, file, lang))
    sentences += [_elsewhere(one, file, lang) for one in file.elsewhere]
    if file.gone:
        sentences.append(_gone(file.gone, file, lang))
    sentences += [_marked("unread", one, file, lang) for one in file.unread]
    sentences += [_marked("doubted", one, file, lang) for one in file.doubted]
    if not file.ends_whole:
        sentences.append(t("cli.last_line_open", lang, file=file.file_name))
    return sentences


def _gone(gone: Gone, file: FileReport, lang: Lang) -> str:
    key = "cli.rows_gone_one" if gone.rows == 1 else "cli.rows_gone"
    day = format_date(gone.edition, lang)
    found = t(
        key,
        lang,
        file=file.file_name,
        n=format_number(gone.rows, lang),
        before=gone.file_name,
        edition=day,
    )
    if not gone.first:
        return found
    return f"{found} {t('cli.first_gone', lang, name=_cut(gone.first))}"


def _elsewhere(one: Elsewhere, file: FileReport, lang: Lang) -> str:
    key = f"cli.rows_{'newer' if one.is_newer else 'again'}{'_one' if one.rows == 1 else ''}"
    day = format_date(one.edition, lang)
    found = t(key, lang, file=file.file_name, n=one.rows, other=one.file_name, edition=day)
    return f"{found} {t('cli.first_gone', lang, name=_cut(one.first))}" if one.first else found


def _unknown(found: Unknown, file: FileReport, lang: Lang) -> str:
    key = "cli.unknown_programmes_one" if found.rows == 1 else "cli.unknown_programmes"
    codes = ", ".join(map(_cut, found.first)) + (", …" if found.codes > len(found.first) else "")
    return t(key, lang, file=file.file_name, n=format_number(found.rows, lang), codes=codes)


def _named(name: str, file: FileReport, lang: Lang) -> str:
    near = file.near_columns.get(name)
    shown = f"«{_cut(name)}»"
    return t("cli.may_be", lang, column=shown, names=", ".join(near)) if near else shown


def _marked(how: str, one: Marked, file: FileReport, lang: Lang) -> str:
    return t(
        f"cli.{how}_one" if one.count == 1 else f"cli.{how}",
        lang,
        file=file.file_name,
        column=_cut(one.column),
        n=format_number(one.count, lang),
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
