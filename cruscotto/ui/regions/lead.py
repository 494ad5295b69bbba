"""The sentence at the top of the page on regions."""

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.ui.exhibit import measures, regional, results, stages
from cruscotto.ui.regions import fair
from cruscotto.ui.state.places import NOWHERE, short_names
from cruscotto.ui.text import states, words


def sentence(kpi: Kpi, selection: Selection, lang: Lang) -> str:
    """Return a sentence on the rank of the chosen region, or on the range of all regions.

    Rates of people are not ranked: the sentence gives the fair comparison instead.
    """
    result = regional.everywhere(kpi, selection)
    rows = results.ranked(result, leave=[NOWHERE])
    chosen = [row for row in rows if row.codes[0] in selection.codes("region")]
    if not measures.is_ranked(kpi):
        return _fairly(kpi, selection, result, lang)
    if len(chosen) != 1:
        return f"{regional.spread(result, selection, lang)}."
    text = t(
        "regions.place",
        lang,
        region=short_names()[chosen[0].codes[0]],
        kpi=kpi.label.in_(lang).lower(),
        value=words.figure(chosen[0].value, kpi, lang),
        place=rows.index(chosen[0]) + 1,
        of=len(rows),
        italy=words.figure(regional.national(kpi, selection).value(), kpi, lang),
    )
    return stages.of_programmes(text, kpi, selection.with_(region=[]), lang)


def _fairly(kpi: Kpi, selection: Selection, result: KpiResult, lang: Lang) -> str:
    """Return a sentence on a rate of people, without ranks.

    It gives the chosen region's rate or the range of all regions, Italy's rate, and the fair
    comparison.
    """
    label, parts = kpi.label.in_(lang), []
    italy = states.written(states.total(regional.national(kpi, selection)), kpi, lang)
    codes = selection.codes("region")
    row = result.row(*codes) if len(codes) == 1 else None
    if row is not None:
        parts.append(
            t(
                "regions.beside_italy",
                lang,
                region=short_names().get(codes[0], codes[0]),
                kpi=label.lower(),
                value=states.written(row, kpi, lang),
                italy=italy,
            )
        )
    else:
        shown = [
            row.value for row in results.ranked(result, leave=[NOWHERE]) if row.value is not None
        ]
        ends = (
            [words.figure(end, kpi, lang) for end in (min(shown), max(shown))]
            if shown
            else ["–"] * 2
        )
        parts.append(
            t("regions.italy_has", lang, kpi=label, italy=italy, low=ends[0], high=ends[1])
        )
    found = fair.comparison(kpi, selection)
    return " ".join([*parts, *([f"{fair.sentence(found, lang)}."] if found else [])])
