"""The API as a route of the server; the first request loads the API."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from cruscotto.access import Access
from cruscotto.api.address import PATH


class Lazy:
    """The API's application, created at the first request to keep the start of the server short."""

    def __init__(self, visitor: Callable[[Request], Access]) -> None:
        """Keep the function that identifies a visitor of the screens; create no application yet."""
        self._visitor = visitor
        self._app: Any = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, creating the application first if this is the first request."""
        # of an answer to one that asks for headers alone the server leaves the body out
        if scope.get("method") == "HEAD":
            scope = {**scope, "method": "GET"}
        app = self._app
        if app is None:
            from cruscotto.api import application, asking

            asking.visitor[:] = [self._visitor]
            app = self._app = application.application()
        await app(scope, receive, send)


def mounted(visitor: Callable[[Request], Access]) -> Mount:
    """Return the API as a route of the server.

    Args:
        visitor: returns the access of somebody signed in to the screens, from a request's cookie.
    """
    return Mount(PATH, app=Lazy(visitor))
