"""A typed client of the API, for programs in Python.

Figures of payments by region, for instance, are asked for as follows:

    with Client("https://cruscotto.example.it", token) as api:
        for figure in api.kpi("payments_eur", by=["region"], where={"fund": ["FSE"]}):
            print(figure.codes["region"], figure.value)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import httpx

PAGE = 1000
PARTS = ("kpi", "numerator", "denominator", "value", "unit", "state")
BESIDE = ("low", "high", "unknown_share", "immature", "worst_case_low", "worst_case_high")
Where = Mapping[str, Sequence[str]]


class Refused(Exception):
    """An error answer of the API: its status, and a sentence on what to do."""

    def __init__(self, status: int, detail: str) -> None:
        """Keep the status and the sentence that the API answered."""
        super().__init__(detail)
        self.status, self.detail = status, detail


@dataclass(frozen=True)
class Figure:
    """One figure, as `cruscotto kpi --format json` prints it.

    Attributes:
        codes: the figure's code in each dimension that it is split by.
        state: `shown`, or why there is no value: `hidden`, `missing`, `immature`.
        audience: the audience that may see the figure; empty for figures of money.
        beside: further values of a figure of persons: its interval, unknown outcomes, immature
            records.
    """

    kpi: str
    codes: dict[str, str]
    numerator: float | None
    denominator: float | None
    value: float | None
    unit: str
    state: str
    audience: str = ""
    beside: dict[str, float | None] = field(default_factory=dict)

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        """Read a figure from the API's JSON."""
        known = {name: row[name] for name in PARTS}
        beside = {name: row[name] for name in BESIDE if name in row}
        codes = {n: v for n, v in row.items() if n not in (*PARTS, *BESIDE, "audience")}
        return cls(**known, codes=codes, audience=row.get("audience", ""), beside=beside)


class Client:
    """A client for the API of one installation."""

    def __init__(self, address: str, token: str = "", *, demo: bool = False) -> None:
        """Keep the installation's address and the caller's token.

        Args:
            address: the installation's address, such as `https://cruscotto.example.it`.
            token: the token that `cruscotto access token` printed; empty if the installation is
                open.
            demo: whether to ask for the demonstration in place of the official data.
        """
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        base = f"{address.rstrip('/')}/api/v1"
        self._http = httpx.Client(base_url=base, headers=headers, timeout=60)
        self._data_set = {"data_set": "demo"} if demo else {}

    def __enter__(self) -> Self:
        """Open the connection."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection."""
        self._http.close()

    def kpi(self, *names: str, by: Sequence[str] = (), where: Where | None = None) -> list[Figure]:
        """Return the figures of indicators along dimensions.

        Raises:
            Refused: a name is unknown, or the caller may not ask.
        """
        found = self.get("kpi", name=names, by=by, where=_filters(where))
        return [Figure.of(row) for row in found]

    def changes(
        self, *names: str, by: Sequence[str] = (), where: Where | None = None
    ) -> list[dict[str, Any]]:
        """Return the figures of indicators in the previous edition and in the current one.

        Each dictionary has the codes of one figure, its value in either edition, and the
        difference, which is `None` if either value is missing.

        Raises:
            Refused: a name is unknown, or the caller may not ask.
        """
        found: list[dict[str, Any]] = self.get("changes", name=names, by=by, where=_filters(where))
        return found

    def impact(
        self, outcome: str = "employed_6m", where: Where | None = None, **more: str | float
    ) -> dict[str, Any]:
        """Estimate a net effect on an outcome, as `cruscotto impact --format json` prints it.

        Args:
            outcome: the name of the outcome, such as `employed_6m`, `earnings_12m` or
                `course_work`.
            where: filters on the participants whose effect is estimated.
            more: further parameters: `target`, `type`, `by`, `method`, `confidence`, `cost`.

        Raises:
            Refused: a name is unknown, too few people are behind the estimate, or the data do not
                allow it.
        """
        found: dict[str, Any] = self.get("impact", outcome=outcome, where=_filters(where), **more)
        return found

    def operations(self, where: Where | None = None, search: str = "") -> Iterator[dict[str, Any]]:
        """Yield the operations of a selection, which are requested in pages."""
        read, total = 0, 1
        while read < total:
            page = self.get(
                "operations", where=_filters(where), search=search, offset=read, limit=PAGE
            )
            yield from page["rows"]
            read, total = read + PAGE, page["total"]

    def download(
        self,
        table: Literal["operations", "series"],
        out: Path,
        form: Literal["csv", "parquet"] = "csv",
        where: Where | None = None,
    ) -> None:
        """Write all operations, or all context indicators (`series`), of a selection to a file.

        Raises:
            Refused: the API answered with an error.
        """
        asked = {"format": form, "where": _filters(where), **self._data_set}
        with self._http.stream("GET", f"/{table}", params=asked) as answer, out.open("wb") as file:
            if answer.is_error:
                answer.read()
            _require(answer)
            for piece in answer.iter_bytes():
                file.write(piece)

    def get(self, path: str, **asked: Any) -> Any:
        """Request any path of the API, and return the JSON that it answers.

        Raises:
            Refused: the API answered with an error.
        """
        answer = self._http.get(f"/{path}", params={**asked, **self._data_set})
        _require(answer)
        return answer.json()


def _require(answer: httpx.Response) -> None:
    if not answer.is_error:
        return
    try:
        detail = str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        detail = answer.reason_phrase
    raise Refused(answer.status_code, detail)


def _filters(where: Where | None) -> list[str]:
    quoted = {
        name: [f'"{code}"' if "," in code else code for code in codes]
        for name, codes in (where or {}).items()
    }
    return [f"{name}={','.join(codes)}" for name, codes in quoted.items()]
