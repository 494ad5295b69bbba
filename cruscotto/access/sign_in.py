"""Sign-in by OpenID Connect: the provider, its claims, and the access of a signed-in visit.

The server checks the provider's token when it arrives. This module decides how long a visit lasts
and what the person may see; it does so at every click, so that a revoked grant ends at once.
"""

import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cruscotto.access import files
from cruscotto.access.errors import ExactToAll
from cruscotto.access.grants import access_in
from cruscotto.access.roles import NOBODY, Access, Role
from cruscotto.config import PREFIX, settings
from cruscotto.errors import WrongValue

METADATA = "/.well-known/openid-configuration"
RETURN = "/oauth2callback"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
ENDED = "access.ended"
Claims = Mapping[str, Any]


@dataclass(frozen=True)
class SignIn:
    """A provider of identities, and this installation's account at the provider.

    Attributes:
        issuer: the provider's address, as its tokens state it.
        client_id: this installation's name at the provider.
        client_secret: the installation's secret at the provider.
        address: this installation's own address, as browsers know it.
        prompt: what the provider does with a person who is signed in already, e.g. `login`.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    address: str
    prompt: str = "select_account"

    def secrets(self, cookie_secret: str) -> dict[str, dict[str, Any]]:
        """Return the settings that Streamlit needs to sign visitors in with this provider."""
        return {
            "auth": {
                "redirect_uri": f"{self.address}{RETURN}",
                "cookie_secret": cookie_secret,
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "server_metadata_url": f"{self.issuer.rstrip('/')}{METADATA}",
                "client_kwargs": {"scope": "openid email profile", "prompt": self.prompt},
            }
        }


def configured() -> SignIn | None:
    """Return the settings of sign-in of this installation; `None` without sign-in.

    Raises:
        WrongValue: a setting is missing, or would send secrets unencrypted.
    """
    found = settings()
    return _of(
        found.oidc_issuer,
        found.oidc_client_id,
        found.oidc_client_secret,
        found.public_address,
        found.oidc_prompt,
    )


@lru_cache(maxsize=4)
def _of(
    issuer: str, client_id: str, client_secret: str, address: str, prompt: str
) -> SignIn | None:
    if not issuer:
        return None
    for name, value in {"OIDC_ISSUER": issuer, "PUBLIC_ADDRESS": address}.items():
        parts = urlsplit(value)
        if not parts.hostname or (parts.scheme != "https" and parts.hostname not in LOOPBACK):
            raise WrongValue(option=f"{PREFIX}{name}", value=value, expected="https://…")
    for name, value in {"OIDC_CLIENT_ID": client_id, "OIDC_CLIENT_SECRET": client_secret}.items():
        if not value:
            raise WrongValue(option=f"{PREFIX}{name}", value="", expected="…")
    return SignIn(issuer, client_id, client_secret, address.rstrip("/"), prompt)


def is_closed() -> bool:
    """Return whether a visitor who did not sign in sees only the sign-in page."""
    return configured() is not None and not settings().open_to_public


def require_cover(address: str, is_meant: bool = False) -> None:
    """Raise an error if a server without sign-in would show exact figures to other machines.

    Args:
        address: the address a server listens on; empty for every address.
        is_meant: whether the operator allows exact figures without sign-in. The setting
            `CRUSCOTTO_OPEN` allows them as well.

    Raises:
        ExactToAll: there is no sign-in, and the operator does not allow exact figures without it.
    """
    is_exact, is_meant = settings().audience == "exact", is_meant or settings().open
    if is_exact and configured() is None and not is_meant and address not in LOOPBACK:
        raise ExactToAll(address=address or "0.0.0.0")


def access_of_claims(claims: Claims) -> Access:
    """Return the access that a signed-in person has now.

    It is the public's access if the person's visit is over, or the claims are not valid.

    Args:
        claims: the claims of the token, from the server's signed cookie.
    """
    sign_in = configured()
    if sign_in is None or not _is_theirs(claims, sign_in) or not _lasts(claims):
        return NOBODY
    person = str(claims.get(settings().oidc_person_claim) or "")
    if not person or key_of(claims) in _ended(settings().warehouse):
        return NOBODY
    return access_in(settings().warehouse, person, _claimed(claims))


def _is_theirs(claims: Claims, sign_in: SignIn) -> bool:
    """Return whether claims are of a person whom this provider signed in to this installation."""
    audience = claims.get("aud")
    known = audience if isinstance(audience, list) else [audience]
    is_signed_in = claims.get("is_logged_in") is True
    return is_signed_in and claims.get("iss") == sign_in.issuer and sign_in.client_id in known


def _lasts(claims: Claims) -> bool:
    began = claims.get("iat")
    if not isinstance(began, int | float):
        return False
    return 0 <= time.time() - began + 60 < settings().session_hours * 3600 + 60


def _claimed(claims: Claims) -> Iterator[tuple[Role, str]]:
    """Yield each role in a person's claims, with its scope (an authority's code, or empty).

    The provider writes a role as `steward`, or as `authority:CODE` if it has a scope.
    """
    claimed = claims.get(settings().oidc_roles_claim) if settings().oidc_roles_claim else None
    for text in claimed if isinstance(claimed, list) else [claimed]:
        name, _, scope = str(text or "").partition(":")
        if name in set(Role) and (name == Role.AUTHORITY) == bool(scope):
            yield Role(name), scope


# ---------------------------------------------------------------- visits that were ended
def key_of(claims: Claims) -> str:
    """Return a key for one visit; the key does not contain the person's name."""
    parts = [str(claims.get(name)) for name in ("iss", "sub", "iat", "nonce")]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def end(claims: Claims) -> None:
    """End a visit in every process of this installation, also for copies of its cookie."""
    path = files.beside(settings().warehouse, ENDED)
    with files.alone(path):
        oldest = time.time() - settings().session_hours * 3600
        kept = {key: at for key, at in _read(path).items() if at > oldest}
        files.replace(path, json.dumps(kept | {key_of(claims): time.time()}) + "\n")


def _ended(warehouse: Path) -> frozenset[str]:
    path = files.beside(warehouse, ENDED)
    return _known(path, files.seen(path))


@lru_cache(maxsize=4)
def _known(path: Path, seen: tuple[int, ...]) -> frozenset[str]:
    return frozenset(_read(path)) if seen else frozenset()


def _read(path: Path) -> dict[str, float]:
    text = files.read(path)
    found: dict[str, float] = json.loads(text) if text else {}
    return found
