"""Before sign-in nothing but the shell; a file is given to none but whom it was made for."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.testing.v1 import AppTest

from cruscotto.access.roles import NOBODY, access_of
from cruscotto.access.sign_in import SignIn
from cruscotto.config import ROOT, settings
from cruscotto.ui.shell import gate, patches
from cruscotto.ui.shell.gate import SEALED, Gate

INNER = ("/media/x.csv", "/api/files/x", "/_stcore/anything", "/api/other", "//media//x.csv")
OPEN = ("/", "/quadro", "/static/js/a.js", "/app/static/icon.svg", "/api/health", "/oauth2callback")
SIGN_IN = SignIn("https://id.example.it", "c", "s", "https://c.example.it")


@pytest.fixture
def ask(monkeypatch, run_async):
    """Return `ask(path, person, …)`: status and headers of an answer at the gate."""
    monkeypatch.setattr(MemoryMediaFileStorage, "load_and_get_id", kept_otherwise)

    async def application(scope, receive, send) -> None:
        location = [(b"location", b"/")] if scope["path"] == "/oauth2callback" else []
        await send({"type": "http.response.start", "status": 299, "headers": location})

    gated = Gate(application)

    def asked(path: str, person: str | None = None, **headers: str) -> tuple[int, list]:
        known = NOBODY if person is None else access_of(person, [])
        monkeypatch.setattr(gate, "access_of", lambda _: known)
        sent: list[dict] = []

        async def send(message) -> None:
            sent.append(message)

        listed = [(name.encode(), value.encode()) for name, value in headers.items()]
        run_async(gated({"type": "http", "path": path, "headers": listed}, None, send))
        return sent[0]["status"], sent[0]["headers"]

    return asked


kept_otherwise = MemoryMediaFileStorage.load_and_get_id


@pytest.fixture
def signing_in(monkeypatch):
    monkeypatch.setattr(gate, "configured", lambda: SIGN_IN)
    monkeypatch.setattr(gate, "is_closed", lambda: True)


@pytest.mark.parametrize("path", INNER)
def test_who_did_not_sign_in_gets_nothing_but_the_shell(ask, signing_in, path) -> None:
    assert ask(path)[0] == 401


@pytest.mark.parametrize("path", OPEN)
def test_the_shell_is_there_for_everybody(ask, signing_in, path) -> None:
    assert ask(path)[0] == 299


@pytest.mark.parametrize("path", INNER)
def test_an_installation_without_sign_in_is_open_as_ever(ask, path) -> None:
    assert ask(path)[0] == 299


@pytest.mark.parametrize("path", SEALED)
@pytest.mark.parametrize("person", [None, "anna"])
def test_the_server_s_own_ways_in_are_sealed_for_everybody(ask, path, person) -> None:
    assert {ask(where, person)[0] for where in (path, f"{path}/x", f"/{path}")} == {404}


def test_a_file_is_given_to_whom_it_was_made_for_and_to_nobody_else(ask, signing_in) -> None:
    storage = MemoryMediaFileStorage("/media")
    one = (b"a;b", "text/csv", MediaFileKind.DOWNLOADABLE, "a.csv")
    file = storage.load_and_get_id(patches.Owned(one[0], "anna"), *one[1:])
    assert ask(f"/media/{file}.csv", "anna")[0] == 299
    assert ask(f"/media/{file}.csv", "bea")[0] == 404
    assert ask(f"/media/{file}.csv")[0] == 401
    assert ask("/media/unknown.csv", "anna")[0] == 404
    # both made the same file
    storage.load_and_get_id(patches.Owned(one[0], "bea"), *one[1:])
    assert {ask(f"/media/{file}.csv", person)[0] for person in ("anna", "bea")} == {299}
    icon = storage.load_and_get_id(b"<svg/>", "image/svg+xml", MediaFileKind.MEDIA)
    assert ask(f"/media/{icon}.svg", "carla")[0] == 299


def offered() -> None:
    import streamlit as st

    from cruscotto.ui.shell import patches

    st.download_button("x", patches.Owned(b"a;b", "anna"), "a.csv", "text/csv")


def test_streamlit_hands_the_bytes_of_a_file_down_as_they_are(ask, monkeypatch) -> None:
    owners = []
    storing = MemoryMediaFileStorage.load_and_get_id

    def look(self, content, *rest):
        owners.append(getattr(content, "owner", None))
        return storing(self, content, *rest)

    monkeypatch.setattr(MemoryMediaFileStorage, "load_and_get_id", look)
    from streamlit.runtime.download_data_util import convert_data_to_bytes_and_infer_mime

    data, _ = convert_data_to_bytes_and_infer_mime(patches.Owned(b"a", "anna"), ValueError())
    assert data.owner == "anna"
    assert not AppTest.from_function(offered).run().exception


def test_a_sign_in_ends_where_it_began(ask, signing_in) -> None:
    _, headers = ask("/auth/login", referer="https://c.example.it/esiti?fund=FSE&region=ITG1")
    (cookie,) = [value.decode() for name, value in headers if name == b"set-cookie"]
    assert "HttpOnly" in cookie
    kept = cookie.split(";")[0]
    _, headers = ask("/oauth2callback", cookie=kept)
    assert dict(headers)[b"location"] == b"/esiti?fund=FSE&region=ITG1"


@given(st.text(max_size=30).map(lambda t: t) | st.sampled_from(["//evil.example", "/\\evil"]))
def test_nobody_is_sent_to_another_site(path) -> None:
    if gate._is_ours(path):
        assert path.startswith("/")
        assert path[1:2] not in ("/", "\\")
        assert path.isprintable()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("c.example.it", 299),
        ("C.example.it.:443", 299),
        ("localhost:8501", 299),
        ("127.0.0.1", 299),
        ("[::1]:8501", 299),
        ("evil.example", 421),
        ("c.example.it.evil.example", 421),
        ("c.example.it@evil.example", 421),
        ("", 421),
    ],
)
def test_a_server_answers_to_its_own_names_alone(ask, monkeypatch, host, status) -> None:
    chosen = settings().model_copy(update={"hosts": "c.example.it"})
    monkeypatch.setattr(gate, "settings", lambda: chosen)
    assert ask("/quadro", host=host)[0] == status


def test_a_websocket_under_another_s_name_is_closed(monkeypatch, run_async) -> None:
    chosen = settings().model_copy(update={"public_address": "https://c.example.it"})
    monkeypatch.setattr(gate, "settings", lambda: chosen)
    sent: list[dict] = []

    async def send(message) -> None:
        sent.append(message)

    headers = [(b"host", b"evil.example")]
    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": headers}
    run_async(Gate(lambda *_: None)(scope, None, send))
    assert sent == [{"type": "websocket.close", "code": 1008, "reason": ""}]


def test_streamlit_lets_no_other_site_talk_to_a_page() -> None:
    written = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert written["client"]["allowedOrigins"] == []
