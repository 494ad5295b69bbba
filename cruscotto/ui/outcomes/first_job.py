"""How soon leavers find their first job, and how many return to education."""

from cruscotto.i18n import Lang, t
from cruscotto.kpi.analysis.durations import FirstJob
from cruscotto.kpi.query.people import SOURCES
from cruscotto.kpi.query.result import State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Unit
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M
from cruscotto.ui.exhibit import charts, files
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import dots, scales
from cruscotto.ui.figures.base import Bar
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.figures.reference_lines import Line
from cruscotto.ui.state import filters, session
from cruscotto.ui.text import notes, prose, states, words

# The horizon that the rate of placement has too.
MONTHS = 6


def draw(selection: Selection, lang: Lang) -> None:
    """Draw the share of leavers who have found a first job, at each horizon such as six months."""
    found = session.first_job(selection)
    if not found.reached:
        if found.state is State.HIDDEN:
            prose.small(t("first_job.hidden", lang))
        return
    results = list(found.behind)
    exhibit = Exhibit(
        key="first_job",
        title=title(found, lang),
        subtitle=_subtitle(found, selection, lang),
        table=_table(found, lang),
        notes=[t("first_job.method", lang), *notes.of(results[:1], lang)],
        files=files.of_table(
            "first_job", lambda spoken: (title(found, spoken), _table(found, spoken)), results
        ),
    )
    bars = [
        Bar(
            t(f"first_job.by_{int(one.time)}", lang),
            one.had,
            words.short(one.had, Unit.SHARE, lang),
            highlight=one is found.reached[-1],
            interval=one.interval,
        )
        for one in found.reached
    ]
    half = [Line(0.5, t("first_job.half", lang))]
    ends = scales.round_ticks(*dots.reach(bars, half), wanted=4)
    ticks = dots.Ticks(tuple(ends), tuple(scales.tick(e, Unit.SHARE, lang) for e in ends))
    charts.framed(dots.dots(bars, palette(), half, ticks), exhibit, lang)


def _subtitle(found: FirstJob, selection: Selection, lang: Lang) -> str:
    """Return the subtitle of the chart, which states whose first job is counted.

    If fewer people have found a first job within six months than are at work after six months, the
    subtitle also explains why.
    """
    chosen = words.sentence(filters.in_words(selection, lang))
    written = t("first_job.subtitle", lang, selection=chosen)
    share = next((one.had for one in found.reached if int(one.time) == MONTHS), None)
    register = selection.with_(outcome_source=SOURCES[0])
    row = states.total(session.measure(PLACEMENT_RATE_6M, (), register))
    rate = row.value if row is not None and row.state is State.SHOWN else None
    if share is None or rate is None or share >= rate:
        return written
    ends = {
        name: words.short(value, Unit.SHARE, lang)
        for name, value in (("share", share), ("rate", rate))
    }
    return f"{written} {t('first_job.bases', lang, **ends)}"


def title(found: FirstJob, lang: Lang) -> str:
    """Return a title: within how many months at least half of leavers find a first job.

    The lower end of the share's interval must reach one half. If it does so at no horizon, the
    title states the share at the last horizon.
    """
    last = found.reached[-1]
    first = next((one for one in found.reached if one.interval[0] >= 0.5), None)
    if first is not None:
        return t(f"first_job.half_by_{int(first.time)}", lang)
    return t(
        f"first_job.not_half_by_{int(last.time)}",
        lang,
        share=words.short(last.had, Unit.SHARE, lang),
        other=words.short(last.other, Unit.SHARE, lang),
    )


def _table(found: FirstJob, lang: Lang) -> Table:
    names = ("by", "had", "low", "high", "other", "neither", "followed", "events", "others")
    units = {name: Unit.SHARE for name in ("had", "low", "high", "other", "neither")}
    units |= {name: Unit.COUNT for name in ("followed", "events", "others")}
    columns = [Column(n, t(f"first_job.column_{n}", lang), units.get(n)) for n in names]
    rows = [
        [
            t(f"first_job.by_{int(one.time)}", lang),
            one.had,
            *one.interval,
            one.other,
            one.neither,
            step.followed,
            step.events,
            step.others,
        ]
        for one, step in zip(found.reached, found.steps, strict=False)
    ]
    return Table.of(columns, rows)
