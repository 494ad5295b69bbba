"""Files of a net effect: the figures, and beside them all that is needed to estimate them again."""

import json
from collections.abc import Callable

from cruscotto.evaluation import to_plain
from cruscotto.export import Definition, ExportTable, Provenance, mark_of
from cruscotto.export.origin import data_kind, sources_of
from cruscotto.i18n import Lang, Text, t
from cruscotto.impact.answers import Answer
from cruscotto.impact.choice import ALL, FILTERS
from cruscotto.ui.exhibit.files import Files, Titled, arrow, definition_of
from cruscotto.ui.state import session

SOURCES = ("participations", "comparisons", "employment_history")


def of_table(stem: str, build: Callable[[Lang], Titled], said: Answer) -> Files:
    """Return the files of one table of the page, with the design in the sidecar."""
    editions = [said.edition] if said.edition else []
    mark = mark_of(editions, data_kind({said.is_synthetic}))
    return Files(f"{stem}{mark}", lambda: _made(stem, build, said))


def command(said: Answer) -> str:
    """Return the command that gives the same estimate."""
    choice = said.choice
    parts = ["cruscotto impact --warehouse", f"--outcome {choice.outcome}"]
    parts += [f"--target {choice.target}"] if choice.target != ALL else []
    parts += [f"--type '{choice.type}'"] if choice.type else []
    parts += [f"--where {name}={','.join(codes)}" for name, codes in choice.where]
    return " ".join([*parts, "--format json"])


def _made(stem: str, build: Callable[[Lang], Titled], said: Answer) -> ExportTable:
    (title_it, table), (title_en, english) = build("it"), build("en")
    editions = (said.edition,) if said.edition else ()
    filters = {name: list(codes) for name, codes in said.choice.where if name in FILTERS}
    told = Provenance(
        title=Text(it=title_it, en=title_en),
        filters={
            **filters,
            "outcome": [said.choice.outcome],
            "target": [said.choice.target],
            **({"course_type": [said.choice.type]} if said.choice.type else {}),
        },
        columns=tuple(map(definition_of, table.columns, english.columns)),
        definitions=_replication(said),
        editions=editions,
        sources=sources_of(session.warehouse(), SOURCES, editions),
        data_kind=data_kind({said.is_synthetic}),
        view_address="/impatto",
    )
    return ExportTable.of(stem, arrow(table), told)


def _replication(said: Answer) -> tuple[Definition, ...]:
    """Return design, sample and command: with the same warehouse they give the same figures."""
    if not said.found:
        return ()
    one = said.found.estimate
    levels = tuple(line.covariate for line in one.balance)
    design = json.dumps(to_plain(said.choice.design(levels)), ensure_ascii=False, sort_keys=True)
    facts = {"command": command(said), "sample_hash": one.sample_hash, "design": design}
    return tuple(
        Definition(name=name, definition=Text(it=value, en=value), label=_label(name))
        for name, value in facts.items()
    )


def _label(name: str) -> Text:
    key = f"net_impact.file_{name}"
    return Text(it=t(key, "it"), en=t(key, "en"))
