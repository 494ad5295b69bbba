"""The rules of disclosure control: the reader's audience, and the thresholds that hide figures.

`head_counts.Heads.small` applies the thresholds; `cruscotto.kpi.query.hidden_cells` hides the rows.
"""

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cruscotto.config import settings
from cruscotto.errors import WrongValue

# Characteristics of persons whose counts take the higher threshold.
SENSITIVE = frozenset({"disability", "migrant", "minority", "homeless"})


class Audience(StrEnum):
    """Who reads the figures; the audience decides how figures of persons are protected."""

    EXACT = "exact"
    PROTECTED = "protected"
    PUBLIC = "public"


class Rules(BaseModel):
    """The disclosure rules of an installation, or of one reader.

    A public figure is the protected figure with further noise and thresholds of its own. Somebody
    who sees both figures learns nothing beyond the protected figure.

    Attributes:
        audience: `exact` changes nothing; `protected` and `public` add noise and hide small counts.
        threshold: counts of persons from 1 to one less than this are hidden; 3 is the least that
            the Italian code of conduct for statistics allows.
        sensitive_threshold: threshold for counts of disabled, migrant, minority and homeless
            persons.
        noise_bound: largest noise of a count, in persons (D).
        noise_variance: variance of the noise of a count, in persons squared (V).
        noise_table: a file with the columns `pcv`, `ckey`, `pvalue`, whose noise replaces the
            generated one.
        public_threshold: threshold of public figures; where left out, that of protected figures.
        public_sensitive_threshold: sensitive threshold of public figures; where left out, the
            larger of `public_threshold` and `sensitive_threshold`.
        public_extra_bound: largest noise that the public figure adds to the protected one.
        public_extra_variance: variance of the noise that the public figure adds.
        own: managing authorities that this reader answers for: figures about their participants
            alone are exact. Empty in the rules of an installation; `cruscotto.access` fills it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    audience: Audience = Audience.PROTECTED
    threshold: Annotated[int, Field(ge=3)] = 5
    sensitive_threshold: Annotated[int, Field(ge=3)] = 10
    noise_bound: Annotated[int, Field(ge=1, le=50)] = 10
    noise_variance: Annotated[float, Field(gt=0)] = 2.0
    noise_table: Path | None = None
    public_threshold: Annotated[int | None, Field(ge=3)] = None
    public_sensitive_threshold: Annotated[int | None, Field(ge=3)] = None
    public_extra_bound: Annotated[int, Field(ge=1, le=50)] = 5
    public_extra_variance: Annotated[float, Field(gt=0)] = 1.0
    own: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.sensitive_threshold < self.threshold:
            raise ValueError("sensitive_threshold must not be below threshold")
        # A count of 1 can only fall to 0: the widest noise of mean zero it can carry has
        # variance 1 * D, so no table could give small counts a larger V.
        if self.noise_variance > self.noise_bound:
            raise ValueError("noise_variance must not exceed noise_bound")
        if self.public_extra_variance > self.public_extra_bound:
            raise ValueError("public_extra_variance must not exceed public_extra_bound")
        if (self.public_threshold or self.threshold) < self.threshold:
            raise ValueError("public_threshold must not be below threshold")
        least = max(self.public_threshold or 0, self.sensitive_threshold)
        if (self.public_sensitive_threshold or least) < least:
            raise ValueError("public_sensitive_threshold must not be below the other thresholds")
        return self

    def threshold_for(self, sensitive: bool, audience: Audience | None = None) -> int:
        """Return the count, in persons, below which a figure is hidden.

        Args:
            sensitive: whether the figure is about a sensitive characteristic (higher threshold).
            audience: who reads; where left out, the audience of these rules.
        """
        plain, high = self.threshold, self.sensitive_threshold
        if (audience or self.audience) is Audience.PUBLIC:
            plain = self.public_threshold or plain
            high = self.public_sensitive_threshold or max(high, plain)
        return high if sensitive else plain

    @property
    def guards(self) -> bool:
        """Return whether these rules change figures of persons; false for the `exact` audience."""
        return self.audience is not Audience.EXACT


# Written as formulas, which need no language.
AGREEMENT = "SENSITIVE_THRESHOLD ≥ THRESHOLD, NOISE_VARIANCE ≤ NOISE_BOUND, PUBLIC_… ≥ …"
SETTINGS = tuple(name for name in Rules.model_fields if name != "own")


@cache
def installed_rules() -> Rules:
    """Return the disclosure rules that the installation's settings state.

    The rules of one reader are in `access.current_rules`.

    Raises:
        WrongValue: a setting is out of its bounds, or two settings contradict each other.
    """
    chosen = {name: getattr(settings(), name) for name in SETTINGS}
    if chosen["sensitive_threshold"] is None:
        chosen["sensitive_threshold"] = max(10, settings().threshold)
    try:
        return Rules.model_validate(chosen)
    except ValidationError as error:
        fault = error.errors()[0]
        name = str(fault["loc"][0]) if fault["loc"] else ", ".join(SETTINGS)
        bounds = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
        limits = fault.get("ctx", {}).items()
        expected = ", ".join(f"{bounds[rule]} {limit}" for rule, limit in limits if rule in bounds)
        raise WrongValue(
            option=f"CRUSCOTTO_{name.upper()}",
            value=chosen.get(name, ""),
            expected=expected or AGREEMENT,
        ) from error


def is_sensitive(*names: str) -> bool:
    """Return whether any given name of an indicator, dimension or column is in `SENSITIVE`."""
    return not SENSITIVE.isdisjoint(names)
