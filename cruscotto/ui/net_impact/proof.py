"""Checks of a net effect: balance, overlap, placebo test, and differences before entry."""

from collections.abc import Callable

from cruscotto.evaluation import Effect, ImpactEstimate
from cruscotto.evaluation.judgement.diagnostics import BalanceLine
from cruscotto.evaluation.judgement.overlap import Propensities
from cruscotto.i18n import Lang, format_number, t
from cruscotto.i18n.numbers import MINUS
from cruscotto.impact.answers import Answer
from cruscotto.ui.exhibit import charts
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.files import Titled
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures.base import Figure
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.net_impact import files as impact_files
from cruscotto.ui.net_impact import findings
from cruscotto.ui.net_impact import headline as impact_headline
from cruscotto.ui.net_impact.figures import before_and_after, forest
from cruscotto.ui.net_impact.marks import Mark, Rule, Ticks
from cruscotto.ui.net_impact.spreads import mirrored, path
from cruscotto.ui.net_impact.ticks import plain, points, shares
from cruscotto.ui.state import net_effects
from cruscotto.ui.text import effects, prose, words

# Characteristics that a picture shows, the most different ones; the table has all.
SHOWN = 12
LINE = 0.1
LAST_YEAR = (-12.5, -0.5)
# Letters of a line that the band of that year holds on a phone.
BAND_LETTERS = 11


def balance(answer: Answer, lang: Lang) -> None:
    """Draw how participants and comparison persons differ, before and after weighting."""
    assert answer.found
    one = answer.found.estimate
    if not one.balance:
        return
    lines = sorted(one.balance, key=lambda line: -abs(line.smd_before))
    shown = lines[:SHOWN]
    values = [value for line in shown for value in (line.smd_before, line.smd_after)]
    ends = (min(-0.2, *values), max(0.2, *values))
    figure = before_and_after(
        [words.wrapped(net_effects.label(line.covariate, lang), 26) for line in shown],
        [line.smd_before for line in shown],
        [line.smd_after for line in shown],
        plain(*ends, lang, t("net_impact.balance_axis", lang)),
        LINE,
        (
            [_hover(line, "before", lang) for line in shown],
            [_hover(line, "after", lang) for line in shown],
        ),
        palette(),
    )
    _framed(
        figure,
        "balance",
        answer,
        lang,
        lambda in_: (_balance_title(one, in_), _balance_table(lines, in_)),
    )


def _balance_title(one: ImpactEstimate, lang: Lang) -> str:
    before, after = (format_number(value, lang, 2) for value in (one.smd_before, one.smd_after))
    return t("net_impact.balance_title", lang, before=before, after=after)


def _hover(line: BalanceLine, which: str, lang: Lang) -> str:
    value = line.smd_before if which == "before" else line.smd_after
    name = words.label(net_effects.label(line.covariate, lang))
    return f"{name}, {t(f'net_impact.{which}', lang)}: {format_number(value, lang, 3)}"


def _balance_table(lines: list[BalanceLine], lang: Lang) -> Table:
    columns = [
        Column("covariate", t("net_impact.column_characteristic", lang), width="large"),
        Column("treated", t("net_impact.column_treated", lang), "share"),
        Column("comparison", t("net_impact.column_comparison", lang), "share"),
        Column("weighted", t("net_impact.column_weighted", lang), "share"),
        Column("smd_before", t("net_impact.column_smd_before", lang), "deviations"),
        Column("smd_after", t("net_impact.column_smd_after", lang), "deviations"),
    ]
    return Table.of(
        columns,
        [
            (
                net_effects.label(line.covariate, lang),
                line.treated,
                line.comparison,
                line.weighted,
                line.smd_before,
                line.smd_after,
            )
            for line in lines
        ],
    )


