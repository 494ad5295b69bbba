"""What every request needs first: its access, its edition, and the limit of requests per minute."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Annotated, Literal

from fastapi import Depends, HTTPException, Query, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from cruscotto.access import NOBODY, Access, entered, installation
from cruscotto.access.context import for_purpose
from cruscotto.access.grants import access_in
from cruscotto.access.sign_in import configured
from cruscotto.access.tokens import person_of
from cruscotto.api.problems import language
from cruscotto.config import DEMONSTRATION, OFFICIAL, settings
from cruscotto.export.answers import as_json
from cruscotto.facts import Edition
from cruscotto.i18n import t

DataSet = Annotated[
    Literal["official", "demo"], Query(description="The official data, or the demonstration.")
]
# How the screens know a visitor by the request's cookie; the server sets it.
visitor: list[Callable[[Request], Access]] = []
MOST_CALLERS = 10_000


@dataclass(frozen=True)
class Asked:
    """A request, its caller's access, and the edition with the disclosure rules of that access."""

    request: Request
    access: Access
    edition: Edition

    @property
    def tag(self) -> str:
        """Return the answer's ETag, which changes with edition, rules, question and language."""
        query = QueryParams(sorted(self.request.query_params.multi_items()))
        lang = language(self.request)
        whole = f"{self.edition.key}\n{self.request.url.path}?{query}\n{lang}"
        return f'"{hashlib.sha256(whole.encode()).hexdigest()[:32]}"'

    @property
    def headers(self) -> dict[str, str]:
        """Return the cache headers of every answer.

        Only the caller may keep a copy of the answer. Before each use of the copy the caller must
        ask whether it is still valid.
        """
        return {
            "ETag": self.tag,
            "Cache-Control": "private, no-cache",
            "Vary": "Authorization, Cookie, Accept-Language",
        }

    def answer(self, make: Callable[[], object]) -> Response:
        """Return as JSON what `make` returns; status 304 if the caller's copy is still valid."""
        if self.request.headers.get("if-none-match") == self.tag:
            return Response(status_code=304, headers=self.headers)
        purpose = self.request.headers.get("cruscotto-purpose", "")
        with entered(self.access), for_purpose(purpose):
            body = as_json(make())
        # the line's end too is what the command prints
        return Response(f"{body}\n", headers=self.headers, media_type="application/json")


def asked(request: Request, data_set: DataSet = "official") -> Asked:
    """Return a request with its access and its edition.

    Raises:
        HTTPException: the caller has no access, or asks too often.
        NoWarehouse, DamagedWarehouse: there is nothing to read.
    """
    access = _access(request)
    _LIMIT.require(access.person or (request.client.host if request.client else ""), request)
    links = settings().data_sets
    with entered(access):
        found = links.get(DEMONSTRATION if data_set == "demo" else OFFICIAL, links[OFFICIAL])
        return Asked(request, access, Edition.published(found))


Asking = Annotated[Asked, Depends(asked)]


def _access(request: Request) -> Access:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if secret and scheme.lower() == "bearer":
        warehouse = settings().warehouse
        if person := person_of(warehouse, secret.strip()):
            return access_in(warehouse, person)
        raise _refused(request)
    if configured() is None:
        return installation()
    known = visitor[0](request) if visitor else NOBODY
    if not known.person and not settings().open_to_public:
        raise _refused(request)
    return known


def _refused(request: Request) -> HTTPException:
    return HTTPException(401, t("api.token", language(request)), {"WWW-Authenticate": "Bearer"})


class Limit:
    """A limit of requests per minute for each caller.

    A caller may send all requests of a minute within the same second.
    """

    def __init__(self) -> None:
        """Start with no request counted."""
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def require(self, caller: str, request: Request) -> None:
        """Count a request of a caller, and refuse a request above the limit.

        Raises:
            HTTPException: the caller asked too often.
        """
        most, now = settings().api_per_minute, monotonic()
        with self._lock:
            left, then = self._left.pop(caller, (float(most), now))
            left = min(most, left + (now - then) * most / 60)
            if len(self._left) >= MOST_CALLERS:
                del self._left[next(iter(self._left))]
            self._left[caller] = (max(left - 1, 0.0) if left >= 1 else left, now)
        if left < 1:
            wait = str(max(1, round(60 / most)))
            detail = t("api.too_often", language(request), most=most)
            raise HTTPException(429, detail, {"Retry-After": wait})


_LIMIT = Limit()
