"""Screens, dossiers and the command list the same alerts, for every region and authority."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from cruscotto.alerts import Alert, Rule, found
from cruscotto.cli.main import app
from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Bullets
from cruscotto.dossier.sections import attention as in_dossier
from cruscotto.dossier.subject import find
from cruscotto.facts import Edition, figures
from cruscotto.kpi.query.selection import STARTING_FUND, Selection
from cruscotto.kpi.registry.money import OPERATIONS_COUNT, PAYMENT_RATE
from cruscotto.ui.exhibit import attention as on_screen
from cruscotto.ui.exhibit import tabs
from cruscotto.ui.state import version
from cruscotto.ui.text import alerts as wordings

DIMENSIONS = {"region": "region", "authority": "managing_authority"}


@pytest.fixture(params=["demonstration_of_money", "peopled"])
def edition(request: pytest.FixtureRequest, visiting, monkeypatch) -> Edition:
    path = request.getfixturevalue(request.param)
    link = path / "cruscotto.duckdb" if path.is_dir() else path
    visiting(link)
    found = Edition.published(link)
    monkeypatch.setattr(version, "shown", lambda: found)
    return found


def subjects(edition: Edition) -> list[tuple[str, str, Selection]]:
    """Return every region and authority, with what the screens would filter by."""
    queries = {"region": "regions", "authority": "authorities"}
    return [
        (kind, code, Selection.of(fund=STARTING_FUND, **{dimension: code}))
        for kind, dimension in DIMENSIONS.items()
        for code in (row[f"{dimension}_code"] for row in figures.rows(edition, queries[kind]))
    ]


def written_in_dossier(edition: Edition, kind: str, code: str) -> list[str]:
    """Return the sentences of a dossier's section on attention."""
    facts = Facts(edition, find(edition, kind, code, Selection(), "it"), "it")
    section = in_dossier.section(facts)
    assert section is not None
    return [one for block in section.blocks if isinstance(block, Bullets) for one in block.items]


def facts_of(listed: list[Alert]) -> list[dict[str, object]]:
    return json.loads(json.dumps([one.as_dict() for one in listed], default=str))


def test_screen_dossier_and_command_list_the_same_alerts(edition, monkeypatch) -> None:
    drawn: list[Alert] = []
    monkeypatch.setattr(on_screen, "_draw_one", lambda alert, lang: drawn.append(alert))
    some = 0
    for kind, code, selection in subjects(edition):
        drawn.clear()
        on_screen.draw(selection, "it", key=f"{kind}{code}")
        assert drawn == list(found(edition, selection))
        sentences = written_in_dossier(edition, kind, code)
        assert len(sentences) == len(drawn)
        for alert, sentence in zip(drawn, sentences, strict=True):
            # what the screen names, the dossier names too: the programme, or its own subject
            named = wordings.title(alert, "it").split(",")[0]
            assert named in sentence or code in alert.about.values() or not alert.about
        some += len(drawn)
    assert some


@pytest.mark.parametrize("dimension", DIMENSIONS.values())
def test_the_command_prints_the_list_of_the_screens(edition, dimension) -> None:
    link = Path(edition.path)
    of_kind = [s for _, _, s in subjects(edition) if s.codes(dimension)]
    selection = max(of_kind, key=lambda one: len(found(edition, one)))
    where = [part for n, c in selection.where for part in ("--where", f"{n}={','.join(c)}")]
    done = CliRunner().invoke(app, ["--warehouse", str(link), "alerts", *where, "--format", "json"])
    assert done.exit_code == 0, done.output
    printed = json.loads(done.stdout)
    listed = facts_of(list(found(edition, selection)))
    assert [(one["rule"], one["about"], one["page"]) for one in printed] == [
        (one["rule"], one["about"], one["page"]) for one in listed
    ]
    assert [round(float(one["size"]), 6) for one in printed] == [
        round(float(one["size"]), 6) for one in listed
    ]
    assert printed or not any(found(edition, one) for one in of_kind)


def test_an_alert_that_no_selection_owns_is_listed_for_everything_alone(edition) -> None:
    rules = {one.rule for _, _, s in subjects(edition) for one in found(edition, s)}
    assert not rules & {"refused_rows", "unreadable_fields"}


def test_a_selection_keeps_its_own_alerts_and_takes_nobody_elses(edition) -> None:
    # before: filtered by Sicilia, Sicilia's own alarm went and Campania's came
    everything = found(edition, Selection.of(fund=STARTING_FUND))
    owners = {
        row["programme_code"]: row["region_code"] for row in figures.rows(edition, "programmes")
    }
    for _, code, selection in subjects(edition):
        if not selection.codes("region"):
            continue
        here = found(edition, selection)
        mine = [a for a in everything if code in (_place(a, owners), a.about.get("region"))]
        assert {(a.rule, *a.about.items()) for a in mine} <= {
            (a.rule, *a.about.items()) for a in here
        }
        assert all(_place(a, owners) in (code, None) for a in here)


def test_an_axis_keeps_the_targets_of_its_own_and_names_a_programme_by_its_whole_rate(
    edition,
) -> None:
    # before: axis 1 listed axis 2's target, and its own rate under its programme's name
    everything = figures.measure(edition, PAYMENT_RATE, ("programme",), Selection())
    whole = {row.codes[0]: row.value for row in everything.rows}
    kept = figures.measure(edition, OPERATIONS_COUNT, ("programme", "axis"), Selection())
    seen = set()
    for programme, axis in sorted({row.codes for row in kept.rows}):
        here = found(edition, Selection.of(programme=programme, axis=axis))
        assert {a.about.get("axis", axis) for a in here} <= {axis}
        slow = [a for a in here if a.rule is Rule.SLOW_PROGRAMMES]
        assert [a.figures["rate"] for a in slow] == [whole[programme]] * len(slow)
        seen |= {a.rule for a in here}
    assert seen


def _place(alert: Alert, owners: dict[str, str]) -> str | None:
    """Return the region that an alert is about, if it is about one."""
    return alert.about.get("region") or owners.get(alert.about.get("programme", ""))


def test_an_alert_leads_to_the_frame_that_proves_it(edition, open_tables, opened) -> None:
    open_tables.undo()  # a tab is drawn where the address asks for it
    first = {one.rule: one for one in reversed(found(edition, Selection()))}
    for alert in first.values():
        query = {name: value for name, value in tabs.proving(alert).items() if value}
        page = opened(alert.page, fund="all", **query)
        assert not page.exception
        assert f"{alert.frame}_frame" in containers(page), alert


def containers(page: AppTest) -> set[str]:
    """Return the keys of the containers drawn: the browser finds them by those names."""
    pending, keys = [page.main], set()
    while pending:
        block = pending.pop()
        keys.add(str(getattr(block.proto, "id", "")).rpartition("-")[2])
        pending += [child for child in getattr(block, "children", {}).values()]
    return keys
