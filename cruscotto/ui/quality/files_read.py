"""The ledger as tables: files read, their age, their completeness, refused rows."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import streamlit as st

from cruscotto.i18n import Lang, format_date, format_number, reason_words, t
from cruscotto.kpi.registry.model import Unit
from cruscotto.sources.catalogue import SOURCES, is_about_persons
from cruscotto.ui.exhibit import charts, download, files, people, tables
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import base as figures
from cruscotto.ui.figures.base import Bar
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.state import session
from cruscotto.ui.text import licences, prose, words

COUNTED = ("rows_read", "rows_loaded", "rows_out_of_scope", "rows_refused", "field_issues")
# Tables that count rows of files about persons.
BY_TENS = ("ledger", "out_of_scope", "findings", "people_refused")
# Fields an authority is expected to fill, in the order of the list of operations; counted by
# `sql/queries/completeness.sql`.
COMPLETENESS_FIELDS = (
    "cup",
    "title",
    "summary",
    "start_date",
    "planned_end_date",
    "actual_end_date",
    "public_funding_eur",
    "commitments_eur",
    "payments_eur",
    "beneficiary_name",
    "implementing_body_name",
    "call_name",
    "cup_nature",
    "cup_sector",
    "province_names",
    "municipality_names",
)


def totals() -> dict[str, int]:
    """Return how many rows of all files were read, loaded, out of scope and refused.

    The keys are `COUNTED`; the last one counts unreadable and doubtful fields.
    """
    accounts = session.rows("files")
    return {name: sum(int(account[name]) for account in accounts) for name in COUNTED}


def adds_up() -> bool:
    """Return whether every row of every file is loaded, out of scope or refused."""
    return all(account["adds_up"] for account in session.rows("files"))


def sentence(lang: Lang) -> str:
    """Return a sentence on whether every row of the files is accounted for."""
    numbers = {name: format_number(n, lang) for name, n in totals().items()}
    key = "data_quality.adds_up" if adds_up() else "data_quality.does_not_add_up"
    return t(key, lang, files=format_number(len(session.rows("files")), lang), **numbers)


def ledger(lang: Lang) -> None:
    """Draw for each file how many rows were read, loaded, out of scope and refused."""
    section("ledger", "data_quality.ledger", _ledger_table, lang)


def _ledger_table(lang: Lang) -> Table:
    named = ("file_name", "source", "edition_date", "imported_at", "licence")
    columns = [Column(named[0], t("fields.file_name", lang), width=270)]
    columns += [Column(name, t(f"fields.{name}", lang), Unit.COUNT) for name in COUNTED]
    columns += [
        Column(
            name, t(f"fields.{name}", lang), is_extra=name in ("source", "imported_at", "licence")
        )
        for name in named[1:]
    ]
    columns.append(Column("kind", t("data_quality.kind", lang), is_extra=True))
    columns.append(Column("sha256", "SHA-256", is_extra=True))
    rows = [
        [
            account["file_name"],
            *(account[name] for name in COUNTED),
            *(_written(account[name], lang) for name in named[1:-1]),
            licences.in_words(account["licence"], lang),
            t(f"data_quality.kind_{bool(account['is_synthetic'])}", lang),
            account["sha256"],
        ]
        for account in session.rows("files")
    ]
    return Table.of(columns, rows)


def _written(value: Any, lang: Lang) -> str:
    """Return a cell's value as text.

    A date is written in the reader's language, and the key of a source as the source's name.
    """
    if isinstance(value, datetime):
        return f"{format_date(value.date(), lang)}, {value:%H:%M}"
    if isinstance(value, date):
        return format_date(value, lang)
    if value in SOURCES:
        return SOURCES[value].name.in_(lang)
    return words.NOTHING if value is None else str(value)


def section(key: str, words_key: str, build: Callable[[Lang], Table], lang: Lang) -> None:
    """Draw a table with its title and its download; if it has no rows, draw a sentence instead."""
    table = build(lang)
    with st.container(border=True, key=f"{key}_frame"):
        title = t(f"{words_key}_title", lang)
        st.header(title, anchor=False)
        prose.small(t(f"{words_key}_subtitle", lang))
        if key in BY_TENS and session.rules().guards and people.are_known():
            prose.small(t("data_quality.by_tens", lang))
        if not table.rows:
            st.markdown(t("data_quality.nothing", lang))
            return
        tables.draw(table, lang, key=key, alt=title)
        made = files.of_table(
            key, lambda in_lang: (t(f"{words_key}_title", in_lang), build(in_lang))
        )
        download.buttons(made, key, lang)


def reason(code: str, lang: Lang) -> str:
    """Return the text of a reason; its code if there is no text."""
    return reason_words(code, lang)


def columns(lang: Lang) -> None:
    """Draw the columns of files that no importer reads, and columns that files no longer have.

    A file no longer has a column if the previous file of the same source had it.
    """
    section("columns", "data_quality.columns", _columns_table, lang)


def _columns_table(lang: Lang) -> Table:
    columns = [
        Column("file_name", t("fields.file_name", lang), width="medium"),
        Column("edition_date", t("fields.edition_date", lang)),
        Column("column_name", t("data_quality.column", lang), width="medium"),
        Column("finding", t("data_quality.reason", lang)),
    ]
    rows = [
        [
            row["file_name"],
            format_date(row["edition_date"], lang),
            row["column_name"],
            t(f"data_quality.column_{row['finding']}", lang),
        ]
        for row in session.rows("columns_not_read")
    ]
    return Table.of(columns, rows)


def out_of_scope(lang: Lang) -> None:
    """Draw for each file how many rows are out of scope, by reason."""
    section("out_of_scope", "data_quality.scope", _scope_table, lang)


def _scope_table(lang: Lang) -> Table:
    columns = [
        Column("file_name", t("fields.file_name", lang)),
        Column("reason", t("data_quality.reason", lang), width="medium"),
        Column("rows", t("data_quality.rows", lang), Unit.COUNT),
    ]
    rows = [
        [row["file_name"], reason(row["reason"], lang), row["rows"]]
        for row in session.rows("out_of_scope")
    ]
    return Table.of(columns, rows)


def refused(lang: Lang) -> None:
    """Draw downloads of refused rows and of unreadable fields, so that they can be corrected.

    A table of unreadable fields by column stands below.
    """
    numbers = totals()
    with st.container(border=True):
        st.header(t("data_quality.mend_title", lang), anchor=False)
        for key, name in (("refused_rows", "rows_refused"), ("field_issues", "field_issues")):
            n = format_number(numbers[name], lang)
            st.markdown(t(f"data_quality.{key}", lang, n=n))
            if numbers[name]:
                download.buttons(files.of_ledger(key), key, lang)
        of_files = session.rows("files")
        if any(is_about_persons(file["source"], file["file_name"]) for file in of_files):
            prose.small(t(f"data_quality.mend_{session.rules().audience}", lang))
    section("unreadable", "data_quality.unreadable", _unreadable_table, lang)


def _unreadable_table(lang: Lang) -> Table:
    columns = [
        Column("column_name", t("data_quality.column", lang), width="medium"),
        Column("reason", t("data_quality.reason", lang)),
        Column("rows", t("data_quality.fields", lang), Unit.COUNT),
        Column("operations", t("data_quality.operations", lang), Unit.COUNT),
    ]
    rows = [
        [row["column_name"], reason(row["reason"], lang), row["rows"], row["operations"]]
        for row in session.rows("field_issues_by_column")
        if not is_about_persons(row["source"], row["file_name"])
    ]
    return Table.of(columns, rows)


def freshness(lang: Lang) -> None:
    """Draw the age of each source's newest edition."""
    section("freshness", "data_quality.fresh", _fresh_table, lang)


