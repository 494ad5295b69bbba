"""The API over a small country of persons, asked without a server."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cruscotto.access import NOBODY, close
from cruscotto.api import asking
from cruscotto.api.mount import mounted
from cruscotto.config import ROOT

from ..signed_in import SIGN_IN


def _of_the_pages() -> ModuleType:
    path = ROOT / "tests" / "pages" / "conftest.py"
    spec = importlib.util.spec_from_file_location("cruscotto_tests_pages", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_pages = _of_the_pages()
country, peopled = _pages.country, _pages.peopled


@pytest.fixture
def link(setting, peopled: Path, tmp_path: Path) -> Path:
    """Return a warehouse of the test's own, which others may grant on."""
    path = tmp_path / "w.duckdb"
    path.symlink_to(peopled.resolve())
    setting(warehouse=str(path), api_per_minute="1000000")
    return path


@pytest.fixture
def api(link: Path) -> Iterator[TestClient]:
    """Return a caller of an installation that is open."""
    asking._LIMIT.__init__()
    with TestClient(Starlette(routes=[mounted(lambda _: NOBODY)])) as client:
        client.base_url = client.base_url.join("/api/v1/")
        yield client


@pytest.fixture
def closed(api: TestClient, setting) -> Iterator[TestClient]:
    """Return a caller of an installation where persons sign in."""
    setting(**SIGN_IN)
    close()
    yield api
    close(False)
