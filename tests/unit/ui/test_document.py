"""The document names our look and our script once, and no other answer is touched."""

import json
import re

import pytest

from cruscotto.ui.shell.document import FONTS, STATIC, Document, client_words, ours
from cruscotto.ui.shell.patches import SCRIPTS
from cruscotto.ui.shell.patches import STATIC as STREAMLIT


@pytest.fixture
def answer(run_async):
    """Return `answer(body, status, **headers)`: start and body of what went through."""

    def asked(body: bytes, status: int = 200, path: str = "/quadro", **headers: str):
        sent: list[dict] = []

        async def beneath(scope, receive, send) -> None:
            named = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
            await send({"type": "http.response.start", "status": status, "headers": named})
            half = len(body) // 2
            await send({"type": "http.response.body", "body": body[:half], "more_body": True})
            await send({"type": "http.response.body", "body": body[half:]})

        async def send(message) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": path, "headers": []}
        scope["query_string"] = b"lang=en&region=ITG1"
        run_async(Document(beneath)(scope, None, send))
        found = {k.decode().lower(): v.decode() for k, v in sent[0]["headers"]}
        return found, b"".join(message["body"] for message in sent[1:])

    return asked


def test_streamlits_document_names_our_look_our_script_and_what_draws_charts() -> None:
    found = ours((STREAMLIT / "index.html").read_bytes())
    assert re.search(rb'fetchpriority="low" crossorigin href="\./static/js/PlotlyChart', found)
    named = re.findall(rb'"\./app/static/([\w.]+)\?[0-9a-f]{8}"', found)
    assert named == [b"look.css", b"landmarks.js", b"images.js"]
    assert all((STATIC / name.decode()).is_file() for name in named)


def test_the_typeface_fetched_ahead_is_ours_and_not_streamlits() -> None:
    found = ours((STREAMLIT / "index.html").read_bytes())
    named = re.findall(rb'as="font"[^>]*?href="\./app/static/([^"]+)"', found)
    assert named == [f"fonts/{font}".encode() for font in FONTS]
    assert all((STATIC / name.decode()).is_file() for name in named)
    assert b"SourceSans" not in found


def test_a_document_says_its_new_length_and_no_mark_of_the_old_one(answer) -> None:
    page = b"<html><head></head></html>"
    headers, body = answer(
        page, content_type="text/html", content_length="26", etag="x", last_modified="y"
    )
    assert body == ours(page)
    assert int(headers["content-length"]) == len(body) > len(page)
    assert not {"etag", "last-modified"} & set(headers)


@pytest.mark.parametrize(
    ("status", "kind"), [(200, "application/json"), (304, "text/html"), (404, "text/html")]
)
def test_what_is_no_document_stays_as_it_is(answer, status, kind) -> None:
    page = b"<html><head></head></html>"
    found, body = answer(page, status, content_length="26", content_type=kind)
    assert body == page
    assert found["content-length"] == "26"


def test_an_address_that_no_page_has_leads_to_the_first_page_which_names_it(answer) -> None:
    headers, body = answer(b"<html></html>", path="/regionii", content_type="text/html")
    assert headers["location"] == "quadro?lang=en&region=ITG1&pagina_inesistente=regionii"
    assert body == b""


@pytest.mark.parametrize("path", ["/", "/quadro", "/accessibilita", "/carica"])
def test_the_address_of_a_page_leads_nowhere_else(answer, path) -> None:
    headers, _ = answer(b"<html><head></head></html>", path=path, content_type="text/html")
    assert "location" not in headers


def test_a_document_is_asked_for_uncompressed_and_a_file_as_the_browser_likes(run_async) -> None:
    asked: list[list[tuple[bytes, bytes]]] = []

    async def beneath(scope, receive, send) -> None:
        asked.append(scope["headers"])

    headers = [(b"accept-encoding", b"gzip"), (b"host", b"x")]
    for path in ("/quadro", "/static/js/a.js", "/_stcore/health"):
        scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
        run_async(Document(beneath)(scope, None, None))
    assert asked == [[(b"host", b"x")], headers, headers]


def test_words_put_in_the_place_of_streamlits_are_still_its_own() -> None:
    scripts = "".join(path.read_text("utf-8") for path in SCRIPTS.glob("*.js"))
    heads = {english.split("*")[0] for english, _ in client_words()}
    assert {head for head in heads if f"`{head.rstrip(': ')}" not in scripts} == set()


def test_the_document_carries_those_words_in_both_languages() -> None:
    found = ours(b"<html><head></head></html>").decode()
    (written,) = re.findall(r"cruscottoWords = (\[.*?\])</script>", found)
    assert ["Skip to main content", "Vai al contenuto"] in json.loads(written)


def test_the_document_is_marked_before_any_script_runs() -> None:
    """The script that marks it may run only after the first frame, and the page would jump."""
    document = ours(b'<!doctype html><html lang="en"><head></head></html>').decode()
    assert document.startswith('<!doctype html><html class="cs-menu-coming cs-body-coming" lang')
