"""Errors that refuse an estimate where the data do not allow one.

Each class has the key of its sentence in the catalogues.
"""

from cruscotto.errors import CruscottoError


class EvaluationError(CruscottoError):
    """The data do not allow the estimate that was asked for."""

    key = "errors.evaluation_refused"
    exit_code = 40


class ColumnNotFound(EvaluationError):
    """The design names a column that the data do not have."""

    key = "errors.evaluation_column_not_found"
    exit_code = 41


class ValuesMissing(EvaluationError):
    """A column that the estimate needs is empty in some rows."""

    key = "errors.evaluation_values_missing"
    exit_code = 42


class NotNumeric(EvaluationError):
    """A column that must contain finite numbers contains something else."""

    key = "errors.evaluation_not_numeric"
    exit_code = 43


class TreatmentNotBinary(EvaluationError):
    """A 0/1 column, such as that of treatment, has other values."""

    key = "errors.evaluation_treatment_not_binary"
    exit_code = 44


class OneArm(EvaluationError):
    """Everybody was treated, or nobody was."""

    key = "errors.evaluation_one_arm"
    exit_code = 45


class TooFewRows(EvaluationError):
    """There are fewer people than the method needs for an estimate."""

    key = "errors.evaluation_too_few_rows"
    exit_code = 46


class ConstantOutcome(EvaluationError):
    """The outcome does not vary, so no uncertainty can be computed."""

    key = "errors.evaluation_constant_outcome"
    exit_code = 47


class Separation(EvaluationError):
    """A covariate, alone or with others, predicts without error who is treated."""

    key = "errors.evaluation_separation"
    exit_code = 48


class NoOverlap(EvaluationError):
    """No weighting makes the comparison persons resemble the treated."""

    key = "errors.evaluation_no_overlap"
    exit_code = 49


class CollinearCovariate(EvaluationError):
    """A covariate is a combination of other covariates."""

    key = "errors.evaluation_collinear"
    exit_code = 50


class NoCovariates(EvaluationError):
    """The method compares people who are alike, and no characteristic was named."""

    key = "errors.evaluation_no_covariates"
    exit_code = 51


class BadCells(EvaluationError):
    """The moments of a cell contradict each other: its mean square is below its squared mean."""

    key = "errors.evaluation_bad_cells"
    exit_code = 52


class CellsNotSupported(EvaluationError):
    """The design needs one row per observation, and the data are cells."""

    key = "errors.evaluation_cells_not_supported"
    exit_code = 53


class TooFewClusters(EvaluationError):
    """There are fewer than two clusters, so that a variance between clusters does not exist."""

    key = "errors.evaluation_too_few_clusters"
    exit_code = 54


class PeriodRepeated(EvaluationError):
    """A unit has two rows for the same period."""

    key = "errors.evaluation_period_repeated"
    exit_code = 55


class NoComparisonCohort(EvaluationError):
    """In no period are a treated cohort and an untreated cohort observed together."""

    key = "errors.evaluation_no_comparison_cohort"
    exit_code = 56


class RunningTooCoarse(EvaluationError):
    """The running variable has too few distinct values near the cutoff."""

    key = "errors.evaluation_running_too_coarse"
    exit_code = 57


class UnknownChoice(EvaluationError):
    """A method, standard error or aggregate was asked for that the design does not have."""

    key = "errors.evaluation_unknown_choice"
    exit_code = 58


class UnstableResampling(EvaluationError):
    """Too many bootstrap draws could not be estimated."""

    key = "errors.evaluation_unstable_resampling"
    exit_code = 59


class PeriodMissing(EvaluationError):
    """Some units are not observed in every period."""

    key = "errors.evaluation_period_missing"
    exit_code = 61


class CohortChanges(EvaluationError):
    """The rows of one unit name different periods as its first treated period."""

    key = "errors.evaluation_cohort_changes"
    exit_code = 62


class EmptyCells(EvaluationError):
    """Some cells of grouped data have a count of people that is not positive."""

    key = "errors.evaluation_empty_cells"
    exit_code = 63


class MomentMissing(EvaluationError):
    """A grouped panel lacks the mean product of the outcomes of two periods."""

    key = "errors.evaluation_moment_missing"
    exit_code = 64


class TooFewObservations(EvaluationError):
    """A panel has no more rows than parameters."""

    key = "errors.evaluation_too_few_observations"
    exit_code = 65


class GroupAbsent(EvaluationError):
    """One of two groups has no people in one of two periods."""

    key = "errors.evaluation_group_absent"
    exit_code = 67


class RuleBroken(EvaluationError):
    """The treatment of some persons contradicts the rule of the cutoff."""

    key = "errors.evaluation_rule_broken"
    exit_code = 60


class NotAPeriod(EvaluationError):
    """The periods or cohorts of a panel do not all have one format."""

    key = "errors.evaluation_not_a_period"
    exit_code = 76


class DecimalUndecided(EvaluationError):
    """The numbers of a column can be read in two ways, and no value decides which is right."""

    key = "errors.evaluation_decimal_undecided"
    exit_code = 79


class NumbersAndText(EvaluationError):
    """A column of numbers has a value that is no number."""

    key = "errors.evaluation_numbers_and_text"
    exit_code = 69


class PeriodsWithoutOrder(EvaluationError):
    """The periods of a panel are words that nobody can put in order."""

    key = "errors.evaluation_periods_without_order"
    exit_code = 82


class OutcomeNotDue(EvaluationError):
    """There are participants, but no participant's outcome is due yet."""

    key = "errors.evaluation_outcome_not_due"
    exit_code = 133


class OutcomeUnknown(EvaluationError):
    """Participants' outcomes are due, but no outcome is known."""

    key = "errors.evaluation_outcome_unknown"
    exit_code = 134


class ErrorVanishes(EvaluationError):
    """The standard error is zero or not a number: the outcome has no variation left."""

    key = "errors.evaluation_error_vanishes"
    exit_code = 137


class ArmOfOneCluster(EvaluationError):
    """All people of one arm are in one cluster, so the variance of clusters is unknown."""

    key = "errors.evaluation_arm_of_one_cluster"
    exit_code = 138


class PeriodsReversed(EvaluationError):
    """The periods asked for are not in the order of time, or a period is repeated."""

    key = "errors.evaluation_periods_reversed"
    exit_code = 139


class TreatmentChanges(EvaluationError):
    """Units change treatment between periods, and some are treated before the last period."""

    key = "errors.evaluation_treatment_changes"
    exit_code = 140


class OptionNotRead(EvaluationError):
    """An option is given that the chosen method would ignore."""

    key = "errors.evaluation_option_not_read"
    exit_code = 141


class CategoryNotRead(EvaluationError):
    """A column is named as a category, but the question does not use the column."""

    key = "errors.evaluation_category_not_read"
    exit_code = 142


class NobodyAlike(EvaluationError):
    """Each participant has a characteristic that too few comparison persons share."""

    key = "errors.evaluation_nobody_alike"
    exit_code = 143
