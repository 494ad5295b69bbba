"""The API's application: its paths, its error answers, and a page that describes it offline."""

from html import escape

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from cruscotto import __version__
from cruscotto.api import catalogue, effects, figures, lists, problems
from cruscotto.errors import CruscottoError
from cruscotto.i18n import t

STYLE = "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"


def application() -> FastAPI:
    """Return the API's FastAPI application, to be mounted at `/api/v1`."""
    app = FastAPI(
        title="Cruscotto Strategico",
        version=__version__,
        description="Figures of the screens and of the command, guarded for who asks.",
        docs_url=None,
        redoc_url=None,
        responses=problems.ANSWERS,
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    )
    for router in (figures.router, effects.router, lists.router, catalogue.router):
        app.include_router(router)
    app.add_exception_handler(CruscottoError, problems.of_ours)
    app.add_exception_handler(RequestValidationError, problems.of_request)
    app.add_exception_handler(HTTPException, problems.of_path)
    app.add_exception_handler(Exception, problems.unexpected)
    app.get("/", include_in_schema=False)(described)
    return app


def described(request: Request) -> HTMLResponse:
    """Return a page that describes the API: every path, its purpose and its parameters."""
    lang, schema = problems.language(request), request.app.openapi()
    parts = []
    for path, methods in schema["paths"].items():
        for found in methods.values():
            named = "".join(
                f"<li><code>{escape(p['name'])}</code> {escape(p.get('description', ''))}</li>"
                for p in found.get("parameters", [])
            )
            about = escape(found.get("description", ""))
            parts.append(f"<h2><code>GET {escape(path)}</code></h2><p>{about}</p><ul>{named}</ul>")
    body = f"<p>{t('api.about', lang)}</p><p><a href='openapi.json'>openapi.json</a></p>"
    page = f"<!doctype html><html lang='{lang}'><title>API</title><style>{STYLE}</style>"
    return HTMLResponse(f"{page}<h1>{escape(schema['info']['title'])}</h1>{body}{''.join(parts)}")
