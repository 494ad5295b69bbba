"""An installation with sign-in, as tests set it up: its settings, and the claims of a visit."""

import time

ISSUER, CLIENT = "https://id.example.it", "cruscotto"
SIGN_IN = {
    "oidc_issuer": ISSUER,
    "oidc_client_id": CLIENT,
    "oidc_client_secret": "x",
    "public_address": "https://cruscotto.example.it",
}


def claims(**changes: object) -> dict[str, object]:
    """Return the claims of a visit of anna that begins now, with some changed."""
    now = int(time.time())
    return {
        "iss": ISSUER,
        "aud": CLIENT,
        "sub": "anna",
        "iat": now,
        "is_logged_in": True,
        "roles": [],
    } | changes
