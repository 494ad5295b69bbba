"""Pages name the scripts their parts need; nothing else does."""

import re

import pytest

from cruscotto.ui.shell import preload
from cruscotto.ui.shell.preload import PARTS, SCRIPTS, Preload, links, scripts


@pytest.fixture
def headers_of(run_async):
    """Return `headers_of(type)`: those of an answer that went through the middleware."""

    def asked(content_type: str) -> dict[bytes, bytes]:
        sent: list[dict[str, object]] = []

        async def answering(scope, receive, send) -> None:
            kind = (b"content-type", content_type.encode())
            await send({"type": "http.response.start", "status": 200, "headers": [kind]})
            await send({"type": "http.response.body", "body": b"x"})

        async def send(message) -> None:
            sent.append(message)

        run_async(Preload(answering)({"type": "http"}, None, send))
        assert sent[1]["body"] == b"x"
        return dict(sent[0]["headers"])

    return asked


def test_a_page_names_scripts_that_are_there(headers_of) -> None:
    said = headers_of("text/html; charset=utf-8")[b"link"].decode()
    named = re.findall(r"<\./static/js/([^>]+)>; rel=modulepreload", said)
    assert len(named) == said.count("<") > len(PARTS)
    assert all((SCRIPTS / name).is_file() for name in named)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_known_to_this_streamlit(part) -> None:
    assert any(name.startswith(f"{part}.") for name in scripts())


def test_no_script_that_a_named_one_imports_at_its_start_is_left_out() -> None:
    named = set(scripts())
    for name in named:
        text = (SCRIPTS / name).read_text("utf-8")[:20_000]
        assert set(re.findall(r'from"\./([^"]+)"', text)) <= named


@pytest.mark.parametrize("kind", ["application/json", "text/javascript", "text/csv"])
def test_what_is_no_page_is_left_as_it_is(headers_of, kind) -> None:
    assert headers_of(kind) == {b"content-type": kind.encode()}


def test_without_scripts_there_is_no_header(headers_of, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(preload, "SCRIPTS", tmp_path)
    links.cache_clear()
    assert b"link" not in headers_of("text/html")
    links.cache_clear()
