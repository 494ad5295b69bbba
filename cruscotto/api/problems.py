"""Error answers in the format of RFC 9457: a sentence for a person, and the code of the error."""

from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from cruscotto import logs
from cruscotto.config import settings
from cruscotto.errors import CruscottoError, DamagedWarehouse, NoWarehouse
from cruscotto.export.answers import as_json
from cruscotto.i18n import Lang, error_sentence, t

PROBLEM = "application/problem+json"
UNAVAILABLE = (NoWarehouse, DamagedWarehouse)


class Problem(BaseModel):
    """An error answer: its status, a title, and a sentence on what to do."""

    type: str
    title: str
    status: int
    detail: str


# What any path may answer, for the description of the API.
ANSWERS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {PROBLEM: {}}, "description": HTTPStatus(status).phrase}
    for status in (400, 401, 404, 405, 422, 429, 503)
}


def answer(status: int, key: str, detail: str, **headers: str) -> Response:
    """Return an error answer as JSON.

    Args:
        status: the HTTP status.
        key: the name of the error, which becomes the answer's `type`.
        detail: a sentence for a person.
        headers: further HTTP headers of the answer.
    """
    body = Problem(
        type=f"urn:cruscotto:{key}", title=HTTPStatus(status).phrase, status=status, detail=detail
    )
    return Response(as_json(body.model_dump()), status, headers, PROBLEM)


def language(request: Request) -> Lang:
    """Return the language for sentences: the request's, or else the installation's."""
    wanted = request.headers.get("accept-language", "")[:2].lower()
    return "en" if wanted == "en" else "it" if wanted == "it" else settings().lang


def of_ours(request: Request, error: Exception) -> Response:
    """Return the answer to a request that raised a `CruscottoError`."""
    assert isinstance(error, CruscottoError)
    status = 503 if isinstance(error, UNAVAILABLE) else 400
    sentence = error_sentence(error, language(request), is_served=True)
    return answer(status, error.key, sentence)


def of_request(request: Request, error: Exception) -> Response:
    """Return the answer to a request whose parameters cannot be read."""
    assert isinstance(error, RequestValidationError)
    faults = [f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors()]
    return answer(422, "api.parameters", "; ".join(faults))


def of_path(request: Request, error: Exception) -> Response:
    """Return the answer to a request that was refused with an HTTP status, such as 404 or 429."""
    assert isinstance(error, HTTPException)
    headers = {str(k): str(v) for k, v in (error.headers or {}).items()}
    return answer(error.status_code, f"api.{error.status_code}", str(error.detail), **headers)


def unexpected(request: Request, error: Exception) -> Response:
    """Return the answer to a request that raised an unexpected error.

    The answer has a sentence; the log gets the error's place in the code.
    """
    logs.failed(error)
    return answer(500, "api.unexpected", t("app.unexpected", language(request)))
