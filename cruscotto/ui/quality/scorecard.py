"""The results of the exchange rules: how many records to correct, by authority and edition."""

from typing import Any

import streamlit as st

from cruscotto.facts import programmes
from cruscotto.i18n import Lang, format_date, format_number, t
from cruscotto.model.exchange_rules import RULES, ExchangeRule, Severity
from cruscotto.ui.exhibit import charts, download, files
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.state import session

Row = dict[str, Any]
SENTENCES = {rule.number: rule for rule in RULES}
SENTENCE_PIXELS = 364
newest_deliveries = session.of_page(programmes.newest_deliveries)
broken_rules = session.of_page(programmes.broken_rules)


def draw(lang: Lang) -> None:
    """Draw a table that counts the records to correct, and the button that downloads them."""
    rows = session.rows("exchange_deliveries")
    if not rows:
        st.caption(t("scorecard.none", lang))
        return
    exhibit = Exhibit(
        key="scorecard",
        title=_title(rows, lang),
        subtitle=t("scorecard.subtitle", lang, n=len(RULES)),
        table=_table(rows, lang),
        notes=[t("scorecard.note", lang)],
        files=files.of_table(
            "scorecard", lambda in_lang: (t("scorecard.name", in_lang), _table(rows, in_lang))
        ),
    )
    with st.container(border=True, key=f"{exhibit.key}_frame"):
        charts.head(exhibit)
        charts.foot(exhibit, lang, open_table=True)
        _to_mend(lang)


def _title(delivered: list[Row], lang: Lang) -> str:
    last = newest_deliveries()
    clean = [code for code in last if broken_rules(code)[0] == 0]
    return t("scorecard.title", lang, clean=len(clean), n=len(last))


def _table(delivered: list[Row], lang: Lang) -> Table:
    """Return a table of how many records are to be corrected.

    It has a row per authority and broken rule, and a column per edition. An authority that broke no
    rule has one row.
    """
    editions = sorted({row["edition_date"] for row in delivered})
    counts = {
        (row["managing_authority_code"], row["rule_number"], row["edition_date"]): row["records"]
        for row in session.rows("exchange_scorecard")
    }
    were_given = {(row["managing_authority_code"], row["edition_date"]) for row in delivered}
    names = session.names("managing_authority", lang)
    columns = [
        Column("authority", t("data_quality.authority", lang)),
        Column("rule", t("scorecard.rule", lang)),
        Column("severity", t("scorecard.severity", lang)),
        Column("effect", t("scorecard.effect", lang)),
        *(Column(f"records_{day:%Y%m%d}", format_date(day, lang), "count") for day in editions),
        Column("sentence", t("scorecard.sentence", lang), width=SENTENCE_PIXELS),
    ]
    rows: list[list[Any]] = []
    for code in newest_deliveries():
        broken = sorted({rule for owner, rule, _ in counts if owner == code})
        for rule in broken:
            found = [
                counts.get((code, rule, day), 0) if (code, day) in were_given else None
                for day in editions
            ]
            rows.append(
                [
                    names.get(code, code),
                    *_words(SENTENCES[rule], lang),
                    *found,
                    SENTENCES[rule].sentence.in_(lang),
                ]
            )
        if not broken:
            found = [0 if (code, day) in were_given else None for day in editions]
            rows.append([names.get(code, code), "–", "–", "–", *found, t("scorecard.kept", lang)])
    return Table.of(columns, rows)


def _words(rule: ExchangeRule, lang: Lang) -> tuple[str, str, str]:
    severity, effect = (t(f"scorecard.{word}", lang) for word in (rule.severity, rule.effect))
    return rule.number, severity, effect


def _to_mend(lang: Lang) -> None:
    rows = session.rows("exchange_findings")
    st.markdown(_how_many(rows, lang))
    if rows:
        made = files.of_table(
            "exchange_findings",
            lambda in_lang: (t("scorecard.findings", in_lang), _findings(rows, in_lang)),
        )
        download.buttons(made, "exchange_findings", lang)


def _how_many(rows: list[Row], lang: Lang) -> str:
    """Return a text: how many errors and how many warnings the newest deliveries have.

    It adds how many rows the download has, which also has those of earlier deliveries.
    """
    last = newest_deliveries()
    newest = [
        row
        for row in rows
        if row["edition_date"] == last[row["managing_authority_code"]]["edition_date"]
    ]
    is_error = [SENTENCES[row["rule_number"]].severity is Severity.ERROR for row in newest]
    counts = {"errors": sum(is_error), "warnings": len(newest) - sum(is_error), "all": len(rows)}
    shown = {name: format_number(count, lang) for name, count in counts.items()}
    return t("scorecard.to_mend", lang, **shown)


def _findings(rows: list[Row], lang: Lang) -> Table:
    units = {"found_eur": "eur", "expected_eur": "eur"}
    columns = [
        Column(name, t(f"scorecard.column_{name}", lang), units.get(name)) for name in rows[0]
    ]
    columns.append(Column("effect", t("scorecard.effect", lang)))
    columns.append(Column("sentence", t("scorecard.sentence", lang)))
    broken = [SENTENCES[row["rule_number"]] for row in rows]
    return Table.of(
        columns,
        [
            [*row.values(), t(f"scorecard.{rule.effect}", lang), rule.sentence.in_(lang)]
            for row, rule in zip(rows, broken, strict=True)
        ],
    )
