"""Requests for figures, their changes and their settled values, and for lists of what exists.

A settled value is the value that a figure will have once late reports are in. The lists are of
indicators, dimensions and editions.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from cruscotto.access import log
from cruscotto.api.asking import Asked, Asking
from cruscotto.api.problems import language
from cruscotto.export.answers import result_rows
from cruscotto.export.outlooks import outlook_row
from cruscotto.facts.changes import outlook
from cruscotto.facts.figures import measure_whole, names, rows
from cruscotto.kpi.change.cohorts import SETTLED
from cruscotto.kpi.change.settling import followed_by, require_followed
from cruscotto.kpi.query.measuring import MOST_DIMENSIONS, asked_of
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS, MART_DIMENSIONS
from cruscotto.kpi.registry import kpi as find_kpi
from cruscotto.kpi.registry.dimensions import DIMENSIONS
from cruscotto.kpi.wording.names import require_known_codes

router = APIRouter(tags=["figures"])
Words = Annotated[str, Field(max_length=300)]


class Question(BaseModel):
    """A question for figures: the parameters of the command `cruscotto kpi`."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[list[Words], Field(min_length=1, max_length=20, description="Indicators.")]
    by: Annotated[
        list[Words], Field(max_length=MOST_DIMENSIONS, description="Dimensions to split by.")
    ] = []
    where: Annotated[
        list[Words], Field(max_length=20, description="DIMENSION=CODE[,CODE]: keep only these.")
    ] = []
    data_set: Annotated[str, Field(pattern="^(official|demo)$")] = "official"

    def measured(self, asked: Asking, slot: str = "current") -> list[KpiResult]:
        """Measure the question's indicators in the edition of a slot: `current` or `previous`.

        Raises:
            UnknownName, NotAvailableBy, NeedsDimension, WrongValue: the question has no answer.
        """
        kpis = [find_kpi(name) for name in self.name]
        words = [word for text in self.by for word in text.split(",")]
        by, selection = asked_of(kpis, words, self.where)
        require_known_codes(asked.edition.con, selection)
        chosen = selection.at("previous") if slot == "previous" else selection
        return [measure_whole(asked.edition, one, by, chosen) for one in kpis]


class Future(BaseModel):
    """A question for values once late reports are in: the parameters of `cruscotto settle`."""

    model_config = ConfigDict(extra="forbid")

    name: Words
    where: Annotated[
        list[Words], Field(max_length=20, description="DIMENSION=CODE[,CODE]: keep only these.")
    ] = []
    data_set: Annotated[str, Field(pattern="^(official|demo)$")] = "official"


class Figure(BaseModel):
    """One figure: value, numerator, denominator, and its code in each dimension of the question."""

    model_config = ConfigDict(extra="allow")

    kpi: str
    numerator: float | None
    denominator: float | None
    value: float | None
    unit: str
    state: str


class Change(BaseModel):
    """One figure in two editions; the difference is empty if either edition has no value."""

    model_config = ConfigDict(extra="allow")

    kpi: str
    before: float | None
    now: float | None
    difference: float | None
    state_before: str
    state_now: str


class Expected(BaseModel):
    """An indicator's value for each year: as known now, and as expected once late reports are in.

    Where the expected values are not estimated, `refused` states why.
    """

    model_config = ConfigDict(extra="allow")

    kpi: str
    unit: str
    state: str
    refused: str | None
    cohorts: list[dict[str, Any]]
    total: dict[str, Any] | None
    sentence: str


class Indicator(BaseModel):
    """The declaration of an indicator, in Italian and English."""

    model_config = ConfigDict(extra="allow")

    name: str
    unit: str
    source: str
    dimensions: list[str]


class DimensionCodes(BaseModel):
    """A dimension, with its codes and the label of each code."""

    name: str
    label: dict[str, str]
    codes: dict[str, str]


