"""Cookies of persons who signed in, for servers of one's own whose secret one chose."""

import json
import time

from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

ISSUER, CLIENT, SECRET = "https://id.example.it", "cruscotto", "a cookie secret of our own"
# What makes a server take these cookies; its provider is never asked.
ENVIRONMENT = {
    "STREAMLIT_SERVER_COOKIE_SECRET": SECRET,
    "CRUSCOTTO_OIDC_ISSUER": ISSUER,
    "CRUSCOTTO_OIDC_CLIENT_ID": CLIENT,
    "CRUSCOTTO_OIDC_CLIENT_SECRET": "s",
    "CRUSCOTTO_OIDC_ROLES_CLAIM": "roles",
}


def cookie(
    person: str, *roles: str, origin: str = "", secret: str = SECRET, **claims: object
) -> str:
    """Return the cookie of a person who signed in at an address just now, as `name=value`."""
    now = int(time.time())
    known = {
        "is_logged_in": True,
        "origin": origin,
        "iss": ISSUER,
        "aud": CLIENT,
        "sub": person,
        "iat": now,
        "exp": now + 3600,
        "nonce": person,
        "roles": list(roles),
        **claims,
    }
    signed = create_signed_value(secret, USER_COOKIE_NAME, json.dumps(known))
    return f"{USER_COOKIE_NAME}={signed.decode()}"
