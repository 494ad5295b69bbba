"""Every answer over HTTP carries the headers that keep a page to itself."""

import pytest

from cruscotto.ui.shell.guarded import HEADERS, Guarded


@pytest.fixture
def headers_of(run_async):
    """Return `headers_of(scheme, forwarded)`: those of an answer that went through."""

    def asked(scheme: str = "http", forwarded: str = "") -> dict[str, str]:
        sent: list[dict] = []

        async def answering(scope, receive, send) -> None:
            await send({"type": "http.response.start", "status": 404, "headers": []})

        async def send(message) -> None:
            sent.append(message)

        headers = [(b"x-forwarded-proto", forwarded.encode())]
        scope = {"type": "http", "scheme": scheme, "headers": headers}
        run_async(Guarded(answering)(scope, None, send))
        return {name.decode(): value.decode() for name, value in sent[0]["headers"]}

    return asked


def test_no_other_site_may_frame_a_page_or_give_it_sources(headers_of) -> None:
    found = headers_of()
    assert {name.lower() for name in HEADERS} <= set(found)
    policy = found["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'self'" in policy
    assert "http:" not in policy
    assert "https:" not in policy


@pytest.mark.parametrize(
    ("scheme", "forwarded", "is_kept"),
    [("http", "", False), ("https", "", True), ("http", "https", True), ("http", "http", False)],
)
def test_a_browser_stays_with_tls_where_it_came_by_tls(headers_of, scheme, forwarded, is_kept):
    assert ("strict-transport-security" in headers_of(scheme, forwarded)) is is_kept
