"""The top of the page on net impact: verdict, chart, figures, method."""

import streamlit as st

from cruscotto.evaluation import Assessment, ImpactEstimate, Interval, Judgement
from cruscotto.i18n import Lang, error_sentence, format_number, t
from cruscotto.impact.answers import Answer
from cruscotto.ui.exhibit import charts
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures.base import Figure
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.net_impact import caveats, findings
from cruscotto.ui.net_impact import choices as impact_choices
from cruscotto.ui.net_impact import files as impact_files
from cruscotto.ui.net_impact.figures import with_and_without
from cruscotto.ui.net_impact.marks import Mark
from cruscotto.ui.net_impact.ticks import levels
from cruscotto.ui.state import net_effects
from cruscotto.ui.text import effects, prose, words

KINDS = {
    Judgement.CREDIBLE: st.info,
    Judgement.WEAK: st.warning,
    Judgement.NOT_DETERMINABLE: st.error,
}


def no_answer(answer: Answer, lang: Lang) -> None:
    """Draw the reason why there is no estimate: it is hidden, or it cannot be made."""
    if answer.refused:
        st.warning(words.plain(error_sentence(answer.refused, lang)))
        return
    st.info(t("net_impact.hidden", lang))


def verdict(found: Assessment, lang: Lang) -> None:
    """Draw the verdict and its reasons.

    The colour shows how credible the estimate is, not how good the course is.
    """
    with st.container(key="verdict"):
        KINDS[found.verdict.judgement]("\n\n".join(_lines(found, lang)))


def _lines(found: Assessment, lang: Lang) -> list[str]:
    head, *reasons, level = findings.verdict(found, lang)
    listed = ["\n".join(reasons)] if reasons else []
    return [head, *listed, level]


def picture(answer: Answer, lang: Lang) -> None:
    """Draw a chart of gross outcome, counterfactual outcome and net effect, above some cards.

    The cards show the numbers of persons, the deadweight, and the cost of one more person at work.
    """
    assert answer.found
    one = answer.found.estimate
    exhibit = _exhibit(answer, lang)
    with st.container(border=True):
        charts.head(exhibit)
        charts.draw(figure_of(answer.found, lang), exhibit.key, alt=exhibit.title)
        _cards(answer, one, lang)
        charts.foot(exhibit, lang, drawn=(exhibit.key,))


def figure_of(found: Assessment, lang: Lang) -> Figure:
    """Return the chart of gross outcome, counterfactual outcome and net effect."""
    one = found.estimate
    gross, without = one.gross or 0.0, one.counterfactual or 0.0
    unit = effects.unit_of(one.outcome)
    is_effect = found.verdict.may_say_causal
    rows = [
        Mark(_named("with_course", effects.level(gross, lang, unit), lang), gross),
        Mark(
            _named("without_course", effects.level(without, lang, unit), lang),
            without,
            gross - one.high,
            gross - one.low,
        ),
    ]
    kind = "net_effect" if is_effect else "net_association"
    net = Mark(
        _named(kind, effects.points(one.att, lang, unit=unit), lang),
        one.att,
        one.low,
        one.high,
        hover=f"{effects.points(one.att, lang, unit=unit)} ({effects.limits(one, lang)})",
        is_loud=is_effect,
    )
    top = max(0.0, gross, without, without + one.high) * 1.04
    bottom = min(0.0, gross, without, without + one.low) * 1.04
    ticks = levels(bottom, top, lang, unit)
    return with_and_without(rows, net, without, (bottom, top), ticks, palette())


def _named(key: str, figure: str, lang: Lang) -> str:
    """Return a bar's label: its name, with its figure below the name to save width on a phone."""
    return f"{t(f'net_impact.{key}', lang)}<br><b>{figure}</b>"


def _cards(answer: Answer, one: ImpactEstimate, lang: Lang) -> None:
    spent, additional = net_effects.cost(answer)
    shown = answer.found and answer.found.verdict.judgement is not Judgement.NOT_DETERMINABLE
    dead = one.deadweight if shown else None
    with st.grid(4, min_column_width=150):
        _card("participants", findings.count(one.n_treated, lang), lang)
        _card("compared", findings.count(one.n_comparison, lang), lang)
        if not answer.choice.measured.is_mean:
            _card("deadweight", effects.share(dead.value if dead else None, lang), lang)
        if spent is not None:
            known = additional if shown else None
            _card("cost", words.short(known.value if known else None, "eur", lang), lang)
    prose.small(_card_words(answer, spent, additional, lang))


def _card(name: str, value: str, lang: Lang) -> None:
    st.metric(
        t(f"net_impact.card_{name}", lang),
        value,
        help=t(f"net_impact.help_{name}", lang),
        border=True,
        height="stretch",
    )


def _card_words(
    answer: Answer, spent: float | None, additional: Interval | None, lang: Lang
) -> str:
    parts = []
    if spent is not None:
        parts.append(t("net_impact.cost_basis", lang, cost=words.short(spent, "eur", lang)))
        if _is_undetermined(answer):
            parts.append(t("net_impact.cost_unknown", lang))
        elif additional:
            parts.append(_cost_range(additional, lang))
    if answer.kept < 1:
        left = words.short(1 - answer.kept, "share", lang)
        parts.append(t("net_impact.left_out", lang, share=left))
    return " ".join([*parts, *caveats.sentences(answer, lang)])


def _cost_range(additional: Interval, lang: Lang) -> str:
    """Return, as text, the range of the cost of one more person at work."""
    low, high = (words.short(end, "eur", lang) for end in (additional.low, additional.high))
    return t("net_impact.cost_range", lang, low=low, high=high)


