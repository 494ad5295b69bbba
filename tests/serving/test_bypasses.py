"""Ways around the rights: every route, parameter, message, file, cache, for two persons at once.

Persons come with cookies that are signed with the server's own secret, which the test chose: what
they try is whatever somebody with a valid visit, or with none, can send. One server of one process
and one of two answer the same attacks.
"""

import asyncio
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from types import ModuleType

import duckdb
import httpx
import pytest

from cruscotto.access import tokens
from cruscotto.cli.workers import free_ports
from cruscotto.config import ROOT
from cruscotto.disclosure import Rules
from cruscotto.i18n import format_number
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.ui.shell.guarded import HEADERS
from cruscotto.warehouse.salt import salt_path

PERSONS = "participants_count"
AUTHORITIES = ("ITC1", "ITC4", "ITF3", "ITF4", "ITG1", "ITG2", "ITH3", "ITH5", "ITI1", "ITI4")
PAGES = ("quadro", "esiti", "autorita", "assi", "regioni", "confronto", "impatto", "interventi")
PAGES += ("qualita", "metodologia", "accessi", "carica")
# What somebody may hope that a page or the API reads.
HOPES = ("audience=exact", "role=steward", "person=bea", "own=ITC4", "rules=exact", "as=exact")


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"cruscotto_bypasses_{path.stem}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


visitors = _module(ROOT / "benchmarks" / "visitors.py")
signed = _module(ROOT / "benchmarks" / "signed.py")
_pages = _module(ROOT / "tests" / "pages" / "conftest.py")
country, peopled = _pages.country, _pages.peopled


@dataclass
class Site:
    """A running server, the authorities of two persons, and the truth."""

    address: str
    warehouse: Path
    figures: dict[tuple[str, str], int] = field(default_factory=dict)
    own: str = ""
    other: str = ""

    def look(self) -> None:
        """Read the truth and what each audience reads; choose two authorities where they differ."""
        names = ("exact", "protected", "public")
        with duckdb.connect(str(self.warehouse.resolve()), read_only=True) as con:
            for code in AUTHORITIES:
                for name in names:
                    asked = Selection.of(managing_authority=code), Rules(audience=name)
                    self.figures[code, name] = int(
                        measure(con, KPIS[PERSONS], (), *asked).value() or 0
                    )
        differ = [
            code
            for code in AUTHORITIES
            if self.figures[code, "exact"] not in [self.figures[code, n] for n in names[1:]]
        ]
        self.own, self.other = differ[:2]

    def cookie(self, person: str) -> str:
        owns = {"anna": self.own, "bea": self.other}
        roles = [f"authority:{owns[person]}"] if person in owns else []
        return str(signed.cookie(person, *roles, origin=self.address))

    def truth(self, code: str, person: str) -> int:
        """Return the figure that a person is to read of an authority."""
        if code == {"anna": self.own, "bea": self.other}.get(person):
            return self.figures[code, "exact"]
        return self.figures[code, "protected" if person in ("anna", "bea") else "public"]


@pytest.fixture(scope="module", params=[1, 2], ids=["one process", "two workers"])
def site(request, peopled, tmp_path_factory) -> Iterator[Site]:
    if request.param > 1 and not shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin"):
        pytest.skip("haproxy is not installed: apt-get install haproxy")
    link = tmp_path_factory.mktemp("bypasses") / "w.duckdb"
    shutil.copyfile(peopled.resolve(), link)
    shutil.copy(salt_path(peopled), salt_path(link))
    (port,) = free_ports(1)
    address = f"http://127.0.0.1:{port}"
    chosen = {"CRUSCOTTO_WAREHOUSE": str(link), "CRUSCOTTO_PUBLIC_ADDRESS": address}
    chosen["CRUSCOTTO_REQUEST_SECONDS"] = "3"
    words = ["serve", "--workers", str(request.param), "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-m", "cruscotto", *words],
        cwd=ROOT,
        env={**os.environ, **signed.ENVIRONMENT, **chosen},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    found = Site(address, link)
    found.look()
    try:
        for _ in range(600):
            with suppress(httpx.HTTPError):
                if httpx.get(f"{address}/api/health").status_code == 200:
                    break
            time.sleep(0.1)
        yield found
    finally:
        process.terminate()
        process.wait(20)


