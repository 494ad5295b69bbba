"""What a signed-in visit may see: as its claims, its age and the grants of now have it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cruscotto.access import NOBODY, Role, sign_in
from cruscotto.access import grants as table
from cruscotto.access.errors import ExactToAll
from cruscotto.access.sign_in import SignIn, access_of_claims, configured, end, require_cover
from cruscotto.errors import WrongValue

from ..signed_in import CLIENT, ISSUER, SIGN_IN, claims


@pytest.fixture
def link(setting, tmp_path):
    """Return the warehouse of an installation with sign-in; anna answers for Sicily."""
    path = tmp_path / "w.duckdb"
    setting(warehouse=str(path), oidc_roles_claim="roles", **SIGN_IN)
    table.grant(path, table.made("anna", "authority", "ITG1"))
    return path


def test_a_visit_has_the_grants_of_its_person_and_the_roles_its_provider_claims(link) -> None:
    assert access_of_claims(claims()).own == ("ITG1",)
    claimed = access_of_claims(claims(sub="bea", roles=["steward", "authority:ITC4", "king"]))
    assert (claimed.own, claimed.roles) == (("ITC4",), {Role.PUBLIC, Role.STEWARD, Role.AUTHORITY})
    assert access_of_claims(claims(sub="bea", roles="ministry")).is_a(Role.MINISTRY)


def test_a_grant_taken_back_holds_no_longer_in_the_same_visit(link) -> None:
    here = claims()
    assert access_of_claims(here).own
    table.revoke(link, table.made("anna", "authority", "ITG1"))
    assert not access_of_claims(here).own


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://other.example.it"},
        {"iss": None},
        {"aud": "other"},
        {"aud": ["other"]},
        {"is_logged_in": False},
        {"is_logged_in": "true"},
        {"iat": None},
        {"iat": int(time.time()) - 9 * 3600},
        {"iat": int(time.time()) + 3600},
        {"sub": ""},
        {"sub": None},
    ],
    # by number: workers that start in different seconds would name the times differently
    ids=lambda change: "-".join(change),
)
def test_claims_of_another_kind_or_age_are_nobody_s(link, change) -> None:
    assert access_of_claims(claims(**change)) == NOBODY


@given(st.dictionaries(st.text(max_size=8), st.none() | st.text() | st.integers() | st.booleans()))
def test_no_claims_at_all_open_anything_where_nobody_can_sign_in(found) -> None:
    assert access_of_claims(found) == NOBODY


def test_a_visit_that_was_ended_is_over_for_every_copy_of_its_cookie(link) -> None:
    first, second = claims(nonce="a"), claims(nonce="b")
    end(first)
    assert access_of_claims(first) == NOBODY
    assert access_of_claims(second).person == "anna"
    assert "anna" not in (link.parent / "w.duckdb.access.ended").read_text()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("oidc_issuer", "http://id.example.it"),
        ("public_address", "http://cruscotto.example.it"),
        ("public_address", ""),
        ("oidc_client_id", ""),
        ("oidc_client_secret", ""),
    ],
)
def test_half_a_sign_in_is_no_sign_in_and_is_said(link, setting, name, value) -> None:
    setting(**{name: value})
    with pytest.raises(WrongValue) as error:
        configured()
    assert error.value.facts["option"] == f"CRUSCOTTO_{name.upper()}"


def test_without_a_provider_nobody_signs_in(setting) -> None:
    setting(oidc_issuer="")
    assert configured() is None
    assert not sign_in.is_closed()


def test_exact_figures_leave_this_machine_with_sign_in_or_where_it_is_meant(setting) -> None:
    setting(audience="exact", oidc_issuer="")
    for address in ("localhost", "127.0.0.1", "::1"):
        require_cover(address)
    for address in ("", "0.0.0.0", "10.0.0.1"):
        with pytest.raises(ExactToAll):
            require_cover(address)
        require_cover(address, is_meant=True)
    setting(open="true")
    require_cover("0.0.0.0")
    setting(open="false", audience="protected")
    require_cover("0.0.0.0")


def test_the_secret_of_the_client_is_not_shown() -> None:
    assert "a-secret" not in repr(SignIn(ISSUER, CLIENT, "a-secret", "https://c.example.it"))