def _is_undetermined(answer: Answer) -> bool:
    assert answer.found
    judged = answer.found.verdict.judgement
    return judged is Judgement.NOT_DETERMINABLE or answer.found.estimate.low <= 0


def _exhibit(answer: Answer, lang: Lang) -> Exhibit:
    outcome = answer.choice.measured.label.in_(lang)
    return Exhibit(
        key="net_effect",
        title=t("net_impact.picture_title", lang, outcome=outcome),
        subtitle=_subtitle(answer, lang),
        table=estimate_table(answer, lang),
        notes=method_notes(answer, lang),
        files=impact_files.of_table(
            "net_impact",
            lambda in_: (t("net_impact.title", in_), estimate_table(answer, in_)),
            answer,
        ),
    )


def _subtitle(answer: Answer, lang: Lang) -> str:
    is_mean = answer.choice.measured.is_mean
    return t(
        "net_impact.picture_subtitle_mean" if is_mean else "net_impact.picture_subtitle",
        lang,
        who=impact_choices.in_words(answer.choice, lang),
        edition=impact_files.day(answer, lang),
    )


def method_notes(answer: Answer, lang: Lang) -> list[str]:
    """Return notes on the method in plain words, on the sources, and on synthetic data if used."""
    keys = ("compare", "weigh", "test", "limits", "interval", "first")
    method = [t(f"net_impact.note_{key}", lang) for key in keys]
    sources = impact_files.source_notes(answer, lang)
    synthetic = [t("notes.synthetic", lang)] if answer.is_synthetic else []
    return [*method, *sources, *synthetic]


def estimate_table(answer: Answer, lang: Lang) -> Table:
    """Return a table with all figures of an estimate: a column of names, a column of values."""
    assert answer.found
    found, one = answer.found, answer.found.estimate
    _, additional = net_effects.cost(answer)
    is_withheld = found.verdict.judgement is Judgement.NOT_DETERMINABLE
    withheld = t("net_impact.not_determinable", lang)
    of_share = [
        ("deadweight", withheld if is_withheld else _ratio(one, lang)),
        ("cost_per_additional", findings.cost(None if is_withheld else additional, lang)),
    ]
    lines = [
        *_figures(found, lang),
        *([] if answer.choice.measured.is_mean else of_share),
        ("n_treated", findings.count(one.n_treated, lang)),
        ("n_compared", findings.count(one.n_comparison, lang)),
        ("effective_n", findings.count(one.effective_n, lang)),
        *caveats.lines(one, lang),
        ("common_support", _support(one, lang)),
        ("smd", _balance(one, lang)),
        ("method", t("net_impact.method_aipw", lang)),
        ("assumption", _assumption(answer, lang)),
        ("placebo", findings.placebo(found, lang)),
        ("e_value", _e_value(one, lang)),
        ("robustness", effects.share(one.robustness.value, lang)),
        ("maryland", format_number(found.verdict.maryland_level, lang)),
        (
            "verdict",
            " ".join(
                [findings.verdict(found, lang)[0].replace("**", ""), *findings.reasons(found, lang)]
            ),
        ),
        ("edition", answer.edition),
        ("sample_hash", one.sample_hash),
        ("command", impact_files.command(answer)),
    ]
    columns = [
        Column("figure", t("net_impact.column_figure", lang), width=230),
        Column("value", t("net_impact.column_value", lang), width="large"),
    ]
    return Table.of(columns, [(t(f"net_impact.line_{name}", lang), text) for name, text in lines])


def _figures(found: Assessment, lang: Lang) -> list[tuple[str, str]]:
    """Return the rows on outcomes with and without the course, net effect and standard error.

    A row is a pair: the end of a catalogue key, and a text.
    """
    one, unit = found.estimate, effects.unit_of(found.estimate.outcome)
    net = effects.points(one.att, lang, unit=unit)
    return [
        ("gross", effects.level(one.gross, lang, unit)),
        ("counterfactual", effects.level(one.counterfactual, lang, unit)),
        (_net_line(found), f"{net} ({effects.limits(one, lang)})"),
        ("standard_error", effects.points(one.se, lang, signed=False, unit=unit)),
    ]


def _assumption(answer: Answer, lang: Lang) -> str:
    """Return, as text, the assumption on which the estimate rests.

    If the outcome is a mean, a sentence on how to read the mean follows.
    """
    means = answer.choice.measured.assumption
    written = t("net_impact.assumption", lang)
    return f"{written}. {means.in_(lang)}" if means else written


def _net_line(found: Assessment) -> str:
    return "net" if found.verdict.may_say_causal else "association"


def _support(one: ImpactEstimate, lang: Lang) -> str:
    return effects.share(one.overlap.support_share if one.overlap else None, lang)


def _balance(one: ImpactEstimate, lang: Lang) -> str:
    before, after = (format_number(value, lang, 2) for value in (one.smd_before, one.smd_after))
    return f"{before} → {after}"


def _ratio(one: ImpactEstimate, lang: Lang) -> str:
    dead = one.deadweight
    if dead is None:
        return words.NOTHING
    low, high = (words.short(value, "share", lang) for value in (dead.low, dead.high))
    return f"{words.short(dead.value, 'share', lang)} ({low} – {high})"


def _e_value(one: ImpactEstimate, lang: Lang) -> str:
    if one.e_value is None:
        return words.NOTHING
    point, limit = (format_number(v, lang, 2) for v in (one.e_value.point, one.e_value.limit))
    return t("net_impact.e_value", lang, point=point, limit=limit)
