"""Net impact: the outcome of participants, less what it would have been without the course.

Pure functions over arrays and cells, without files, screens or warehouse. A design names who is
treated and who is compared; `estimate` gives the effect; `assess` gives the effect with a verdict.

Scipy's modules are named in full where they are used (`scipy.stats.norm`), because scipy loads a
module when its name is first used. So screens without net effects start without scipy's modules.
"""

from cruscotto.evaluation.data.reading import CellPlan, Cells, cell_plan
from cruscotto.evaluation.data.reading_panel import PanelCells, widen
from cruscotto.evaluation.design import (
    Design,
    DifferenceInDifferences,
    MatchingOnObservables,
    PanelRegression,
    Randomised,
    RegressionDiscontinuity,
    RepeatedCrossSections,
    StaggeredAdoption,
    TwoArms,
    Window,
)
from cruscotto.evaluation.errors import EvaluationError
from cruscotto.evaluation.impact import (
    Assessment,
    adjust_for_multiplicity,
    assess,
    assess_by,
    estimate,
    estimate_by,
)
from cruscotto.evaluation.inference.bootstrap import BootstrapResult, bootstrap
from cruscotto.evaluation.inference.sensitivity import (
    EValue,
    Robustness,
    risk_ratio_e_value,
    robustness_value,
    standardised_e_value,
)
from cruscotto.evaluation.judgement.attrition import Attrition, AttritionBounds
from cruscotto.evaluation.judgement.funnel_and_shrinkage import (
    FunnelLimits,
    Overdispersion,
    Pooled,
    Shrunken,
    adjust_p_values,
    funnel_limits,
    overdispersion,
    pool,
    shrink,
)
from cruscotto.evaluation.judgement.result import (
    Effect,
    ImpactEstimate,
    Interval,
    cost_per_additional,
    to_plain,
)
from cruscotto.evaluation.judgement.rules import Reason, Thresholds
from cruscotto.evaluation.judgement.verdict import Direction, Judgement, Verdict, judge

__all__ = [
    "Assessment",
    "Attrition",
    "AttritionBounds",
    "BootstrapResult",
    "CellPlan",
    "Cells",
    "Design",
    "DifferenceInDifferences",
    "Direction",
    "EValue",
    "Effect",
    "EvaluationError",
    "FunnelLimits",
    "ImpactEstimate",
    "Interval",
    "Judgement",
    "MatchingOnObservables",
    "Overdispersion",
    "PanelCells",
    "PanelRegression",
    "Pooled",
    "Randomised",
    "Reason",
    "RegressionDiscontinuity",
    "RepeatedCrossSections",
    "Robustness",
    "Shrunken",
    "StaggeredAdoption",
    "Thresholds",
    "TwoArms",
    "Verdict",
    "Window",
    "adjust_for_multiplicity",
    "adjust_p_values",
    "assess",
    "assess_by",
    "bootstrap",
    "cell_plan",
    "cost_per_additional",
    "estimate",
    "estimate_by",
    "funnel_limits",
    "judge",
    "overdispersion",
    "pool",
    "risk_ratio_e_value",
    "robustness_value",
    "shrink",
    "standardised_e_value",
    "to_plain",
    "widen",
]
