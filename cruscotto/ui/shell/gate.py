"""Check, before any page runs, whether a request needs sign-in.

Pages check this too (`door`), but files, uploads and the server's own addresses are requested
without a page. If sign-in is required, visitors who have not signed in get a page without data and
nothing else.
"""

from http.cookies import SimpleCookie
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from cruscotto.access import NOBODY, Access, Role, installation
from cruscotto.access.sign_in import LOOPBACK, RETURN, access_of_claims, configured, end, is_closed
from cruscotto.config import settings
from cruscotto.i18n import t
from cruscotto.ui.shell import patches

HEALTH = ("/api/health", "/_stcore/health")
# What draws the door: the server's health, how to reach it, the page's own connection.
SHELL = (*HEALTH, "/_stcore/host-config", "/_stcore/stream")
# Where something else than the shell's scripts and pages may be.
INNER = ("/media", "/_stcore", "/component", "/api")
# They answer nobody: no page here draws a component or an agent.
SEALED = ("/_stcore/metrics", "/_stcore/agent", "/component")
# Stewards alone hand files over, where visitors sign in.
UPLOADS = "/_stcore/upload_file"
# The API asks for tokens, see `cruscotto.api`.
PROGRAMS = "/api/v1"
LOG_IN, LOG_OUT, MEDIA = "/auth/login", "/auth/logout", "/media/"
# Where a visitor was when the door was met, for ten minutes.
CAME_FROM, SECONDS = "cruscotto_came_from", 600


UNKNOWN_HOST = PlainTextResponse("", 421)


class Gate:
    """ASGI middleware: answers only the requests that a visitor may make."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application; from now on, record for which person each download is made."""
        self._app, self._owners = app, patches.Owners()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on to the application, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if not _is_named(scope):
            refusing = WebSocketClose(1008) if scope["type"] == "websocket" else UNKNOWN_HOST
            await refusing(scope, receive, send)
            return
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
        refused = self._refusal(scope)
        if refused:
            await refused(scope, receive, send)
            return
        if configured() and scope["path"] == LOG_OUT and (claims := _claims(scope)):
            end(claims)
        await self._app(scope, receive, _returning(scope, send) if configured() else send)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        path = _plain(scope["path"])
        if _within(path, SEALED) or (_within(path, (UPLOADS,)) and not _is_steward(scope)):
            return PlainTextResponse("", 404)
        if configured() is None or path in SHELL or not _within(path, INNER):
            return None
        if _within(path, (PROGRAMS,)):
            return None
        access = access_of(scope)
        if is_closed() and not access.person:
            return PlainTextResponse("\n".join(t("door.why", lang) for lang in ("it", "en")), 401)
        if path.startswith(MEDIA):
            file = path.removeprefix(MEDIA).partition(".")[0]
            if not self._owners.may_fetch(file, access.person):
                return PlainTextResponse("", 404)
        return None


def _is_steward(scope: Scope) -> bool:
    return configured() is not None and access_of(scope).is_a(Role.STEWARD)


def _is_named(scope: Scope) -> bool:
    """Return whether a request is for one of this server's own host names.

    Without this check, a foreign website could point its domain at this server and read its pages.
    """
    known = names()
    host = Headers(scope=scope).get("host", "")
    name = (urlsplit(f"//{host}").hostname or "") if not set(host) & set("/@?#\\ ") else ""
    is_machine = not host and scope["path"] in HEALTH
    return not known or is_machine or name.rstrip(".") in (*known, *LOOPBACK)


def names() -> tuple[str, ...]:
    """Return the host names to which this server answers; empty if it answers to any name."""
    listed = [name.strip().lower().rstrip(".") for name in settings().hosts.split(",")]
    own = urlsplit(settings().public_address).hostname
    return tuple(name for name in (*listed, own) if name)


def _plain(path: str) -> str:
    """Return a URL path with single slashes, the form in which the server compares paths."""
    return "/" + "/".join(part for part in path.split("/") if part)


def _within(path: str, folders: tuple[str, ...]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


def _cookies(scope: Scope) -> dict[str, str]:
    found: SimpleCookie = SimpleCookie()
    found.load(Headers(scope=scope).get("cookie", ""))
    return {name: morsel.value for name, morsel in found.items()}


def _claims(scope: Scope) -> dict[str, object]:
    return patches.claims_in(_cookies(scope))


def access_of(scope: Scope) -> Access:
    """Return the access of the person who sent a request, as read from the signed cookie.

    Without a valid cookie it is the public's. Where no sign-in is configured, it is everybody's
    access by the settings, and no cookie is read.
    """
    if configured() is None:
        return installation()
    claims = _claims(scope)
    return access_of_claims(claims) if claims else NOBODY


def _returning(scope: Scope, send: Send) -> Send:
    """Return a `send` function that leads visitors who signed in back to the page they came from.

    A cookie keeps that page and its filters during sign-in.
    """

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if scope["path"] == LOG_IN:
                where = urlsplit(Headers(scope=scope).get("referer", ""))
                value = quote(f"{where.path}?{where.query}" if where.query else where.path)
                headers.append("set-cookie", _cookie(value, SECONDS))
            elif scope["path"] == RETURN and "location" in headers:
                came_from = unquote(_cookies(scope).get(CAME_FROM, ""))
                if _is_ours(came_from):
                    headers["location"] = came_from
                headers.append("set-cookie", _cookie("", 0))
        await send(message)

    return sending


def _cookie(value: str, seconds: int) -> str:
    return f"{CAME_FROM}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Lax"


def _is_ours(path: str) -> bool:
    """Return whether a path stays on this server, so that it is safe to redirect to it."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
