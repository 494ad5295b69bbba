"""The dossier's last section: definitions of figures and states, and who published the data."""

from cruscotto.disclosure.thresholds import Audience
from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Block, Bullets, Definitions, Paragraph, Section, clean
from cruscotto.dossier.notes import editions
from cruscotto.export import SourceNote
from cruscotto.export.origin import sources_of
from cruscotto.i18n import t
from cruscotto.sources.catalogue import SOURCES

STATES = ("hidden", "missing", "immature")


def section(facts: Facts, command: str) -> Section:
    """Return the section on method and sources of the figures cited so far.

    Args:
        facts: facts with the footnotes of all sections before.
        command: the command that makes the same dossier again.
    """
    lang = facts.lang
    states = tuple(
        (t(f"states.{state}", lang), t(f"methodology.state_{state}", lang)) for state in STATES
    )
    defined = tuple((k.label.in_(lang), k.definition.in_(lang)) for k in facts.notes.kpis)
    blocks: list[Block] = [
        Paragraph(t("dossier.method.reading", lang), "small"),
        Paragraph(_audience(facts), "small"),
        Paragraph(t("dossier.method.sources", lang), "small"),
        Bullets(tuple(_source(note, facts) for note in _sources(facts)), "small"),
        Paragraph(t("dossier.method.again", lang, command=command), "small"),
        Definitions((*states, *defined)),
    ]
    return Section(t("dossier.method.title", lang), tuple(blocks))


def _audience(facts: Facts) -> str:
    rules = facts.rules
    key = {Audience.EXACT: "exact", Audience.PROTECTED: "protected", Audience.PUBLIC: "public"}[
        rules.audience
    ]
    return t(
        f"dossier.method.{key}",
        facts.lang,
        threshold=rules.threshold_for(False),
        sensitive=rules.threshold_for(True),
    )


def _sources(facts: Facts) -> tuple[SourceNote, ...]:
    """Return the sources of the figures cited, and the source of the map's boundaries."""
    keys = (*(name for name in facts.notes.sources if name in SOURCES), "boundaries")
    return sources_of(facts.con, keys, facts.notes.editions)


def _source(note: SourceNote, facts: Facts) -> str:
    written = t(
        "dossier.method.source",
        facts.lang,
        name=note.name.in_(facts.lang),
        publisher=clean(note.publisher),
        licence=clean(note.licence),
    )
    days = tuple(sorted({str(day) for day in note.editions}, reverse=True))
    if not days:
        return written
    return (
        f"{written} {t('dossier.method.edition', facts.lang, edition=editions(days, facts.lang))}"
    )