def overlap(answer: Answer, lang: Lang) -> None:
    """Draw the distributions of propensity scores of participants and of comparison persons."""
    assert answer.found
    scores, one = answer.propensities, answer.found.estimate
    if scores is None or one.overlap is None:
        return
    names = (t("net_impact.participants", lang), t("net_impact.comparisons", lang))
    figure = mirrored(
        scores.treated,
        scores.comparison,
        scores.edges,
        shares(0.0, 1.0, lang),
        names,
        (_bins(scores, scores.treated, lang), _bins(scores, scores.comparison, lang)),
        palette(),
    )
    share = one.overlap.support_share
    _framed(
        figure,
        "overlap",
        answer,
        lang,
        lambda in_: (
            t(
                "net_impact.overlap_title",
                in_,
                share=effects.share(share, in_),
                n=findings.count(one.effective_n, in_),
            ),
            _overlap_table(scores, in_),
        ),
    )


def _bins(scores: Propensities, found: tuple[float, ...], lang: Lang) -> list[str]:
    return [
        f"{effects.share(low, lang)} – {effects.share(high, lang)}: {effects.share(share, lang)}"
        for low, high, share in zip(scores.edges, scores.edges[1:], found, strict=False)
    ]


def _overlap_table(scores: Propensities, lang: Lang) -> Table:
    columns = [
        Column("from", t("net_impact.column_from", lang), "share"),
        Column("to", t("net_impact.column_to", lang), "share"),
        Column("treated", t("net_impact.participants", lang), "share"),
        Column("comparison", t("net_impact.comparisons", lang), "share"),
    ]
    rows = zip(scores.edges, scores.edges[1:], scores.treated, scores.comparison, strict=False)
    return Table.of(columns, list(rows))


def placebo(answer: Answer, lang: Lang) -> None:
    """Draw the placebo estimate, which should be zero, and the net effect.

    A net effect in euro is left out. Without a placebo test nothing is drawn.
    """
    assert answer.found
    one, test = answer.found.estimate, answer.found.placebo
    if test is None:
        return
    shown = [("placebo_row", test)]
    # the test is on a share: an amount has no place on its axis
    shown += [("effect_row", one)] if effects.unit_of(one.outcome) == "pp" else []
    rows = [
        _row(t(f"net_impact.{name}", lang), e.att, e.low, e.high, lang, hollow=e is test)
        for name, e in shown
    ]
    ends = (min(0.0, *(e.low for _, e in shown)), max(0.0, *(e.high for _, e in shown)))
    figure = forest(
        rows, points(*ends, lang, t("net_impact.points_axis", lang)), palette(), [Rule(0.0)]
    )
    key = f"net_impact.placebo_title_{findings.placebo_result(answer.found)}"
    _framed(figure, "placebo", answer, lang, lambda in_: (t(key, in_), _effects_table(rows, in_)))


def _row(label: str, value: float, low: float, high: float, lang: Lang, *, hollow: bool) -> Mark:
    low_words, high_words = effects.points(low, lang), effects.points(high, lang)
    return Mark(
        words.wrapped(label, 26),
        value,
        low,
        high,
        effects.bare(value, lang),
        f"{words.label(label)}: {effects.points(value, lang)} ({low_words} – {high_words})",
        is_hollow=hollow,
    )


def _effects_table(marks: list[Mark], lang: Lang) -> Table:
    columns = [
        Column("name", t("net_impact.column_figure", lang), width="large"),
        Column("att", t("net_impact.column_net", lang), "pp"),
        Column("low", t("net_impact.column_low", lang), "pp"),
        Column("high", t("net_impact.column_high", lang), "pp"),
    ]
    rows = [(m.label.replace("<br>", " "), m.value, m.low, m.high) for m in marks]
    return Table.of(columns, rows)


