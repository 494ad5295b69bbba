"""The class of indicators: a frozen declaration with labels, columns and source."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from cruscotto.i18n import Text

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Unit(StrEnum):
    """The unit of a value; shares are fractions of one."""

    COUNT = "count"
    EUR = "eur"
    SHARE = "share"
    DAYS = "days"
    INDEX = "index"
    POINTS = "pp"
    RATIO = "ratio"
    PER_THOUSAND = "per_thousand"


class Direction(StrEnum):
    """Whether a higher value is better; figures with `CONTEXT` are never judged."""

    HIGHER_IS_BETTER = "higher"
    LOWER_IS_BETTER = "lower"
    CONTEXT = "context"


class Method(StrEnum):
    """The method by which rows of a mart become a figure.

    For each method, `cruscotto.kpi.query` has a function that builds the query.
    """

    COUNT = "count"
    SUM = "sum"
    RATIO = "ratio"
    SHARE_OF_OPERATIONS = "share_of_operations"
    MEAN_OF_OPERATIONS = "mean_of_operations"
    MEDIAN_OF_OPERATIONS = "median_of_operations"
    CONCENTRATION = "concentration"
    PARTICIPATIONS = "participations"
    PERSONS = "persons"
    RATE = "rate"
    GENDER_GAP = "gender_gap"
    OBSERVED_ON_EXPECTED = "observed_on_expected"
    COST = "cost"
    PER_THOUSAND = "per_thousand"
    TARGET = "target"
    QUANTILE = "quantile"


class Basis(StrEnum):
    """Which money a sum counts; figures of different bases are never combined without a notice."""

    PUBLIC = "public"
    MONITORED = "monitored"
    PLAN = "plan"
    TOTAL = "total"
    GROSS_PAY = "gross_pay"
    NONE = "none"


class Kpi(BaseModel):
    """The declaration of one indicator: its labels, its definition and how it is computed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    label: Text
    definition: Text
    mart: Name
    method: Method
    numerator: Name
    numerator_label: Text
    denominator: Name | None = None
    denominator_label: Text | None = None
    unit: Unit
    direction: Direction = Direction.CONTEXT
    basis: Basis = Basis.NONE
    source: Name
    # which year a row counts in: an operation starts, a participant enters or leaves
    year_column: Name = "year_code"
    # rates of people: who could be known (the mature), and who is not mature yet
    eligible: Name | None = None
    at_risk: Name | None = None
    # the rate whose unknown outcomes stand beside a figure of the persons that are known
    unknown_of: Name | None = None
    # register and survey are two series: the column of each ends in its name
    by_source: bool = False
    # which quantile of the numerator's values: 0.5 is the median
    quantile: float | None = None
    # the amount at which the classes of a quantile begin; changes of amounts may be negative
    lowest: int = 0
    # the column of persons behind a figure whose numerator and denominator are something else
    counted: Name | None = None
    # about disability, origin, minority or homelessness: small counts take the higher threshold
    sensitive: bool = False
    # a dimension without which the figure has no meaning: it would count persons twice
    needs: Name | None = None
    # rows are reports that contain the ones before: by year the last of each, otherwise the newest
    is_cumulative: bool = False
