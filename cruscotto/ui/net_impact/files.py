"""The files of an estimated net effect: its figures, and what is needed to estimate it again."""

import json
from collections.abc import Callable
from datetime import date

from cruscotto.disclosure import explain
from cruscotto.evaluation import to_plain
from cruscotto.export import Definition, ExportTable, Provenance, mark_of
from cruscotto.export.origin import data_kind, data_set_of, sources_of
from cruscotto.i18n import Lang, Text, format_date, t
from cruscotto.impact.answers import Answer
from cruscotto.impact.choice import ALL, FILTERS
from cruscotto.ui.exhibit.files import Files, Titled, arrow, definition_of
from cruscotto.ui.state import session
from cruscotto.ui.text import notes

SOURCES = ("participations", "comparisons", "employment_history")


def day(answer: Answer, lang: Lang) -> str:
    """Return the date of the data's edition as text; empty if there is no date."""
    return format_date(date.fromisoformat(answer.edition), lang) if answer.edition else ""


def source_notes(answer: Answer, lang: Lang) -> list[str]:
    """Return the sources of an estimate, with their editions."""
    return [notes.source(key, lang, day(answer, lang)) for key in SOURCES]


def of_table(stem: str, build: Callable[[Lang], Titled], answer: Answer) -> Files:
    """Return the download of a table about a net effect.

    The JSON note beside the file states how the effect was estimated, so that others can repeat it.

    Args:
        stem: the beginning of the file's name.
        build: a function that returns the table and its title in a language.
        answer: the estimate.
    """
    editions = [answer.edition] if answer.edition else []
    mark = mark_of(editions, data_kind({answer.is_synthetic}))
    return Files(f"{stem}{mark}", lambda: _made(stem, build, answer))


def command(answer: Answer) -> str:
    """Return the command `cruscotto impact …` that makes the same estimate."""
    choice = answer.choice
    parts = ["cruscotto impact --warehouse", f"--outcome {choice.outcome}"]
    parts += [f"--target {choice.target}"] if choice.target != ALL else []
    parts += [f"--type '{choice.type}'"] if choice.type else []
    parts += [f"--where {name}={','.join(codes)}" for name, codes in choice.where]
    return " ".join([*parts, "--format json"])


def _made(stem: str, build: Callable[[Lang], Titled], answer: Answer) -> ExportTable:
    (title_it, table), (title_en, english) = build("it"), build("en")
    editions = (answer.edition,) if answer.edition else ()
    filters = {name: list(codes) for name, codes in answer.choice.where if name in FILTERS}
    provenance = Provenance(
        title=Text(it=title_it, en=title_en),
        filters={
            **filters,
            "outcome": [answer.choice.outcome],
            "target": [answer.choice.target],
            **({"course_type": [answer.choice.type]} if answer.choice.type else {}),
        },
        columns=tuple(map(definition_of, table.columns, english.columns)),
        definitions=_replication(answer),
        editions=editions,
        sources=sources_of(session.warehouse(), SOURCES, editions),
        data_kind=data_kind({answer.is_synthetic}),
        data_set=data_set_of(session.warehouse()),
        view_address="/impatto",
        audience=str(session.rules().audience),
        disclosure=explain(session.rules()),
    )
    return ExportTable.of(stem, arrow(table), provenance)


def _replication(answer: Answer) -> tuple[Definition, ...]:
    """Return the facts with which others repeat the estimate: command, hash of the sample, design.

    Without an estimate there are none.
    """
    if not answer.found:
        return ()
    one = answer.found.estimate
    levels = tuple(line.covariate for line in one.balance)
    design = json.dumps(to_plain(answer.choice.design(levels)), ensure_ascii=False, sort_keys=True)
    facts = {"command": command(answer), "sample_hash": one.sample_hash, "design": design}
    return tuple(
        Definition(name=name, definition=Text(it=value, en=value), label=_label(name))
        for name, value in facts.items()
    )


def _label(name: str) -> Text:
    key = f"net_impact.file_{name}"
    return Text(it=t(key, "it"), en=t(key, "en"))
