"""An assessment as plain figures and sentences, for JSON, tables and sidecars."""

from collections.abc import Mapping
from typing import Any

from cruscotto.evaluation import Assessment, EvaluationError, ImpactEstimate, Interval, to_plain
from cruscotto.i18n import Lang, error_sentence
from cruscotto.impact import verdict_sentences
from cruscotto.impact.verdict_sentences import Label, as_it_is

Account = dict[str, Any]


def account(
    found: Assessment,
    lang: Lang,
    unit: str = "",
    label: Label = as_it_is,
    cost: Interval | None = None,
) -> Account:
    """Return the figures of an assessment as a dictionary, with all their digits.

    Args:
        found: the estimate with its tests and its verdict.
        lang: the language of the reasons.
        unit: the unit of the outcome: `pp`, `eur`, or empty for a plain number.
        label: a function that returns the label of a column.
        cost: cost per additional success, if it can be determined.
    """
    one, verdict = found.estimate, found.verdict
    sentences = verdict_sentences.reasons(verdict, lang, unit, label)
    return {
        **_effect(one),
        **_people(one),
        **_unknown(one),
        "placebo": _placebo(found, lang),
        **_sensitivity(one),
        "cost_per_additional": to_plain(cost),
        "maryland_level": verdict.maryland_level,
        "verdict": str(verdict.judgement),
        "direction": str(verdict.direction),
        "may_say_causal": verdict.may_say_causal,
        "reasons": [
            {"key": reason.key, "blocks": reason.blocks, "sentence": sentence}
            for reason, sentence in zip(verdict.reasons, sentences, strict=True)
        ],
        "sample_hash": one.sample_hash,
        "effects": to_plain(one.effects),
        "balance": to_plain(one.balance),
        "trims": to_plain(found.trims),
        "discontinuity": to_plain(one.discontinuity),
        "pre_trend": to_plain(one.pre_trend),
        "dropped_covariates": list(one.dropped),
        "cohorts_left_out": list(one.left_out),
    }


def by_group(
    found: Mapping[str, Assessment | EvaluationError], adjusted: Mapping[str, float], lang: Lang
) -> list[Account]:
    """Return a dictionary for each group: its figures, or the error if it has no estimate.

    Args:
        found: by name of group, its assessment or the error.
        adjusted: the adjusted p-value of each group that has an estimate.
        lang: the language of the sentences.
    """
    return [
        {"group": name, "refused": error_sentence(one, lang)}
        if isinstance(one, EvaluationError)
        else {"group": name, "adjusted_p": adjusted[name], **account(one, lang)}
        for name, one in found.items()
    ]


def _effect(one: ImpactEstimate) -> Account:
    return {
        "design": one.design,
        "method": one.method,
        "estimand": one.estimand,
        "assumption": one.assumption,
        "outcome": one.outcome,
        "att": one.att,
        "se": one.se,
        "low": one.low,
        "high": one.high,
        "p_value": one.p_value,
        "confidence": one.confidence,
        "vcov": one.vcov,
        "gross": one.gross,
        "counterfactual": one.counterfactual,
        "deadweight": to_plain(one.deadweight),
    }


def _people(one: ImpactEstimate) -> Account:
    return {
        "n_treated": one.n_treated,
        "n_compared": one.n_comparison,
        "effective_n": one.effective_n,
        "clusters": one.clusters,
        "common_support": one.overlap.support_share if one.overlap else None,
        "smd_before": one.smd_before,
        "smd_after": one.smd_after,
    }


def _unknown(one: ImpactEstimate) -> Account:
    """Return figures on unknown outcomes, and how far effects vary between clusters.

    The figures are the share of people with an unknown outcome in each group, and the bounds of the
    effect for all possible values of these outcomes.
    """
    lost = one.attrition
    return {
        "treated_unknown": lost.treated_share if lost else None,
        "compared_unknown": lost.compared_share if lost else None,
        "attrition_bounds": to_plain(one.bounds),
        "variation_between_clusters": to_plain(one.variation),
    }


def _placebo(found: Assessment, lang: Lang) -> Account | None:
    one = found.placebo
    if one is None:
        return {"refused": found.placebo_refused} if found.placebo_refused else None
    return {
        "outcome": one.outcome,
        "att": one.att,
        "se": one.se,
        "low": one.low,
        "high": one.high,
        "p_value": one.p_value,
        "standard_error": one.vcov,
    }


def _sensitivity(one: ImpactEstimate) -> Account:
    return {
        "e_value": one.e_value.point if one.e_value else None,
        "e_value_limit": one.e_value.limit if one.e_value else None,
        "robustness_value": one.robustness.value,
        "robustness_value_alpha": one.robustness.alpha_value,
    }
