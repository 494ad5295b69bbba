"""Section with the figures of the 21 areas, as a map and as a ranking."""

from collections.abc import Sequence
from dataclasses import dataclass

from cruscotto.dossier.drawing.bars import Bar, Mark, bars
from cruscotto.dossier.drawing.map import Area, Key, draw_map
from cruscotto.dossier.facts import Facts, shown
from cruscotto.dossier.model import Beside, Block, Chart, Paragraph, Section
from cruscotto.dossier.subject import Kind
from cruscotto.facts import figures
from cruscotto.i18n import t
from cruscotto.i18n.grammar import capital, ordinal, place
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.registry.money import PAYMENT_RATE, PAYMENTS_ON_COMMITMENTS
from cruscotto.kpi.wording.map_classes import class_labels
from cruscotto.kpi.wording.phrases import as_written, figure, unit_label

MAP_WIDTH, BARS_WIDTH, NAMES = 215.0, 250.0, 104.0
# A map of fewer areas shows nothing that a sentence does not.
FEWEST = 3
# The query and the column of the codes of those that have one area of their own.
_HOMES = {
    "managing_authority": ("authorities", "managing_authority_code"),
    "programme": ("programmes", "programme_code"),
}


@dataclass(frozen=True)
class Placed:
    """An indicator by area: a row for each area, the result they come from, and the total."""

    kpi: Kpi
    rows: dict[str, KpiRow]
    result: KpiResult
    whole: KpiResult


def section(facts: Facts) -> Section | None:
    """Return the section with map and ranking, or `None` where too few areas have a figure."""
    if facts.subject.kind is Kind.PACT:
        return None
    found = next((p for kpi in _RATES if (p := placed(facts, kpi))), None)
    if found is None:
        return None
    blocks: tuple[Block, ...] = (
        *_sentences(facts, found),
        Beside(_map(facts, found), _ranking(facts, found)),
    )
    return Section(t("dossier.places.title", facts.lang), blocks)


_RATES = (PAYMENT_RATE, PAYMENTS_ON_COMMITMENTS)


def placed(facts: Facts, kpi: Kpi) -> Placed | None:
    """Return an indicator by area; `None` where too few areas have a figure.

    A dossier that compares authorities or programmes gives each figure to the area of its authority
    or programme.
    """
    subject = facts.subject
    if subject.region and subject.by in _HOMES:
        result = facts.measure(kpi, (subject.by,), subject.around)
        rows, whole = _at_home(facts, result), subject.around
    else:
        whole = subject.around if subject.region else subject.selection
        result = facts.measure(kpi, ("region",), whole)
        rows = {row.codes[0]: row for row in result.rows}
    held = [code for code in facts.region_codes() if code in rows and _has_value(rows[code])]
    if len(held) < FEWEST or (subject.region and subject.region not in held):
        return None
    return Placed(kpi, rows, result, facts.measure(kpi, (), whole))


def _has_value(row: KpiRow) -> bool:
    return row.state is State.SHOWN and row.value is not None


def _at_home(facts: Facts, result: KpiResult) -> dict[str, KpiRow]:
    """Return one rate per area: of the area's regional authorities or programmes taken together."""
    parts: dict[str, list[KpiRow]] = {}
    query, code = _HOMES[result.by[0]]
    for home in figures.rows(facts.edition, query):
        row = result.row(home[code])
        is_regional = home["region_code"] is not None and not home["is_national"]
        if is_regional and row is not None and _has_value(row):
            parts.setdefault(home["region_code"], []).append(row)
    return {code: _added(code, rows) for code, rows in parts.items()}


def _added(code: str, rows: Sequence[KpiRow]) -> KpiRow:
    above = sum(float(row.numerator or 0) for row in rows)
    below = sum(float(row.denominator or 0) for row in rows)
    return KpiRow((code,), above, below, above / below if below else None)


def _ranked(found: Placed) -> list[str]:
    """Return the codes of the areas that have a figure, the highest first."""
    held = [c for c, row in found.rows.items() if _has_value(row) and c != "not_regionalised"]
    return sorted(held, key=lambda code: (-float(found.rows[code].value or 0), code))


