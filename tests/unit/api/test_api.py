"""Programs read what persons read: the same bytes, the same guard, the same sentences."""

import hashlib
import json
import random
from itertools import product
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
from hypothesis import settings
from typer.testing import CliRunner

from cruscotto.access import grants as table
from cruscotto.access import tokens
from cruscotto.access.log import events, log_path
from cruscotto.cli.main import app
from cruscotto.client import Client, Refused
from cruscotto.kpi.registry import KPIS, MART_DIMENSIONS

OWN, OTHER = "ITC4", "ITG1"
CODES = {
    "region": ["ITC4", "ITG1", "ITC2"],
    "managing_authority": [OWN, OTHER],
    "fund": ["FSE"],
    "sex": ["F", "M"],
    "age_band": ["15-24"],
}


def command(link, *words: str) -> str:
    done = CliRunner().invoke(app, ["--warehouse", str(link), *words])
    assert done.exit_code == 0, done.output
    return done.output


def questions(count: int) -> list[tuple[str, list[str], list[str]]]:
    chance, found = random.Random(7), []
    names = [name for name, kpi in KPIS.items() if not kpi.needs]
    while len(found) < count:
        name = chance.choice(names)
        known = [d for d in MART_DIMENSIONS[KPIS[name].mart] if d != "axis"]
        by = chance.sample(known, min(len(known), chance.randrange(3)))
        filters = [d for d in CODES if d in known and chance.random() < 0.3]
        where = [f"{d}={','.join(chance.sample(CODES[d], 1))}" for d in filters]
        found.append((name, by, where))
    return found


def test_random_questions_are_answered_byte_for_byte_as_the_command_does(api, link) -> None:
    asked = 2 * settings().max_examples
    answered = 0
    for name, by, where in questions(asked):
        options = [w for d in by for w in ("--by", d)] + [w for f in where for w in ("--where", f)]
        done = CliRunner().invoke(
            app, ["--warehouse", str(link), "kpi", name, *options, "--format", "json"]
        )
        answer = api.get("kpi", params={"name": name, "by": by, "where": where})
        if done.exit_code == 0:
            assert answer.text == done.output, (name, by, where)
            answered += 1
        else:
            assert answer.status_code == 400, (name, by, where)
    assert answered > asked / 2


@pytest.mark.parametrize("name", ["payments_eur", "certified_eur", "placement_rate_6m"])
def test_what_years_will_come_to_is_answered_as_the_command_does(api, link, name) -> None:
    printed = command(
        link, "settle", name, "--by", "year", "--where", "fund=FSE", "--format", "json"
    )
    answer = api.get("settle", params={"name": name, "where": "fund=FSE"})
    assert answer.text == printed
    assert answer.json()["sentence"]
    refused = api.get("settle", params={"name": "completion_rate"})
    assert (refused.status_code, refused.json()["type"]) == (
        400,
        "urn:cruscotto:errors.not_settled",
    )


def test_alerts_and_the_account_of_files_are_those_of_the_command(api, link) -> None:
    assert api.get("alerts").text == command(link, "alerts", "--format", "json")
    files = api.get("ledger").json()
    assert all(
        f["rows_read"] == f["rows_loaded"] + f["rows_out_of_scope"] + f["rows_refused"]
        for f in files
    )


@pytest.fixture
def as_person(closed, link):
    """Return `as_person(name, *grants)`: the headers of somebody's token."""

    def made(person: str, *grants: tuple[str, str]) -> dict[str, str]:
        table.grant(link, *(table.made(person, role, scope) for role, scope in grants))
        return {"Authorization": f"Bearer {tokens.issue(link, person, 1)}"}

    return made


def test_without_a_token_an_installation_with_sign_in_answers_nothing(closed) -> None:
    for path in ("kpi?name=participants_count", "operations", "ledger", "catalog", "indicators"):
        answer = closed.get(path)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
    wrong = {"Authorization": "Bearer cruscotto_wrong"}
    assert closed.get("ledger", headers=wrong).status_code == 401


