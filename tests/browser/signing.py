"""A server with sign-in, its provider of identities, and persons who sign in through a browser."""

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import httpx
from playwright.sync_api import Browser, Page, ViewportSize, expect

from cruscotto.config import ROOT
from cruscotto.disclosure import Rules
from cruscotto.i18n import format_number
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.warehouse.salt import salt_path

from .waiting import as_new

SIZE: ViewportSize = {"width": 1400, "height": 1000}
AUTHORITIES = ("ITC1", "ITC4", "ITF3", "ITF4", "ITG1", "ITG2", "ITH3", "ITH5", "ITI1", "ITI4")
PERSONS = ("anna", "bea", "mia", "sara", "aldo", "nino")
AUDIENCES = {"anna": "protected", "bea": "protected", "mia": "protected", "sara": "protected"}


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"cruscotto_tests_{path.stem}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


providers = _module(Path(__file__).with_name("provider.py"))
visitors = _module(ROOT / "benchmarks" / "visitors.py")


@dataclass
class Site:
    """A server with sign-in, its provider, and the figures as each audience reads them."""

    address: str
    provider: Any
    warehouse: Path
    own: str = ""
    other: str = ""

    def __post_init__(self) -> None:
        """Choose two authorities whose figure each audience reads otherwise, and give roles."""
        distinct = [
            code
            for code in AUTHORITIES
            if self.figure(code, "exact")
            not in {self.figure(code, name) for name in ("protected", "public")}
        ]
        self.own, self.other = distinct[:2]
        self.provider.roles = self.provider.roles | self.roles

    @property
    def roles(self) -> dict[str, list[str]]:
        return {
            "anna": [f"authority:{self.own}"],
            "bea": [f"authority:{self.other}"],
            "mia": ["ministry"],
            "sara": ["steward"],
            "vera": ["steward"],
            "aldo": ["auditor"],
        }

    def audience(self, person: str, authority: str) -> str:
        """Return how a person reads the figures of an authority."""
        is_own = f"authority:{authority}" in self.roles.get(person, [])
        return "exact" if is_own else AUDIENCES.get(person, "public")

    def figure(self, authority: str, audience: str) -> str:
        """Return the participants of an authority, as a page writes them."""
        with duckdb.connect(str(self.warehouse), read_only=True) as con:
            selection = Selection.of(managing_authority=authority)
            rules = Rules(audience=audience)
            found = measure(con, KPIS["participants_count"], (), selection, rules).value()
        return format_number(int(found or 0), "it")


# `make setup-dev` puts the certified provider there.
CERTIFIED = Path(sys.prefix) / "oidc" / "node_modules"


@dataclass
class Certified:
    """The certified provider of npm, in a process of its own; roles are read from a file."""

    address: str
    file: Path

    @property
    def roles(self) -> dict[str, list[str]]:
        return dict(json.loads(self.file.read_text()))

    @roles.setter
    def roles(self, roles: dict[str, list[str]]) -> None:
        self.file.write_text(json.dumps(roles))


@contextmanager
def certified(site: str, folder: Path) -> Iterator[Certified]:
    """Run the certified provider for one site."""
    port, file = providers.free_port(), folder / "roles.json"
    file.write_text("{}")
    script = Path(__file__).with_name("certified.mjs")
    node = shutil.which("node", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    words = [node, script, CERTIFIED, port, providers.CLIENT, providers.SECRET, site, file]
    # `node` may be a script that starts another process: both end together
    process = subprocess.Popen(
        [str(word) for word in words], stderr=subprocess.DEVNULL, start_new_session=True
    )
    found = Certified(f"http://localhost:{port}", file)
    try:
        for _ in range(600):
            with suppress(httpx.HTTPError):
                httpx.get(f"{found.address}/.well-known/openid-configuration").raise_for_status()
                break
            time.sleep(0.05)
        yield found
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)


@contextmanager
def signing_site(
    serve: Callable[..., AbstractContextManager[str]],
    peopled: Path,
    folder: Path,
    is_certified: bool = False,
    **more: str,
) -> Iterator[Site]:
    """Run a provider and a server that asks it who visits."""
    link = folder / "w.duckdb"
    shutil.copyfile(peopled.resolve(), link)
    shutil.copy(salt_path(peopled), salt_path(link))
    port = providers.free_port()
    address = f"http://localhost:{port}"
    providing = certified(address, folder) if is_certified else providers.providing()
    with providing as provider:
        chosen = {
            "oidc_issuer": provider.address,
            "oidc_client_id": providers.CLIENT,
            "oidc_client_secret": providers.SECRET,
            "oidc_roles_claim": "roles",
            "oidc_prompt": "login",
            "public_address": address,
            **more,
        }
        with serve(link, port, **chosen):
            yield Site(address, provider, link)


# Tabs of browsers, each in a context of its own, that nobody uses at the moment.
IDLE: dict[Browser, list[Page]] = {}


@contextmanager
def visiting(browser: Browser) -> Iterator[Page]:
    """Open a tab of somebody whom the browser does not know; it is used again by the next."""
    idle = IDLE.setdefault(browser, [])
    page = idle.pop() if idle else browser.new_context(locale="it-IT", viewport=SIZE).new_page()
    page.set_default_timeout(90_000)
    expect.set_options(timeout=90_000)
    yield page
    page.context.clear_cookies()
    as_new(page, SIZE)
    idle.append(page)


def sign_in(page: Page, site: Site, person: str, path: str) -> None:
    """Sign in by the door and the provider's own page, back to where one came from."""
    page.goto(f"{site.address}/{path}")
    page.get_by_role("button", name="Accedi").click()
    at_provider(page, site, person)
    expect(page.get_by_role("button", name="Esci")).to_be_visible()


def at_provider(page: Page, site: Site, person: str) -> None:
    """Fill in the provider's page."""
    if isinstance(site.provider, Certified):
        page.locator("[name=login]").fill(person)
        page.locator("[name=password]").fill("any")
        page.get_by_role("button", name="Sign-in").click()
    else:
        page.get_by_label("Person").fill(person)
        page.get_by_role("button", name="OK").click()


def sign_out(page: Page, site: Site) -> None:
    """Leave, at the certified provider too."""
    page.get_by_role("button", name="Esci").click()
    if isinstance(site.provider, Certified):
        page.get_by_role("button", name="Yes").click()
    expect(page.get_by_role("button", name="Accedi")).to_be_visible()


def path_of(authority: str) -> str:
    return f"esiti?managing_authority={authority}"
