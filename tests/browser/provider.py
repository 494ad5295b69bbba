"""A small provider of identities for tests: OpenID Connect's code flow, and tokens that are wrong.

Its tokens are made by joserfc. The certified `oidc-provider` of npm takes its place in one test.
"""

import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.routing import Route

CLIENT, SECRET = "cruscotto", "a-secret-of-the-tests"
SECONDS = 300


@dataclass
class Provider:
    """The provider's state: who is known, and how the next tokens are wrong.

    Attributes:
        roles: what is claimed of each person.
        changes: claims of the next tokens that are other than they should be.
        is_forged: whether the next tokens are signed by somebody else.
    """

    address: str
    roles: dict[str, list[str]] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    is_forged: bool = False
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    other: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def metadata(self, _: Request) -> JSONResponse:
        ends = {"authorization": "authorize", "token": "token", "end_session": "end"}
        return JSONResponse(
            {
                "issuer": self.address,
                "jwks_uri": f"{self.address}/keys",
                **{f"{name}_endpoint": f"{self.address}/{path}" for name, path in ends.items()},
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    def keys(self, _: Request) -> JSONResponse:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    def authorize(self, request: Request) -> HTMLResponse | RedirectResponse:
        asked = dict(request.query_params)
        person = asked.pop("person", "")
        if not person:
            kept = "".join(
                f'<input type="hidden" name="{n}" value="{escape(v)}">' for n, v in asked.items()
            )
            return HTMLResponse(
                f'<form><label>Person <input name="person"></label>{kept}<button>OK</button></form>'
            )
        code = secrets.token_urlsafe()
        self.codes[code] = {"person": person, "nonce": asked.get("nonce", "")}
        answer = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{answer}", 302)

    async def token(self, request: Request) -> JSONResponse:
        form = await request.form()
        known = self.codes.pop(str(form["code"]), None)
        if known is None:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now, person = int(time.time()), known["person"]
        claims = {
            "iss": self.address,
            "sub": person,
            "aud": CLIENT,
            "iat": now,
            "exp": now + SECONDS,
            "nonce": known["nonce"],
            "name": person.title(),
            "roles": self.roles.get(person, []),
        } | self.changes
        key = self.other if self.is_forged else self.key
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)
        token = {"access_token": "x", "token_type": "Bearer", "id_token": signed}
        return JSONResponse(token)

    def end(self, request: Request) -> RedirectResponse:
        return RedirectResponse(request.query_params["post_logout_redirect_uri"], 302)

    def routes(self) -> list[Route]:
        return [
            Route("/.well-known/openid-configuration", self.metadata),
            Route("/keys", self.keys),
            Route("/authorize", self.authorize),
            Route("/token", self.token, methods=["POST"]),
            Route("/end", self.end),
        ]


def free_port() -> int:
    with socket.create_server(("localhost", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def providing() -> Iterator[Provider]:
    """Run a provider for as long as it is needed."""
    port = free_port()
    provider = Provider(f"http://localhost:{port}")
    app = Starlette(routes=provider.routes())
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield provider
    server.should_exit = True
    thread.join(10)