def test_each_token_sees_what_its_person_sees(closed, as_person, link) -> None:
    asked = {"name": "participants_count", "by": "managing_authority"}
    anna = closed.get("kpi", params=asked, headers=as_person("anna", ("authority", OWN))).json()
    bea = closed.get("kpi", params=asked, headers=as_person("bea", ("authority", OTHER))).json()
    nino = closed.get("kpi", params=asked, headers=as_person("nino")).json()
    audiences = {
        who: {row["managing_authority"]: row["audience"] for row in rows}
        for who, rows in {"anna": anna, "bea": bea, "nino": nino}.items()
    }
    assert audiences["anna"][OWN] == audiences["bea"][OTHER] == "exact"
    assert audiences["anna"][OTHER] == audiences["bea"][OWN] == "protected"
    assert set(audiences["nino"].values()) == {"public"}
    assert next(r["value"] for r in anna if r["managing_authority"] == OWN) == 80


def test_a_token_taken_back_or_over_opens_nothing(closed, as_person, link, monkeypatch) -> None:
    headers = as_person("anna", ("steward", ""))
    assert closed.get("ledger", headers=headers).status_code == 200
    (kept,) = tokens.tokens(link)
    # the secret may have an underscore of its own
    assert headers["Authorization"].partition("_")[2] not in tokens.table(link).read_text()
    tokens.revoke(link, kept.name)
    assert closed.get("ledger", headers=headers).status_code == 401
    later = {"Authorization": f"Bearer {tokens.issue(link, 'anna', -1)}"}
    assert closed.get("ledger", headers=later).status_code == 401


def test_an_answer_that_still_holds_is_not_sent_again_and_nobody_gets_another_s(
    closed, as_person
) -> None:
    asked = "kpi?name=participants_count&by=managing_authority"
    anna, bea = as_person("anna", ("authority", OWN)), as_person("bea", ("authority", OTHER))
    first = closed.get(asked, headers=anna)
    tag = {"If-None-Match": first.headers["etag"]}
    assert closed.get(asked, headers=anna | tag).status_code == 304
    assert closed.get(asked, headers=bea | tag).status_code == 200
    assert "private" in first.headers["cache-control"]


@pytest.mark.parametrize(
    ("path", "status", "near"),
    [
        ("kpi?name=payments_euro", 400, "payments_eur"),
        ("kpi?name=payments_eur&by=regiom", 400, "region"),
        ("kpi?name=payments_eur&where=region=XX", 400, "XX"),
        ("kpi", 422, "name"),
        ("kpi?name=payments_eur&filter=x", 422, "filter"),
        ("operations?limit=5000", 422, "limit"),
        ("nothing", 404, ""),
    ],
)
def test_what_cannot_be_answered_is_a_problem_with_its_sentence(api, path, status, near) -> None:
    answer = api.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (
        status,
        "application/problem+json",
    )
    assert near in answer.json()["detail"]


def test_who_asks_too_often_waits(api, setting) -> None:
    setting(api_per_minute="3")
    found = [api.get("indicators").status_code for _ in range(6)]
    assert found == [200] * 3 + [429] * 3


def test_all_operations_are_streamed_and_pages_of_them_never_overlap(api, link, tmp_path) -> None:
    pages = [api.get(f"operations?limit=10&offset={start}").json() for start in range(0, 50, 10)]
    listed = [row["operation_code"] for page in pages for row in page["rows"]]
    assert len(listed) == len(set(listed)) == pages[0]["total"]
    (tmp_path / "o.parquet").write_bytes(api.get("operations?format=parquet").content)
    assert (
        sorted(listed) == parquet.read_table(tmp_path / "o.parquet")["operation_code"].to_pylist()
    )
    out = tmp_path / "o.csv"
    command(link, "export", "operations", "--style", "plain", "--out", str(out))
    assert api.get("operations?format=csv").content == out.read_bytes()


def test_a_change_is_the_difference_of_two_editions(api) -> None:
    rows = api.get("changes?name=operations_count&by=region").json()
    assert rows
    for row in rows:
        both = row["before"] is not None and row["now"] is not None
        assert row["difference"] == (row["now"] - row["before"] if both else None)