def over_time(answer: Answer, lang: Lang) -> None:
    """Draw the net effect by month since entry, and how much less people work during a course."""
    _path(answer, lang)
    held = net_effects.lock_in(answer.choice)
    if held.found is None:
        prose.small(findings.lock_in(held, lang))
        return
    _framed(
        impact_headline.figure_of(held.found, lang),
        "lock_in",
        held,
        lang,
        lambda in_: (findings.lock_in(held, in_), impact_headline.estimate_table(held, in_)),
    )


def _path(answer: Answer, lang: Lang) -> None:
    steps = net_effects.over_time(answer.choice)
    if len(steps) < 3:
        return
    marks = [(float(months), _step(months, effect, lang)) for months, effect in steps]
    lows, highs = [m.low for _, m in marks], [m.high for _, m in marks]
    figure = path(
        marks,
        _months([months for months, _ in steps], lang),
        points(min(0.0, *lows), max(0.0, *highs), lang),
        t("net_impact.points_axis", lang),
        (*LAST_YEAR, words.wrapped(t("net_impact.last_year", lang), BAND_LETTERS, 3)),
        Rule(0.0, t("net_impact.entry", lang)),
        palette(),
    )
    _framed(
        figure, "path", answer, lang, lambda in_: (_path_title(steps, in_), _path_table(steps, in_))
    )


def _path_title(steps: tuple[tuple[int, Effect], ...], lang: Lang) -> str:
    before = [effect for months, effect in steps if months < LAST_YEAR[0]]
    apart = [effect for effect in before if effect.low > 0 or effect.high < 0]
    if not before:
        return t("net_impact.path_title_unknown", lang)
    if not apart:
        return t("net_impact.path_title_alike", lang)
    return t("net_impact.path_title_apart", lang, n=len(apart), of=len(before))


def _step(months: int, effect: Effect, lang: Lang) -> Mark:
    name = _month_words(months, lang)
    return _row(name, effect.att, effect.low, effect.high, lang, hollow=False)


def _month_words(months: int, lang: Lang) -> str:
    key = "before" if months < 0 else "after"
    return t(f"net_impact.months_{key}", lang, n=abs(months))


def _months(found: list[int], lang: Lang) -> Ticks:
    every = tuple(float(m) for m in range(min(found) // 6 * 6, max(found) + 1, 6))
    texts = tuple(f"{MINUS if m < 0 else ''}{abs(m):.0f}" for m in every)
    return Ticks(every, texts, t("net_impact.months_axis", lang))


def _path_table(steps: tuple[tuple[int, Effect], ...], lang: Lang) -> Table:
    columns = [
        Column("months", t("net_impact.months_axis", lang), "count"),
        Column("att", t("net_impact.column_net", lang), "pp"),
        Column("se", t("net_impact.column_se", lang), "pp"),
        Column("low", t("net_impact.column_low", lang), "pp"),
        Column("high", t("net_impact.column_high", lang), "pp"),
    ]
    return Table.of(columns, [(m, e.att, e.se, e.low, e.high) for m, e in steps])


def _framed(
    figure: Figure, key: str, answer: Answer, lang: Lang, titled: Callable[[Lang], Titled]
) -> None:
    """Draw one chart of the checks in a frame with title, table, note and file."""
    title, table = titled(lang)
    exhibit = Exhibit(
        key=f"net_{key}",
        title=title,
        subtitle=t(f"net_impact.{key}_subtitle", lang),
        table=table,
        notes=_notes(key, answer, lang),
        files=impact_files.of_table(f"net_impact_{key}", titled, answer),
    )
    charts.framed(figure, exhibit, lang)


def _notes(key: str, answer: Answer, lang: Lang) -> list[str]:
    written = [t(f"net_impact.note_{key}", lang)]
    written += impact_files.source_notes(answer, lang)
    return written + ([t("notes.synthetic", lang)] if answer.is_synthetic else [])


def draw_overlap(answer: Answer, lang: Lang) -> None:
    """Draw the balance of participants and comparison persons, then their overlap."""
    balance(answer, lang)
    overlap(answer, lang)
