"""Reported results compared with the results expected for the same investment priorities."""

from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.analysis.comparison import FairRow
from cruscotto.kpi.analysis.reported_comparison import ENTRANTS, ReportedComparison
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.kpi.registry.model import Kpi, Unit
from cruscotto.kpi.registry.reported import (
    REPORTED_EMPLOYED_6M_SHARE,
    REPORTED_EMPLOYED_LEAVING_SHARE,
)
from cruscotto.ui.exhibit import charts, files, funnels
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.reported import years
from cruscotto.ui.state import choices, session
from cruscotto.ui.state.places import short_names
from cruscotto.ui.text import notes, prose, words

RESULTS = (REPORTED_EMPLOYED_6M_SHARE, REPORTED_EMPLOYED_LEAVING_SHARE)
NAME_PIXELS = 230
# Most places stand close together; every name is in the table.
MOST_NAMES = 4


def draw(by: str, selection: Selection, lang: Lang) -> None:
    """Draw a funnel plot and a table that compare programmes or regions by a reported result.

    Args:
        by: `programme` or `region`.
        selection: the filters; filters on regions, authorities, programmes and axes are ignored,
            since all programmes or regions are compared.
        lang: the reader's language.
    """
    everywhere = selection.with_(**{name: [] for name in years.PLACES})
    if session.compare_reported(RESULTS[0], by, everywhere) is None:
        return
    options = {kpi.name: kpi.label.in_(lang) for kpi in RESULTS}
    name = choices.switch("result", t("reported_fair.result", lang), options, RESULTS[0].name)
    kpi = KPIS[name]
    found = session.compare_reported(kpi, by, everywhere)
    if found is None:
        prose.small(t("reported_fair.impossible", lang))
        return
    names = session.names(by, lang) | (short_names() if by == "region" else {})
    chosen = selection.codes(by)
    written = funnels.named(found.fair, found.fair.rows, _cut(names), chosen, MOST_NAMES)
    figure = funnels.drawn(
        found.fair,
        found.fair.rows,
        written,
        (t("reported_fair.size", lang), t("fair.standardised", lang, kpi=kpi.label.in_(lang))),
        lambda row: _hover(names[row.code], row, found, lang),
        lang,
    )
    charts.framed(figure, _exhibit(kpi, by, found, everywhere, lang), lang)
    prose.small(_caution(found, names, lang))


def _cut(names: dict[str, str]) -> dict[str, str]:
    return {code: words.cut(name, 22) for code, name in names.items()}


def _exhibit(
    kpi: Kpi, by: str, found: ReportedComparison, selection: Selection, lang: Lang
) -> Exhibit:
    key = f"reported_fair_{by}"
    return Exhibit(
        key=key,
        title=_title(by, found, lang),
        subtitle=years.subtitle(kpi, selection, lang) + " " + t("reported_fair.limits", lang),
        table=table(by, found, lang),
        notes=[t("reported_fair.method", lang), *notes.of([found.fair.shown], lang)],
        files=files.of_table(
            key,
            lambda language: (_title(by, found, language), table(by, found, language)),
            [found.fair.shown],
        ),
    )


def _title(by: str, found: ReportedComparison, lang: Lang) -> str:
    rows = found.fair.rows
    different = sum(1 for row in rows if row.is_different)
    return t(f"reported_fair.title_{by}", lang, n=different, of=len(rows))


def _caution(found: ReportedComparison, names: dict[str, str], lang: Lang) -> str:
    """Return a text that limits what a comparison shows.

    It states that the comparison measures no effect, which share of the reports it covers, and
    which programmes or regions did not report the result.
    """
    written = [
        t("reported_fair.association", lang),
        t(
            "reported_fair.reach",
            lang,
            share=_share(found.reach, lang),
            factor=format_number(round(found.fair.extra.factor), lang),
        ),
    ]
    if found.silent:
        silent = ", ".join(words.plain(names[code]) for code in found.silent)
        written.append(t("reported_fair.silent", lang, names=silent))
    return " ".join(written)


def table(by: str, found: ReportedComparison, lang: Lang) -> Table:
    """Return a table with a row per programme or region.

    The columns are the reported result, the expected result, and facts about the programme or
    region.
    """
    fair, names = found.fair, session.names(by, lang)
    columns = [
        Column("name", t(f"reported_fair.{by}", lang), width=NAME_PIXELS),
        Column("observed_share", fair.kpi.label.in_(lang), Unit.SHARE),
        Column("expected_share", t("fair.column_expected_rate", lang), Unit.SHARE),
        Column("ratio", t("fair.column_ratio", lang), Unit.RATIO),
        Column("standardised", t("fair.column_standardised", lang), Unit.SHARE),
        Column("low", t("reported_fair.low", lang), Unit.SHARE),
        Column("high", t("reported_fair.high", lang), Unit.SHARE),
        Column("verdict", t("fair.column_verdict", lang)),
        Column("observed", fair.kpi.numerator_label.in_(lang), Unit.COUNT),
        Column("known", t("reported_fair.known", lang), Unit.COUNT),
        Column(
            "unemployment",
            t("reported_fair.unemployment", lang, year=fair.unemployment_year or ""),
            "value",
        ),
        Column("labour", t("fair.column_labour", lang), Unit.SHARE),
        *(Column(name, t(f"reported_fair.{name}", lang), Unit.SHARE) for name in ENTRANTS),
    ]
    rows = [[names[row.code], *_cells(row, found, lang)] for row in fair.rows]
    return Table.of(columns, rows)


def _cells(row: FairRow, found: ReportedComparison, lang: Lang) -> list[object]:
    entrants = found.entrants.get(row.code, {})
    return [
        row.observed / row.known,
        row.expected / row.known,
        row.ratio,
        row.rate,
        max(0.0, row.limits.low_998),
        row.limits.high_998,
        _verdict(row, found, lang),
        row.observed,
        row.known,
        row.labour.unemployment if row.labour else None,
        row.labour.rate if row.labour else None,
        *(entrants.get(name) for name in ENTRANTS),
    ]


def _verdict(row: FairRow, found: ReportedComparison, lang: Lang) -> str:
    if not row.is_different:
        return t("fair.within", lang)
    return t("fair.above" if row.rate > found.fair.common else "fair.below", lang)


def _hover(name: str, row: FairRow, found: ReportedComparison, lang: Lang) -> str:
    known = format_number(row.known, lang)
    return "<br>".join(
        [
            f"<b>{words.label(name)}</b>",
            t("fair.hover_rate", lang, rate=_share(row.observed / row.known, lang), known=known),
            t("fair.hover_expected", lang, rate=_share(row.expected / row.known, lang)),
            t("fair.hover_standardised", lang, rate=_share(row.rate, lang)),
            *(
                [t("fair.hover_labour", lang, rate=_share(row.labour.rate, lang))]
                if row.labour
                else []
            ),
            _verdict(row, found, lang),
        ]
    )


def _share(value: float, lang: Lang) -> str:
    return words.short(value, Unit.SHARE, lang)
