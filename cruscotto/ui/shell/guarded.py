"""Security headers, which forbid three things to browsers.

A browser must not show a page inside a frame, load anything from other servers, or guess the type
of a file.
"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Streamlit writes styles and small scripts into its page, makes workers and images of bytes, and
# compiles a part of a chart library; nothing comes from another address.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
# Behind a proxy that speaks TLS the browser is to stay with it, for a year.
SECURE = {"Strict-Transport-Security": "max-age=31536000"}


class Guarded:
    """ASGI middleware: adds security headers to every answer over HTTP."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with security headers and, over TLS, with secure cookies."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (HEADERS | (SECURE if _is_secure(scope) else {})).items():
                    headers[name] = value
                if _is_secure(scope):
                    _secure_cookies(message)
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)


def _secure_cookies(message: Message) -> None:
    """Mark the cookies in an answer as secure: browsers then send them over TLS only."""
    message["headers"] = [
        (name, value if b"; secure" in value.lower() else value + b"; Secure")
        if name.lower() == b"set-cookie"
        else (name, value)
        for name, value in message["headers"]
    ]


def _is_secure(scope: Scope) -> bool:
    """Return whether a request came over TLS, either to this server or to the proxy before it."""
    forwarded = dict(scope["headers"]).get(b"x-forwarded-proto", b"")
    return bool(scope["scheme"] == "https" or forwarded == b"https")
