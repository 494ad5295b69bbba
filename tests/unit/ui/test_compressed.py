"""Streamlit's scripts leave compressed, by what the browser takes, and nothing else is touched."""

import gzip
from pathlib import Path

import brotli
import pytest
import zstandard

from cruscotto.ui.shell import compressed as module
from cruscotto.ui.shell.compressed import OWN, STATIC, Compressed, compressed, prepare

LARGE = max((STATIC / "static" / "css").glob("*.css"), key=lambda file: file.stat().st_size)
DECODERS = {
    "br": brotli.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
    "gzip": gzip.decompress,
}


@pytest.fixture
def answer(run_async, tmp_path):
    """Return `answer(path, accepted)`: status, headers and body; 418 where the app was asked."""

    def asked(path: str, accepted: str, method: str = "GET"):
        sent: list[dict] = []

        async def beneath(scope, receive, send) -> None:
            await send({"type": "http.response.start", "status": 418, "headers": []})
            await send({"type": "http.response.body", "body": b"beneath"})

        async def send(message) -> None:
            sent.append(message)

        headers = [(b"accept-encoding", accepted.encode())]
        scope = {"type": "http", "method": method, "path": path, "headers": headers}
        run_async(Compressed(beneath, tmp_path)(scope, None, send))
        named = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
        return sent[0]["status"], named, b"".join(m.get("body", b"") for m in sent[1:])

    return asked


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, zstd", "zstd"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br ; q=0.5", "br"),
    ],
)
def test_a_style_comes_in_the_best_encoding_that_the_browser_takes(answer, accepted, encoding):
    status, headers, body = answer(f"/static/css/{LARGE.name}", accepted)
    assert (status, headers["content-encoding"]) == (200, encoding)
    assert headers["vary"] == "Accept-Encoding"
    assert "immutable" in headers["cache-control"]
    assert headers["content-type"].startswith("text/css")
    assert DECODERS[encoding](body) == LARGE.read_bytes()
    assert len(body) < LARGE.stat().st_size


@pytest.mark.parametrize(
    ("path", "accepted"),
    [
        (f"/static/css/{LARGE.name}", "identity"),
        (f"/static/css/{LARGE.name}", "br;q=0"),
        ("/static/js/nothing.js", "br"),
        ("/static/../../../../etc/passwd.js", "br"),
        ("/static/../index.html", "br"),
        ("/quadro", "br"),
    ],
)
def test_everything_else_goes_to_the_application(answer, path, accepted):
    assert answer(path, accepted)[0] == 418


def test_our_boundaries_are_compressed_and_asked_for_again(answer):
    _, headers, body = answer("/app/static/regioni.geojson", "br")
    assert headers["cache-control"] == "no-cache"
    assert DECODERS["br"](body) == (OWN / "regioni.geojson").read_bytes()


def test_a_changing_request_goes_to_the_application(answer):
    assert answer(f"/static/css/{LARGE.name}", "br", "POST")[0] == 418


def test_a_copy_is_made_once_and_kept(tmp_path):
    first = compressed(LARGE, "gzip", tmp_path)
    (kept,) = tmp_path.iterdir()
    assert kept.read_bytes() == first
    kept.write_bytes(b"kept")
    assert compressed(LARGE, "gzip", tmp_path) == b"kept"


def test_our_typeface_comes_under_the_name_of_streamlits(answer):
    (theirs,) = (STATIC / "static" / "media").glob("SourceSansVF-Upright.*.woff2")
    status, headers, body = answer(f"/static/media/{theirs.name}", "br")
    assert (status, headers["content-type"]) == (200, "font/woff2")
    assert body == module.OUR_FONT.read_bytes()
    assert len(body) * 10 < theirs.stat().st_size


def test_without_a_folder_it_is_compressed_all_the_same(tmp_path):
    occupied = Path(tmp_path / "file")
    occupied.write_text("in the way")
    assert DECODERS["gzip"](compressed(LARGE, "gzip", occupied / "x")) == LARGE.read_bytes()


def test_an_idle_server_prepares_the_largest_script_once(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "folder", lambda: tmp_path)
    monkeypatch.setattr(module, "STATIC", tmp_path / "streamlit")
    script = tmp_path / "streamlit" / "static" / "js" / "PlotlyChart.x.js"
    script.parent.mkdir(parents=True)
    script.write_text("let a = 1;" * 1_000)
    prepare()
    made = sorted(path.name for path in tmp_path.glob("PlotlyChart*"))
    assert [name.rsplit(".", 1)[1] for name in made] == ["br", "smallest"]
    assert DECODERS["br"](compressed(script, "br", tmp_path)) == script.read_bytes()
    monkeypatch.setattr(module, "_keep", lambda *_: pytest.fail("prepared twice"))
    prepare()