def headers(site: Site, person: str) -> dict[str, str]:
    return {"Cookie": site.cookie(person)} if person else {}


def question(code: str) -> str:
    return f"/api/v1/kpi?name={PERSONS}&where=managing_authority={code}"


def test_everybody_at_once_reads_what_is_theirs_from_every_cache(site, run_async) -> None:
    asked = [
        (person, code)
        for _ in range(8)
        for person in ("anna", "bea", "nino")
        for code in (site.own, site.other)
    ]

    async def ask(client: httpx.AsyncClient, person: str, code: str) -> int:
        answer = await client.get(question(code), headers=headers(site, person))
        assert "private" in answer.headers["cache-control"]
        return int(answer.json()[0]["value"] or 0)

    async def all_at_once() -> list[int]:
        async with httpx.AsyncClient(base_url=site.address, timeout=60) as client:
            return await asyncio.gather(*(ask(client, *pair) for pair in asked))

    expected = [site.truth(code, person) for person, code in asked]
    assert run_async(all_at_once()) == expected


def test_an_answer_kept_by_one_is_never_the_others(site) -> None:
    mine = httpx.get(f"{site.address}{question(site.own)}", headers=headers(site, "anna"))
    tag = {"If-None-Match": mine.headers["etag"]}
    path = f"{site.address}{question(site.own)}"
    assert httpx.get(path, headers=headers(site, "anna") | tag).status_code == 304
    theirs = httpx.get(path, headers=headers(site, "bea") | tag)
    assert theirs.status_code == 200
    assert theirs.json()[0]["value"] == site.truth(site.own, "bea")


def paths_of(site: Site, person: str) -> list[str]:
    document = httpx.get(f"{site.address}/api/v1/openapi.json", headers=headers(site, person))
    return [f"/api/v1{path}" for path in document.json()["paths"] if "{" not in path]


def test_no_path_of_the_api_answers_a_stranger_a_forger_or_who_has_left(site) -> None:
    forged = {"Cookie": signed.cookie("anna", f"authority:{site.own}", secret="another")}
    old = {"Cookie": signed.cookie("anna", f"authority:{site.own}", iat=1_600_000_000)}
    other = {"Cookie": signed.cookie("anna", f"authority:{site.own}", iss="https://x.example")}
    wrong = {"Authorization": "Bearer cruscotto_wrong"}
    listed = paths_of(site, "anna")
    assert len(listed) >= 10
    for path in listed:
        for sent in ({}, forged, old, other, wrong):
            answer = httpx.get(f"{site.address}{path}", headers=sent)
            assert answer.status_code == 401, (path, sent)
    for path in (*listed, "/api/v1", "//api//v1//kpi", "/api/v1/../v1/kpi", "/api/v1/kpi/"):
        body = httpx.get(f"{site.address}{path}").text
        assert str(site.figures[site.own, "exact"]) not in re.findall(r"\d+", body)


@pytest.mark.parametrize("hope", HOPES)
def test_no_parameter_makes_the_api_exact(site, hope) -> None:
    answer = httpx.get(
        f"{site.address}{question(site.other)}&{hope}", headers=headers(site, "anna")
    )
    assert answer.status_code in (400, 422)
    for name in ("X-Forwarded-User", "X-Remote-User", "X-Streamlit-User", "X-Cruscotto-Audience"):
        sent = headers(site, "anna") | {name: "bea"}
        found = httpx.get(f"{site.address}{question(site.other)}", headers=sent)
        assert found.json()[0]["value"] == site.truth(site.other, "anna")


def test_a_token_sees_what_its_person_sees_and_nothing_beside_a_cookie(site) -> None:
    secret = tokens.issue(site.warehouse, "bea", 1)
    sent = {"Authorization": f"Bearer {secret}"}
    # her roles are claims of her provider, which a token does not have
    found = httpx.get(f"{site.address}{question(site.other)}", headers=sent)
    assert found.json()[0]["value"] == site.figures[site.other, "public"]