@router.get("/kpi", response_model=list[Figure])
def kpi(asked: Asking, question: Annotated[Question, Query()]) -> Response:
    """Measure indicators along dimensions: the JSON of `cruscotto kpi --format json`."""

    def made() -> list[dict[str, Any]]:
        results = question.measured(asked)
        _note(asked, results)
        return [row for result in results for row in result_rows(result)]

    return asked.answer(made)


def _note(asked: Asked, results: list[KpiResult]) -> None:
    """Log which figures of persons a request will receive, before they are given out."""
    of_persons = [result for result in results if result.audience is not None]
    if of_persons:
        log.record(
            "answer",
            path=asked.request.url.path,
            kpis=[result.kpi.name for result in of_persons],
            by=list(of_persons[0].by),
            filters=of_persons[0].selection.as_dict(),
            edition=asked.edition.file_name,
            audience=str(asked.edition.rules.audience),
        )


@router.get("/changes", response_model=list[Change])
def changes(asked: Asking, question: Annotated[Question, Query()]) -> Response:
    """Measure indicators in the previous edition and in the current one."""

    def made() -> list[dict[str, Any]]:
        results = question.measured(asked)
        _note(asked, results)
        pairs = zip(question.measured(asked, "previous"), results, strict=True)
        return [row for before, now in pairs for row in _changes(before, now)]

    return asked.answer(made)


def _changes(before: KpiResult, now: KpiResult) -> list[dict[str, Any]]:
    found = {row.codes: row for row in before.rows}
    codes = sorted({row.codes for row in now.rows} | set(found))
    return [
        {
            "kpi": now.kpi.name,
            **dict(zip(now.by, code, strict=True)),
            **_change(found.get(code), now.row(*code)),
        }
        for code in codes
    ]


def _change(before: KpiRow | None, now: KpiRow | None) -> dict[str, Any]:
    values = [row.value if row else None for row in (before, now)]
    both = values[0] is not None and values[1] is not None
    states = [str(row.state) if row else str(State.MISSING) for row in (before, now)]
    return {
        "before": values[0],
        "now": values[1],
        "difference": float(values[1]) - float(values[0]) if both else None,  # type: ignore[arg-type]
        "state_before": states[0],
        "state_now": states[1],
    }


@router.get("/settle", response_model=Expected)
def settle(asked: Asking, question: Annotated[Future, Query()]) -> Response:
    """Estimate each year's settled value: the JSON of `cruscotto settle --format json`."""

    def made() -> dict[str, Any]:
        kpi = find_kpi(question.name, SETTLED)
        selection = Selection.parse(question.where, followed_by(kpi))
        require_followed(kpi, selection)
        require_known_codes(asked.edition.con, selection)
        found = outlook(asked.edition, kpi, selection)
        _note(asked, [found.plain])
        return outlook_row(found, language(asked.request))

    return asked.answer(made)


@router.get("/indicators", response_model=list[Indicator])
def indicators(asked: Asking) -> Response:
    """List the declarations of all indicators."""
    return asked.answer(lambda: [_declared(name) for name in KPIS])


def _declared(name: str) -> dict[str, Any]:
    found = KPIS[name]
    texts = ("label", "definition", "numerator_label", "denominator_label")
    worded = {part: getattr(found, part) for part in texts}
    return {
        "name": name,
        "unit": str(found.unit),
        "source": found.source,
        "dimensions": list(MART_DIMENSIONS[found.mart]),
        **{part: {"it": text.it, "en": text.en} for part, text in worded.items() if text},
    }


@router.get("/dimensions", response_model=list[DimensionCodes])
def dimensions(asked: Asking) -> Response:
    """List the dimensions, each with the codes that occur in the data."""
    return asked.answer(
        lambda: [
            {
                "name": name,
                "label": {"it": found.label.it, "en": found.label.en},
                "codes": names(asked.edition, name, "it"),
            }
            for name, found in DIMENSIONS.items()
        ]
    )


@router.get("/editions", response_model=list[dict[str, Any]])
def editions(asked: Asking) -> Response:
    """List the files and the editions that the figures come from."""
    return asked.answer(lambda: rows(asked.edition, "editions"))
