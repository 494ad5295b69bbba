"""The rules of disclosure control: who looks, and how small a figure may be shown to them."""

from enum import StrEnum
from functools import cache
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cruscotto.config import settings
from cruscotto.errors import WrongValue

# Characteristics of persons whose counts take the higher threshold.
SENSITIVE = frozenset({"disability", "migrant", "minority", "homeless"})


class Audience(StrEnum):
    """Who reads the figures: it decides what is done to them before anybody sees them."""

    EXACT = "exact"
    PROTECTED = "protected"
    PUBLIC = "public"


class Rules(BaseModel):
    """What an installation decides about small figures.

    Attributes:
        audience: `exact` hides nothing, `protected` hides cells, `public` adds noise.
        threshold: counts of persons from 1 to one less than this are hidden; 3 is the least that
            the Italian code of conduct for statistics allows.
        sensitive_threshold: the same for disability, migrant, minority and homeless persons.
        noise_bound: largest noise of a public count, in persons (D).
        noise_variance: variance of the noise of a public count, in persons squared (V).
        key_bits: keys are integers from 0 to two to this power.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    audience: Audience = Audience.PROTECTED
    threshold: Annotated[int, Field(ge=3)] = 5
    sensitive_threshold: Annotated[int, Field(ge=3)] = 10
    noise_bound: Annotated[int, Field(ge=1, le=50)] = 5
    noise_variance: Annotated[float, Field(gt=0)] = 2.0
    key_bits: Annotated[int, Field(ge=16, le=32)] = 32

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.sensitive_threshold < self.threshold:
            raise ValueError("sensitive_threshold must not be below threshold")
        # A count of 1 can only fall to 0: the widest noise of mean zero it can carry has
        # variance 1 * D, so a larger V would be a promise that small counts cannot keep.
        if self.noise_variance > self.noise_bound:
            raise ValueError("noise_variance must not exceed noise_bound")
        return self

    def threshold_for(self, sensitive: bool) -> int:
        """Return the threshold of a figure, by whether it is about a sensitive characteristic."""
        return self.sensitive_threshold if sensitive else self.threshold


# Said in formulas, which need no language.
AGREEMENT = "SENSITIVE_THRESHOLD ≥ THRESHOLD, NOISE_VARIANCE ≤ NOISE_BOUND"
SETTINGS = ("audience", "threshold", "sensitive_threshold", "noise_bound", "noise_variance")


@cache
def current_rules() -> Rules:
    """Return the rules this installation has set.

    Raises:
        WrongValue: a setting is out of its bounds, or two of them do not agree.
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
    """Say whether any of these indicator, dimension or column names is a sensitive one."""
    return not SENSITIVE.isdisjoint(names)