def counts(texts: list[str]) -> list[str]:
    """Return the persons that a page's cards count; each of them takes part once."""
    label = KPIS["persons_count"].label.it
    return [text.rpartition(": ")[2] for text in texts if text.startswith(f"{label}: ")]


def test_pages_of_two_persons_at_once_never_hold_the_others_figure(site, run_async) -> None:
    queries = ["", f"managing_authority={site.own}", f"managing_authority={site.other}"]
    queries += [f"managing_authority={site.other}&{hope}" for hope in HOPES[:3]]

    async def read(person: str) -> dict[tuple[str, str], str]:
        found = {}
        async with visitors.Visitor(site.address, signed=site.cookie(person)) as visitor:
            for page in PAGES if person == "anna" else PAGES[:3]:
                for query in queries if page == "esiti" else queries[:2]:
                    await visitor.open(page, f"{query}&lang=it")
                    assert not visitor.runs[-1].errors, visitor.runs[-1].errors
                    found[page, query] = visitor.texts
        return found

    async def both() -> tuple[dict, dict]:
        return await asyncio.gather(read("anna"), read("bea"))

    mine, theirs = run_async(both())
    for found, own, other in ((mine, site.own, site.other), (theirs, site.other, site.own)):
        exact = format_number(site.figures[own, "exact"], "it")
        hidden = format_number(site.figures[other, "exact"], "it")
        assert counts(found["esiti", f"managing_authority={own}"]) == [exact]
        guarded = [counts(words) for asked, words in found.items() if other in asked[1]]
        assert any(guarded)
        assert not [found for found in guarded if hidden in found]
    assert "revisori" in " ".join(mine["accessi", ""])
    assert "ruolo steward" in " ".join(mine["carica", ""])


def test_a_widget_state_or_a_page_hash_of_somebody_elses_changes_no_right(site, run_async) -> None:
    async def attack() -> list[str]:
        async with visitors.Visitor(site.address, signed=site.cookie("bea")) as theirs:
            await theirs.open("esiti", f"managing_authority={site.other}&lang=it")
            known, session = theirs.page_hash, theirs.session
        async with visitors.Visitor(site.address, signed=site.cookie("anna")) as mine:
            await mine.open("esiti", f"managing_authority={site.other}&lang=it")
            mine.page_hash, mine.session = known, session
            await mine._ask(
                "attack", widgets=[{"id": "audience", "string_value": "exact"}], page_name="esiti"
            )
            return counts(mine.texts)

    hidden = format_number(site.figures[site.other, "exact"], "it")
    assert hidden not in run_async(attack())


@pytest.mark.parametrize("has_left", [False, True])
def test_a_session_of_one_person_goes_on_for_no_other(site, run_async, has_left) -> None:
    page = ("esiti", f"managing_authority={site.own}&lang=it")

    async def attack() -> tuple[list[str], bool]:
        mine = visitors.Visitor(site.address, signed=site.cookie("anna"))
        await mine.__aenter__()
        await mine.open(*page)
        if has_left:
            await mine.__aexit__()
        theirs = visitors.Visitor(site.address, signed=site.cookie("bea"))
        theirs.session = mine.session
        async with theirs:
            await theirs.open(*page)
        if not has_left:
            await mine.__aexit__()
        return counts(theirs.texts), theirs.session == mine.session

    exact = format_number(site.figures[site.own, "exact"], "it")
    found, is_the_same = run_async(attack())
    assert found
    assert exact not in found
    assert not is_the_same


def test_a_page_draws_no_figure_for_who_has_not_signed_in(site, run_async) -> None:
    forged = signed.cookie("anna", f"authority:{site.own}", origin=site.address, secret="another")
    old = signed.cookie("anna", f"authority:{site.own}", origin=site.address, iat=1_600_000_000)

    async def attack(cookie: str) -> str:
        async with visitors.Visitor(site.address, signed=cookie) as visitor:
            for page in PAGES:
                await visitor.open(page, f"managing_authority={site.own}&lang=it")
                assert not list(visitor.of_kind("metric")), page
                assert not list(visitor.of_kind("plotly_chart")), page
            return " ".join(visitor.texts)

    for cookie in ("", forged, old):
        assert not re.search(r"[0-9]{2}", run_async(attack(cookie)))