def _fresh_table(lang: Lang) -> Table:
    newest: dict[str, Any] = {}
    for account in session.rows("files"):
        held = newest.get(account["source"])
        newest[account["source"]] = max(filter(None, (held, account["edition_date"])))
    columns = [
        Column("source", t("fields.source", lang), width="medium"),
        Column("edition", t("fields.edition_date", lang)),
        Column("age", t("data_quality.age", lang), Unit.DAYS, decimals=0),
        Column("rhythm", t("methodology.rhythm", lang)),
    ]
    rows = [
        [
            SOURCES[key].name.in_(lang) if key in SOURCES else key,
            format_date(day, lang),
            (session.today() - day).days,
            SOURCES[key].rhythm.in_(lang) if key in SOURCES else words.NOTHING,
        ]
        for key, day in newest.items()
    ]
    return Table.of(columns, rows)


def completeness(lang: Lang) -> None:
    """Draw the share of operations in which each field is filled; a table has it by authority."""
    counted = session.rows("completeness")
    if not counted:
        return
    shares = [(field, _share(counted, field)) for field in COMPLETENESS_FIELDS]
    worst = min(shares, key=lambda pair: pair[1])
    title = t(
        "data_quality.complete_title",
        lang,
        field=t(f"fields.{worst[0]}", lang),
        share=words.short(worst[1], Unit.SHARE, lang),
    )
    items = [
        Bar(t(f"fields.{field}", lang), share, words.short(share, Unit.SHARE, lang))
        for field, share in shares
    ]
    table = _by_authority(counted, lang)
    exhibit = Exhibit(
        key="completeness",
        title=title,
        subtitle=t("data_quality.complete_subtitle", lang),
        table=table,
        notes=[t("data_quality.complete_note", lang)],
        files=files.of_table(
            "completeness", lambda in_lang: (title, _by_authority(counted, in_lang))
        ),
    )
    charts.framed(figures.bars(items, palette()), exhibit, lang)


def _share(counted: list[dict[str, Any]], field: str) -> float:
    expected = sum(int(row[_base(field)]) for row in counted)
    return sum(int(row[field]) for row in counted) / expected if expected else 1.0


def _base(field: str) -> str:
    return "concluded" if field == "actual_end_date" else "operations"


def _by_authority(counted: list[dict[str, Any]], lang: Lang) -> Table:
    names = session.names("managing_authority", lang)
    columns = [
        Column("name", t("data_quality.authority", lang), width="medium"),
        Column("operations", t("data_quality.operations", lang), Unit.COUNT),
        *(Column(f, t(f"fields.{f}", lang), Unit.SHARE) for f in COMPLETENESS_FIELDS),
    ]
    by_code = {str(row["managing_authority_code"]): row for row in counted}
    ordered = [code for code in names if code in by_code]
    rows = [
        [names[code], by_code[code]["operations"]]
        + [_share([by_code[code]], field) for field in COMPLETENESS_FIELDS]
        for code in ordered
    ]
    return Table.of(columns, rows)
