"""The list of local training pacts, and the page of a single pact."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from cruscotto.i18n import Lang, format_date, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.need_money import COST_PER_COVERED_POSITION_EUR
from cruscotto.kpi.registry.needs import (
    DAYS_FROM_PACT_TO_COURSE,
    FUNDED_PLACES,
    NEED_COVERAGE,
    NEED_POSITIONS,
    OVERSUPPLY_SHARE,
)
from cruscotto.kpi.registry.outcomes import COHERENT_PLACEMENT_RATE_6M, PLACEMENT_RATE_6M
from cruscotto.kpi.registry.people import COMPLETION_RATE, PARTICIPANTS_COUNT
from cruscotto.model import need_codes
from cruscotto.model.fields import Code
from cruscotto.ui.exhibit import charts, files, people, tables
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.needs import chain as need_chain
from cruscotto.ui.needs import pooled
from cruscotto.ui.needs import timeline as pact_timeline
from cruscotto.ui.state import address, places, session, sitemap
from cruscotto.ui.text import notes, prose, words

Row = dict[str, Any]
HEADLINE = (
    NEED_POSITIONS,
    NEED_COVERAGE,
    FUNDED_PLACES,
    OVERSUPPLY_SHARE,
    DAYS_FROM_PACT_TO_COURSE,
    COST_PER_COVERED_POSITION_EUR,
)
OUTCOMES = (PARTICIPANTS_COUNT, COMPLETION_RATE, PLACEMENT_RATE_6M, COHERENT_PLACEMENT_RATE_6M)


def label(codes: Sequence[Code], wanted: str, lang: Lang) -> str:
    """Return the label of the code `wanted`, with a capital first letter.

    If `codes` does not contain it, the code itself takes the place of the label.
    """
    written = next((code.label.in_(lang) for code in codes if code.code == wanted), wanted)
    return written[:1].upper() + written[1:]


def listing(within: Selection, lang: Lang) -> None:
    """Draw a table of the pacts in the chosen regions; a click on a row opens a pact's page."""
    regions = within.codes("region")
    rows = [r for r in session.rows("pacts") if not regions or r["region_code"] in regions]
    if not rows:
        return
    exhibit = Exhibit(
        key="pacts",
        title=t("pacts.title", lang, n=len(rows)),
        subtitle="",
        how_to=t("pacts.choose_row", lang),
        table=_list_table(rows, lang),
        notes=[notes.source("pacts", lang)],
        files=files.of_table(
            "pacts", lambda in_lang: (t("pacts.file", in_lang), _list_table(rows, in_lang))
        ),
    )
    with st.container(border=True):
        charts.head(exhibit)
        tables.draw(
            exhibit.table,
            lang,
            key="pacts",
            alt=exhibit.title,
            on_select=lambda: _open(rows),
            links=[address.link(pact=str(row["pact_code"])) for row in rows],
        )
        charts.note_and_files(exhibit, lang)


def _open(rows: Sequence[Row]) -> None:
    place = tables.selected("pacts")
    if place is not None:
        address.set_values(pact=str(rows[place]["pact_code"]))


def _list_table(rows: Sequence[Row], lang: Lang) -> Table:
    names = places.short_names()
    columns = [
        Column("name", t("pacts.name", lang), width=190),
        Column("region", t("gaps.region", lang), width=105),
        Column("phase", t("pacts.phase", lang), width=90),
        Column("signed_on", t("pacts.signed_on", lang)),
        Column("positions", NEED_POSITIONS.label.in_(lang), "count"),
        Column("covered", t("pacts.covered", lang), "share"),
        Column("places", t("pacts.places", lang), "count"),
        Column("operations", t("pacts.operations", lang), "count"),
    ]
    return Table.of(
        columns,
        [
            [
                row["pact_name"],
                names.get(row["region_code"], row["region_code"]),
                label(need_codes.PHASES, row["phase_code"], lang),
                _day(row["signed_on"], lang),
                row["positions"],
                _share(row["covered_positions"], row["positions"]),
                row["places"],
                row["operations"],
            ]
            for row in rows
        ],
    )


def _share(part: Any, whole: Any) -> float | None:
    return float(part) / float(whole) if part is not None and whole else None


def _day(day: date | None, lang: Lang) -> str:
    return format_date(day, lang) if day else words.NOTHING


def detail(code: str, lang: Lang) -> bool:
    """Draw the page of one pact, and return true.

    If no pact has this code, draw nothing and return false.
    """
    found = next((row for row in session.rows("pacts") if row["pact_code"] == code), None)
    if found is None:
        return False
    st.title(words.plain(found["pact_name"]), anchor=False)
    st.button(t("pacts.back", lang), on_click=_back, key="back_to_needs")
    prose.small(t("needs.intentions", lang))
    within = Selection.of(pact=[code])
    people.headline(HEADLINE, within, lang)
    pact_timeline.draw(found, lang)
    _facts(found, lang)
    need_chain.draw(Selection(), lang, pact=code)
    _needs(code, lang)
    _operations(code, lang)
    pooled.by_holder(within, lang, key="pact_money")
    st.header(t("pacts.outcomes", lang), anchor=False)
    people.headline(OUTCOMES, within, lang)
    prose.small(t("pacts.outcomes_note", lang))
    return True


