"""Net effects of the warehouse's participants: the same figures as the command `impact`."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from cruscotto.access import log
from cruscotto.api.asking import Asking
from cruscotto.api.problems import language
from cruscotto.facts.effect_accounts import of_choice
from cruscotto.impact.account import Account
from cruscotto.impact.choice import ALL, TARGETS, Choice
from cruscotto.impact.outcomes import OUTCOMES
from cruscotto.kpi.query.selection import Selection

router = APIRouter(tags=["figures"])
Words = Annotated[str, Field(max_length=300)]


class Comparison(BaseModel):
    """A question on a net effect: the parameters of `cruscotto impact --warehouse`."""

    model_config = ConfigDict(extra="forbid")

    outcome: Annotated[Words, Field(description=f"One of {', '.join(OUTCOMES)}.")] = "employed_6m"
    target: Annotated[Words, Field(description=f"One of {', '.join(TARGETS)}.")] = ALL
    type: Annotated[Words, Field(description="The type of course, as published.")] = ""
    where: Annotated[
        list[Words], Field(max_length=20, description="DIMENSION=CODE[,CODE]: keep only these.")
    ] = []
    by: Annotated[
        Literal["region", "subgroup"] | None, Field(description="Estimate each group too.")
    ] = None
    method: Annotated[Words, Field(description="How like is compared with like.")] = "aipw"
    confidence: Annotated[float, Field(ge=0.5, le=0.999, description="Of the intervals.")] = 0.95
    cost: Annotated[
        float | None, Field(ge=0, allow_inf_nan=False, description="Euro for each participant.")
    ] = None
    data_set: Annotated[str, Field(pattern="^(official|demo)$")] = "official"

    def choice(self) -> Choice:
        """Return the parameters as a `Choice`, the question that the warehouse answers.

        Raises:
            UnknownName, WrongValue: a name does not exist.
        """
        return Choice(
            outcome=self.outcome,
            target=self.target,
            type=self.type,
            where=Selection.parse(self.where).where,
            method=self.method,  # type: ignore[arg-type]
            confidence=self.confidence,
        )


class Effect(BaseModel):
    """A net effect with its interval, its counts of persons, and the verdict on it."""

    model_config = ConfigDict(extra="allow")

    outcome: str
    outcome_label: str
    unit: str
    att: float
    low: float
    high: float
    gross: float | None
    counterfactual: float | None
    n_treated: int
    n_compared: int
    verdict: str
    reasons: list[dict[str, Any]]
    lock_in: dict[str, Any] | None
    edition: str | None
    is_synthetic: bool


@router.get("/impact", response_model=Effect)
def impact(asked: Asking, question: Annotated[Comparison, Query()]) -> Response:
    """Estimate a net effect: the JSON of `cruscotto impact --warehouse --format json`."""

    def made() -> Account:
        choice = question.choice()
        found = of_choice(
            asked.edition, choice, language(asked.request), question.by, question.cost
        )
        log.record(
            "answer",
            path=asked.request.url.path,
            kpis=["net_impact"],
            by=[question.by] if question.by else [],
            filters={name: list(codes) for name, codes in choice.where},
            edition=asked.edition.file_name,
            audience=str(asked.edition.rules.audience),
        )
        return found

    return asked.answer(made)
