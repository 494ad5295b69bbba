"""Estimate the effect of a design with a threshold of admission, and describe the result."""

from dataclasses import replace

from cruscotto.evaluation.data.reading import Data, read_score
from cruscotto.evaluation.data.sample import hash_sample
from cruscotto.evaluation.design import RegressionDiscontinuity
from cruscotto.evaluation.errors import ErrorVanishes, UnknownChoice
from cruscotto.evaluation.estimators.discontinuity import JumpFit, local_linear_rdd
from cruscotto.evaluation.estimators.local_polynomial import Score
from cruscotto.evaluation.inference.density import check_density
from cruscotto.evaluation.inference.sensitivity import robustness_value, standardised_e_value
from cruscotto.evaluation.inference.variance import count_clusters
from cruscotto.evaluation.judgement.result import Discontinuity, ImpactEstimate, make_estimate


def estimate_discontinuity(design: RegressionDiscontinuity, data: Data) -> ImpactEstimate:
    """Estimate the jump of the outcome at the cutoff.

    Also test whether the density of the running variable jumps at the cutoff.
    """
    score, sample = read_score(design, data)
    clustered = design.standard_error == "cluster"
    score = _with_residuals(design, score)
    jump = local_linear_rdd(score, design.bandwidth)
    if not jump.se > 0:
        raise ErrorVanishes(outcome=design.outcome)
    clusters = count_clusters(score.cluster) if clustered else 0
    freedom = clusters - 1 if clusters else None
    used = jump.n_treated + jump.n_comparison
    return make_estimate(
        design,
        "rdd",
        jump.att,
        jump.se,
        freedom,
        vcov=design.standard_error,
        gross=jump.level + jump.att,
        counterfactual=jump.level,
        n_treated=round(jump.n_treated),
        n_comparison=round(jump.n_comparison),
        clusters=clusters,
        outcome_sd=sample.outcome_sd,
        sample_hash=hash_sample(sample),
        robustness=robustness_value(
            jump.att / jump.se, max(used - 4, 2.0), alpha=1 - design.confidence
        ),
        e_value=standardised_e_value(jump.att / sample.outcome_sd, jump.se / sample.outcome_sd),
        discontinuity=_describe(score, jump),
    )


def _with_residuals(design: RegressionDiscontinuity, score: Score) -> Score:
    vcov = design.standard_error
    if vcov == "cluster" and design.cluster:
        return score
    if vcov == "nn":
        return replace(score, cluster=None, residual="nn")
    if vcov == "hc1":
        return replace(score, cluster=None, residual="hc1")
    raise UnknownChoice(choice=vcov, known="nn, hc1, cluster")


def _describe(score: Score, jump: JumpFit) -> Discontinuity:
    density = check_density(score.running, score.count)
    return Discontinuity(
        bandwidth=jump.bandwidth,
        bias_bandwidth=jump.bias_bandwidth,
        conventional=jump.conventional,
        conventional_se=jump.conventional_se,
        distinct=jump.distinct,
        density_t=density.t_value if density else None,
        density_p=density.p_value if density else None,
    )
