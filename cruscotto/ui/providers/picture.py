"""A funnel plot of all providers, which does not rank them."""

from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.analysis.comparison import FairRow
from cruscotto.kpi.analysis.providers import BY, FEWEST, LEAST, Providers
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Unit
from cruscotto.ui.exhibit import charts, files, funnels
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.state import filters, session
from cruscotto.ui.text import notes, words


def sentence(found: Providers, lang: Lang) -> str:
    """Return a sentence on how many providers do better or worse than expected."""
    verdicts = [row.verdict for row in found.rows.values()]
    return t(
        "providers.lead",
        lang,
        n=format_number(len(verdicts), lang),
        better=format_number(verdicts.count("better"), lang),
        worse=format_number(verdicts.count("worse"), lang),
        least=LEAST,
    )


def funnel(found: Providers, provider: str, selection: Selection, lang: Lang) -> None:
    """Draw a funnel plot of all providers; only the chosen provider is named."""
    kpi, rows = found.found.kpi, found.adjusted.rows
    names = session.names(BY, lang)
    outside = sum(1 for row in rows if row.is_different)
    title = t("providers.funnel", lang, n=format_number(outside, lang), of=len(rows))
    fitting = session.fitting(kpi, selection.with_(region=[]))
    written = words.sentence(filters.in_words(fitting, lang))
    exhibit = Exhibit(
        key="providers_funnel",
        title=title,
        subtitle=t("providers.subtitle", lang, kpi=kpi.label.in_(lang), selection=written),
        table=_counts(found, lang),
        notes=[
            t("providers.method", lang, least=LEAST),
            _grades(found, lang),
            *notes.of([found.found.shown], lang),
        ],
        files=files.of_table(
            "providers", lambda spoken: (title, _counts(found, spoken)), [found.found.shown]
        ),
    )
    figure = funnels.drawn(
        found.adjusted,
        rows,
        {},
        (t("fair.size", lang), t("providers.axis", lang)),
        lambda row: _hover(row, found, names if row.code == provider else {}, lang),
        lang,
    )
    chosen = next((row for row in rows if row.code == provider), None)
    if chosen:
        funnels.point_out(figure, chosen, found.adjusted, words.wrapped(names[provider]))
    charts.framed(figure, exhibit, lang)


def _hover(row: FairRow, found: Providers, names: dict[str, str], lang: Lang) -> str:
    one = found.rows[row.code]
    lines = [f"<b>{words.label(names[row.code])}</b>"] if row.code in names else []
    return "<br>".join(
        [
            *lines,
            t(
                "providers.hover",
                lang,
                rate=words.short(one.rate, Unit.SHARE, lang),
                expected=words.short(one.same_market, Unit.SHARE, lang),
                known=format_number(row.known, lang),
            ),
        ]
    )


def _grades(found: Providers, lang: Lang) -> str:
    if len(found.rows) < FEWEST:
        return t("providers.few_grades", lang, fewest=FEWEST)
    if found.grades is None:
        return t("providers.no_grades", lang)
    return t(
        "providers.grades",
        lang,
        count=found.grades.count,
        wrong=words.short(found.grades.wrong, Unit.SHARE, lang),
        apart=words.short(found.grades.apart, Unit.SHARE, lang),
    )


def _counts(found: Providers, lang: Lang) -> Table:
    """Return a table that counts providers by verdict; a list of providers would rank them."""
    verdicts = [row.verdict for row in found.rows.values()]
    columns = [
        Column("verdict", t("providers.column_verdict", lang)),
        Column("providers", t("providers.column_providers", lang), Unit.COUNT),
    ]
    kinds = ("better", "as_expected", "worse")
    return Table.of(
        columns, [[t(f"providers.is_{kind}", lang), verdicts.count(kind)] for kind in kinds]
    )
