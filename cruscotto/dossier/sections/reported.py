"""Section on reports to the Commission: amounts planned, selected, declared; participants."""

from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Block, Column, Paragraph, Section, Table
from cruscotto.dossier.notes import editions
from cruscotto.dossier.sections.parts import key_table
from cruscotto.facts.figures import rows
from cruscotto.i18n import format_date, t
from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.registry.reported import (
    REPORTED_DECLARATION_RATE,
    REPORTED_DECLARED_EUR,
    REPORTED_EMPLOYED_6M_SHARE,
    REPORTED_EMPLOYED_LEAVING_SHARE,
    REPORTED_PARTICIPATIONS,
    REPORTED_PLANNED_EUR,
    REPORTED_RESULT_KNOWN_SHARE,
    REPORTED_SELECTED_EUR,
    REPORTED_SELECTION_RATE,
)
from cruscotto.kpi.wording.phrases import figure, spoken

LISTED: tuple[Kpi, ...] = (
    REPORTED_PLANNED_EUR,
    REPORTED_SELECTED_EUR,
    REPORTED_DECLARED_EUR,
    REPORTED_DECLARATION_RATE,
)
PEOPLE: tuple[Kpi, ...] = (
    REPORTED_PARTICIPATIONS,
    REPORTED_EMPLOYED_LEAVING_SHARE,
    REPORTED_EMPLOYED_6M_SHARE,
    REPORTED_RESULT_KNOWN_SHARE,
)
MOST = 12


def section(facts: Facts) -> Section | None:
    """Return the section on reported figures; `None` where no report is about the subject."""
    lead = sentence(facts)
    if not lead:
        return None
    # without operations the summary opens with that sentence
    has_operations = bool(rows(facts.edition, "editions"))
    blocks: list[Block] = [Paragraph(lead)] if has_operations else []
    blocks += [Paragraph(_source(facts), "small"), _table(facts, "year")]
    parts = _table(facts, _parts(facts))
    if len(parts.rows) > 1:
        blocks.append(parts)
    if facts.row(REPORTED_PARTICIPATIONS) is not None:
        blocks.append(key_table(facts, PEOPLE, t("dossier.reported.people", facts.lang)))
        blocks.append(Paragraph(t("reported.shares_note", facts.lang), "small"))
    return Section(t("dossier.reported.title", facts.lang), tuple(blocks))


def sentence(facts: Facts) -> str:
    """Return a sentence on the amounts planned, selected and declared, and the reports' date."""
    planned, selected, declared = (facts.row(kpi) for kpi in LISTED[:3])
    if planned is None or selected is None or declared is None:
        return ""
    lang = facts.lang
    rates = {
        name: figure(row.value if (row := facts.row(kpi)) else None, kpi, lang)
        for name, kpi in (
            ("selection_rate", REPORTED_SELECTION_RATE),
            ("declaration_rate", REPORTED_DECLARATION_RATE),
        )
    }
    return t(
        "dossier.reported.sentence",
        lang,
        of=facts.subject.noun.name,
        day=editions(facts.measure(REPORTED_DECLARED_EUR).editions, lang),
        planned=spoken(planned.value, "eur", lang) + facts.notes.of(facts.measure(LISTED[0])),
        selected=spoken(selected.value, "eur", lang) + facts.notes.of(facts.measure(LISTED[1])),
        declared=spoken(declared.value, "eur", lang) + facts.notes.of(facts.measure(LISTED[2])),
        **rates,
    )


def _source(facts: Facts) -> str:
    published = {row["slot"]: row["file_edition"] for row in rows(facts.edition, "reports")}
    day = published[facts.subject.selection.slot]
    return t("dossier.reported.source", facts.lang, edition=format_date(day, facts.lang))


def _parts(facts: Facts) -> str:
    """Return the dimension to split reports by: `axis` for a single programme, else `programme`."""
    programmes = facts.measure(REPORTED_PLANNED_EUR, ("programme",)).rows
    return "axis" if len(programmes) == 1 else "programme"


def _table(facts: Facts, by: str) -> Table:
    """Return a table of reported amounts by year, axis or programme.

    Programmes are sorted by their plan, the largest first.
    """
    found = [facts.measure(kpi, (by,)) for kpi in LISTED]
    plan = found[0]
    codes = [row.codes[0] for row in plan.rows]
    if by == "programme":
        codes.sort(key=lambda code: (-float(plan.value(code) or 0), code))
    names = {} if by == "year" else facts.names(by)
    columns = [Column(t(f"dossier.reported.{by}", facts.lang), "left")]
    columns += [Column(f"{r.kpi.label.in_(facts.lang)}{facts.notes.of(r)}") for r in found]
    lines = [
        (names.get(code, code), *(_cell(facts, result, code) for result in found))
        for code in codes[:MOST]
    ]
    return Table(t(f"dossier.reported.by_{by}", facts.lang), tuple(columns), tuple(lines))


def _cell(facts: Facts, result: KpiResult, code: str) -> str:
    row = result.row(code)
    if row is None or row.value is None:
        return facts.state(row)
    return figure(row.value, result.kpi, facts.lang)