def _back() -> None:
    address.set_values(pact=None)


def _facts(found: Row, lang: Lang) -> None:
    roles: dict[str, list[str]] = {}
    for row in session.rows("pact_signatories", pact=found["pact_code"]):
        roles.setdefault(row["role_code"], []).append(row["body"])
    names = places.short_names()
    lines = [
        (t("pacts.phase", lang), label(need_codes.PHASES, found["phase_code"], lang)),
        (t("gaps.region", lang), names.get(found["region_code"], found["region_code"])),
        (t("pacts.municipalities", lang), found["municipalities"] or words.NOTHING),
        (t("pacts.signed_on", lang), _day(found["signed_on"], lang)),
        (
            t("pacts.validity", lang),
            f"{_day(found['valid_from'], lang)} – {_day(found['valid_to'], lang)}",
        ),
        *(
            (label(need_codes.ROLES, role, lang), "; ".join(bodies))
            for role, bodies in roles.items()
        ),
    ]
    st.header(t("pacts.facts", lang), anchor=False)
    head = f"| {t('operations.field', lang)} | {t('operations.value', lang)} |\n|---|---|"
    body = [f"| {name} | {words.plain(str(value))} |" for name, value in lines]
    st.markdown("\n".join([head, *body]))
    if not roles:
        prose.small(t("pacts.nobody_signed", lang))


def _needs(code: str, lang: Lang) -> None:
    rows = session.rows("pact_needs", pact=code)
    if not rows:
        st.info(t("pacts.no_needs", lang))
        return
    _section("pact_needs", rows, _needs_table, lang)


def _section(key: str, rows: Sequence[Row], build: Any, lang: Lang) -> None:
    exhibit = Exhibit(
        key=key,
        title=t(f"pacts.{key}_title", lang),
        subtitle=t(f"pacts.{key}_subtitle", lang),
        table=build(rows, lang),
        notes=[notes.source("need_operations" if key.endswith("operations") else "needs", lang)],
        files=files.of_table(
            key, lambda in_lang: (t(f"pacts.{key}_title", in_lang), build(rows, in_lang))
        ),
    )
    charts.listed(exhibit, lang)


def _needs_table(rows: Sequence[Row], lang: Lang) -> Table:
    occupations, levels = session.names("occupation", lang), session.names("match_level", lang)
    columns = [
        Column("occupation", t("gaps.occupation", lang), width=220),
        Column("year", t("series.year", lang)),
        Column("positions", NEED_POSITIONS.label.in_(lang), "count"),
        Column("covered", NEED_COVERAGE.numerator_label.in_(lang), "count"),
        Column("unmet", t("gaps.unmet_count", lang), "count"),
        Column("linked", t("pacts.places", lang), "count"),
        Column("code", t("gaps.code", lang)),
        Column("hard", t("pacts.hard", lang), "share"),
        Column("evidence", t("pacts.evidence", lang), width="medium"),
        Column("level", t("gaps.level", lang)),
    ]
    return Table.of(
        columns,
        [
            [
                occupations.get(row["occupation_code"], row["occupation_code"]),
                row["year_code"],
                row["positions"],
                row["covered_positions"],
                row["unmet_positions"],
                row["linked_places"],
                row["occupation_code"],
                row["hard_to_fill_share"],
                label(need_codes.EVIDENCES, row["evidence_code"], lang),
                levels.get(row["match_level_code"], row["match_level_code"]),
            ]
            for row in rows
        ],
    )


def _operations(code: str, lang: Lang) -> None:
    rows = session.rows("pact_operations", pact=code)
    if not rows:
        st.info(t("pacts.no_operations", lang))
        return
    _section("pact_operations", rows, _operations_table, lang)
    first = str(rows[0]["operation_code"])
    sitemap.link("operations", lang, t("pacts.first_operation", lang), operation=first)


def _operations_table(rows: Sequence[Row], lang: Lang) -> Table:
    statuses = session.names("status", lang)
    columns = [
        Column("title", t("fields.title", lang), width=210),
        Column("start", t("fields.start_date", lang)),
        Column("status", t("fields.status_code", lang)),
        Column("places", t("pacts.places", lang), "count"),
        Column("useful", t("pacts.useful", lang), "count"),
        Column("code", t("fields.operation_code", lang)),
    ]
    return Table.of(
        columns,
        [
            [
                row["title"] or words.NOTHING,
                _day(row["start_date"], lang),
                statuses.get(str(row["status_code"]), words.NOTHING),
                row["places"],
                row["useful_places"],
                row["operation_code"],
            ]
            for row in rows
        ],
    )