def test_the_client_reads_what_the_api_answers(api, link, monkeypatch, tmp_path) -> None:
    client = Client("http://testserver")
    monkeypatch.setattr(client, "_http", api)
    with client:
        figures = client.kpi("payment_rate", by=["region"], where={"fund": ["FSE"]})
        printed = json.loads(
            command(
                link,
                "kpi",
                "payment_rate",
                "--by",
                "region",
                "--where",
                "fund=FSE",
                "--format",
                "json",
            )
        )
        assert [f.value for f in figures] == [row["value"] for row in printed]
        assert [f.codes for f in figures] == [{"region": row["region"]} for row in printed]
        assert len(list(client.operations(where={"region": ["ITG1"]}))) == 2
        client.download("series", tmp_path / "s.csv")
        assert (tmp_path / "s.csv").stat().st_size > 100
        with pytest.raises(Refused) as error:
            client.kpi("payments_euro")
        assert error.value.status == 400


def test_its_page_asks_nobody_else(api) -> None:
    page = api.get("").text
    assert "kpi" in page
    assert "http://" not in page
    assert "https://" not in page
    assert "<script" not in page


def test_every_pair_of_indicator_and_audience_of_the_description_is_there(api) -> None:
    schema = api.get("openapi.json").json()
    for path, method in product(schema["paths"], ("get",)):
        assert schema["paths"][path][method]["description"]
        assert {"401", "429"} <= set(schema["paths"][path][method]["responses"])


def test_answers_about_persons_are_written_down_with_their_purpose(closed, as_person, link) -> None:
    headers = as_person("anna", ("authority", OWN)) | {"Cruscotto-Purpose": "monitoraggio"}
    assert closed.get("kpi?name=payments_eur", headers=headers).status_code == 200
    asked = "kpi?name=participants_count&where=managing_authority=ITC4"
    assert closed.get(asked, headers=headers).status_code == 200
    (event,) = events(log_path(link))
    assert (event["person"], event["why"]) == ("anna", "monitoraggio")
    assert event["what"]["kpis"] == ["participants_count"]
    assert event["what"]["filters"] == {"managing_authority": [OWN]}


def test_an_explained_change_of_persons_is_written_down_and_one_of_money_is_not(
    link, setting
) -> None:
    setting(access_log="true")
    ends = ["--from", f"region={OWN}", "--to", f"region={OTHER}"]
    command(link, "why", "payments_eur", *ends)
    assert not list(events(log_path(link)))
    command(link, "why", "completion_rate", *ends)
    written = list(events(log_path(link)))
    assert [one["action"] for one in written] == ["kpi", "kpi"]
    assert [one["what"]["filters"]["region"] for one in written] == [[OWN], [OTHER]]
    assert {one["what"]["by"][0] for one in written} == {"region"}


def test_an_export_of_persons_by_command_is_written_down_and_one_of_money_is_not(
    link, setting, tmp_path
) -> None:
    setting(access_log="true")
    for name, many in (("payments_eur", 0), ("participants_count", 1)):
        out = str(tmp_path / f"{name}.csv")
        command(link, "export", "kpi", "--kpi", name, "--out", out, "--purpose", "verifica")
        assert len(list(events(log_path(link)))) == many
    (event,) = events(log_path(link))
    assert event["what"]["sha256"] == hashlib.sha256(Path(out).read_bytes()).hexdigest()


@pytest.mark.parametrize("content", [None, b"x" * 100_000], ids=["none", "damaged"])
def test_what_cannot_be_read_is_named_without_the_folders_of_the_machine(
    api, setting, tmp_path, content
) -> None:
    path = tmp_path / "other.duckdb"
    if content:
        path.write_bytes(content)
    setting(warehouse=str(path))
    answer = api.get("ledger")
    assert answer.status_code == 503
    assert path.name in answer.json()["detail"]
    assert str(tmp_path) not in answer.text