def _sentences(facts: Facts, found: Placed) -> tuple[Paragraph, ...]:
    order, lang = _ranked(found), facts.lang
    if not facts.subject.region:
        first, last = (place(code, lang).within for code in (order[0], order[-1]))
        best, worst = (_written(facts, found, code) for code in (order[0], order[-1]))
        return (
            Paragraph(
                t(
                    "dossier.places.spread",
                    lang,
                    kpi=found.kpi.label.in_(lang),
                    first=first,
                    last=last,
                    best=f"{best}{facts.notes.of(found.result)}",
                    worst=worst,
                )
            ),
        )
    noun = place(facts.subject.region, lang)
    rank = order.index(facts.subject.region)
    written = t(
        f"dossier.places.rank.{'many' if noun.is_plural else 'one'}",
        lang,
        the=noun.the,
        place=ordinal(rank + 1, lang),
        of=len(order),
        kpi=_lower(found.kpi.label.in_(lang)),
        within=_within(facts),
        value=f"{_written(facts, found, facts.subject.region)}{facts.notes.of(found.result)}",
    )
    return (Paragraph(capital(written)),)


def _within(facts: Facts) -> str:
    """Return a phrase with the objective within which areas are compared.

    The phrase is empty if the areas are not compared within one objective.
    """
    themes = facts.subject.around.codes("theme")
    if len(themes) != 1:
        return ""
    name = facts.names("theme")[themes[0]]
    return f" {t('dossier.places.in_objective', facts.lang, name=name)}"


def _lower(label: str) -> str:
    return f"{label[:1].lower()}{label[1:]}"


def _written(facts: Facts, found: Placed, code: str) -> str:
    return figure(found.rows[code].value, found.kpi, facts.lang)


def _map(facts: Facts, found: Placed) -> Chart:
    lang, kpi = facts.lang, found.kpi
    areas = {code: _area(found, code) for code in facts.region_codes()}
    values = [a.value for a in areas.values() if a.value is not None]
    key = Key(
        f"{kpi.label.in_(lang)}, {unit_label(kpi.unit, lang)}",
        class_labels(values, kpi.unit, lang),
        t("states.hidden", lang),
        t("states.missing", lang),
    )
    drawn = draw_map(areas, key, MAP_WIDTH, facts.subject.region)
    caption = f"{kpi.label.in_(lang)}{facts.notes.of(found.result)}"
    return Chart(caption, drawn, _map_alt(facts, found), MAP_WIDTH)


def _area(found: Placed, code: str) -> Area:
    row = found.rows.get(code)
    if row is None or not _has_value(row):
        return Area(None, State.MISSING if row is None else row.state)
    return Area(as_written(row.value or 0, found.kpi.unit), State.SHOWN)


def _map_alt(facts: Facts, found: Placed) -> str:
    """Return the map's content as text: measure, highest and lowest area, outlined area."""
    order, lang = _ranked(found), facts.lang
    ends = [f"{place(c, lang).name} {_written(facts, found, c)}" for c in (order[0], order[-1])]
    alt = t(
        "dossier.places.map_alt",
        lang,
        kpi=found.kpi.label.in_(lang),
        highest=ends[0],
        lowest=ends[1],
    )
    if not facts.subject.region:
        return alt
    name = place(facts.subject.region, lang).name
    return f"{alt} {t('dossier.places.outlined', lang, name=name)}"


def _ranking(facts: Facts, found: Placed) -> Chart:
    lang, order = facts.lang, _ranked(found)
    items = [
        Bar(
            place(code, lang).short,
            float(found.rows[code].value or 0),
            _written(facts, found, code),
            code == facts.subject.region,
        )
        for code in order
    ]
    whole = shown(found.whole)
    mark = None
    if whole is not None:
        words = f"{_whole_name(facts)} {figure(whole.value, found.kpi, lang)}"
        mark = Mark(float(whole.value or 0), words)
    listed = "; ".join(f"{item.label} {item.text}" for item in items)
    return Chart(
        t("dossier.places.ranking", lang),
        bars(items, BARS_WIDTH, NAMES, mark=mark),
        t("dossier.places.ranking_alt", lang, kpi=found.kpi.label.in_(lang), listed=listed),
        BARS_WIDTH,
    )


def _whole_name(facts: Facts) -> str:
    if facts.subject.by == "region":
        return place("italy", facts.lang).name
    return t("dossier.together", facts.lang)