def test_a_file_of_one_person_has_no_address_for_another(site, run_async) -> None:
    async def made() -> str:
        async with visitors.Visitor(site.address, signed=site.cookie("anna")) as visitor:
            await visitor.open("esiti", f"managing_authority={site.own}&lang=it")
            await visitor.unfold("_files", "esiti")
            button = next(b for b in visitor.of_kind("download_button") if b.deferred_file_id)
            async with visitors.Visitor(site.address, signed=site.cookie("bea")) as other:
                await other.open(*PAGES[:1])
                other.session = visitor.session
                with pytest.raises(RuntimeError):
                    await other.file(button.deferred_file_id)
            address = await visitor.file(button.deferred_file_id)
            worker = {"Cookie": f"{visitor.cookie}"}
            others = [part for part in visitor.cookie.split("; ") if "CRUSCOTTO_WORKER" in part]
            for person in ("bea", "nino", ""):
                sent = "; ".join([*others, *([site.cookie(person)] if person else [])])
                answer = await asyncio.to_thread(
                    httpx.get, f"{site.address}{address}", headers={"Cookie": sent}
                )
                assert answer.status_code == (404 if person else 401), person
            mine = await asyncio.to_thread(httpx.get, f"{site.address}{address}", headers=worker)
            assert mine.status_code == 200
            return mine.text

    assert "exact" in run_async(made())


@pytest.mark.parametrize("person", ["anna", "nino", ""])
def test_who_is_no_steward_uploads_nothing_and_no_sealed_route_answers(site, person) -> None:
    for path in ("/_stcore/upload_file/a/b", "/_stcore/metrics", "/_stcore/agent", "/component/x"):
        for method in ("GET", "PUT", "POST", "DELETE"):
            answer = httpx.request(method, f"{site.address}{path}", headers=headers(site, person))
            assert answer.status_code == 404, (method, path)


ROUTES = (
    "/",
    "/esiti",
    "/nowhere",
    "/quadro/",
    "/api/health",
    "/api/files/x",
    "/api/v1",
    "/media/x",
)
ROUTES += ("/api/v1/nowhere", "/api/scadenze.ics", "/api/avvisi.atom", "/_stcore/host-config")
ROUTES += ("/_stcore/metrics", "/_stcore/upload_file/a/b", "/component/x", "/app/static/nowhere")
ROUTES += ("/app/static/regioni.geojson", "/auth/login", "/oauth2callback?code=x&state=y", "//x")


def test_every_route_and_every_refusal_carries_the_headers(site) -> None:
    with httpx.Client(base_url=site.address) as client:
        for path in (*ROUTES, *paths_of(site, "anna")):
            for method, sent in product(("HEAD", "GET", "DELETE"), ({}, headers(site, "anna"))):
                answer = client.request(method, path, headers=sent)
                assert set(map(str.lower, HEADERS)) <= set(answer.headers), (method, path)
                assert answer.status_code < 500, (method, path)
            foreign = client.get(path, headers={"Host": "evil.example"})
            assert set(map(str.lower, HEADERS)) <= set(foreign.headers), path
        # a program may ask for the headers alone
        whole, alone = (
            client.request(m, question(site.own), headers=sent) for m in ("GET", "HEAD")
        )
        assert (alone.status_code, alone.headers["etag"]) == (200, whole.headers["etag"])
        assert not alone.content


HALVES = (
    b"GET /",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ",
    b"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n",
    b"POST /api/v1/kpi HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 90\r\n\r\nhalf",
)


def test_half_a_request_holds_no_door(site, run_async) -> None:
    port = int(site.address.rpartition(":")[2])

    async def end_of(half: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(half)
        return await asyncio.wait_for(reader.read(), 30)

    async def all_at_once() -> list[bytes]:
        return await asyncio.gather(*(end_of(half) for half in HALVES * 25))

    assert not [answer for answer in run_async(all_at_once()) if b" 200 " in answer]
    assert httpx.get(f"{site.address}/api/health").status_code == 200
