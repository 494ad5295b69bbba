"""Build a whole dossier: its edition, its subject, its sections, its notes."""

from datetime import date
from difflib import get_close_matches

from cruscotto.dossier import method
from cruscotto.dossier.errors import NothingToReport
from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Dossier, Section
from cruscotto.dossier.notes import editions
from cruscotto.dossier.plain import renumbered
from cruscotto.dossier.sections import SECTIONS
from cruscotto.dossier.subject import ALL, Kind, find
from cruscotto.errors import UnknownName
from cruscotto.export.notices import DATA_SETS
from cruscotto.export.origin import data_set_of
from cruscotto.facts import Edition
from cruscotto.facts.figures import rows
from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.selection import Selection, Slot
from cruscotto.kpi.registry.money import OPERATIONS_COUNT
from cruscotto.kpi.registry.needs import FUNDED_PLACES, NEED_POSITIONS
from cruscotto.kpi.registry.people import PARTICIPANTS_COUNT
from cruscotto.kpi.registry.reported import REPORTED_PLANNED_EUR

# What makes a dossier worth writing, and shows whether its data are synthetic.
COUNTED = (OPERATIONS_COUNT, PARTICIPANTS_COUNT, FUNDED_PLACES)
# Filters that have words of their own, and that every cockpit has.
FILTERS = ("period", "fund", "region", "managing_authority", "programme", "axis", "theme", "status")


def build(
    read: Edition,
    kind: str,
    code: str,
    lang: Lang,
    filters: Selection | None = None,
    edition: date | None = None,
) -> Dossier:
    """Return a dossier, ready to be typeset.

    Args:
        read: the warehouse and the rules of the audience.
        kind: `region`, `authority`, `axis` or `pact`.
        code: code of the subject; an axis is an objective or `PROGRAMME/AXIS`.
        lang: language of the dossier.
        filters: filters besides the subject. Without a filter on the fund, the dossier is about the
            screens' default fund or, if that has no facts, about all funds.
        edition: the date of an edition in the warehouse; the newest when left out.

    Raises:
        UnknownName: no such kind, code or edition, or a filter that dossiers do not have.
        NothingToReport: the warehouse has no edition, or nothing on the subject under these
            filters.
    """
    chosen = filters or Selection()
    _require_filters(chosen)
    slot, day = _edition(read, edition)
    facts = _facts(read, (kind, code), chosen.at(slot), lang)
    sections = [found for make in SECTIONS if (found := make(facts)) is not None]
    sections.append(method.section(facts, _command(kind, code, day, chosen, lang)))
    return renumbered(_dossier(facts, tuple(sections), day))


def _dossier(facts: Facts, sections: tuple[Section, ...], day: date) -> Dossier:
    lang, subject = facts.lang, facts.subject
    kind = _data_kind(facts)
    is_marked = kind != "published"
    return Dossier(
        lang=lang,
        kind=t(f"dossier.kind.{subject.kind}", lang),
        title=subject.noun.name,
        line=t(
            "dossier.line",
            lang,
            data_set=DATA_SETS[data_set_of(facts.con)].in_(lang),
            filters=facts.in_words(subject.selection),
            edition=editions((day.isoformat(),), lang),
        ),
        warning=t(f"dossier.warning.{kind}", lang) if is_marked else "",
        mark=t(f"dossier.mark.{kind}", lang) if is_marked else "",
        edition=day,
        sections=sections,
        notes=facts.notes.texts,
    )


def _data_kind(facts: Facts) -> str:
    """Return whether the dossier's data are `published`, `synthetic` or `mixed`.

    The kind of its operations, participations and places decides. If the dossier has none of these,
    the kind of all operations in the warehouse decides.
    """
    found = [facts.measure(kpi) for kpi in COUNTED]
    kinds = {result.data_kind for result in found if result.rows}
    kinds = kinds or {facts.measure(OPERATIONS_COUNT, (), Selection()).data_kind}
    return kinds.pop() if len(kinds) == 1 else "mixed"


def _edition(read: Edition, asked: date | None) -> tuple[Slot, date]:
    """Return the slot (`current` or `previous`) and the date of the edition asked for.

    Raises:
        UnknownName: the warehouse has no such edition.
        NothingToReport: the warehouse has no edition at all.
    """
    kept = _kept(read)
    if not kept:
        raise NothingToReport(selection="")
    newest = max(kept)
    day = asked or newest
    if day not in kept:
        known = sorted((str(one) for one in kept), reverse=True)
        similar = get_close_matches(str(day), known, cutoff=0.7)
        raise UnknownName(kind="edition", name=str(day), similar=similar, known=known)
    return kept[day], day


def _kept(read: Edition) -> dict[date, Slot]:
    """Return the slot (`current` or `previous`) of each edition in the warehouse, by its date.

    The editions are those of operations; if no operation is loaded, those of reports to the
    Commission.
    """
    for query in ("editions", "reports"):
        kept = {row["edition"]: row["slot"] for row in rows(read, query) if row["edition"]}
        if kept:
            return kept
    return {}


def _require_filters(filters: Selection) -> None:
    for name, _ in filters.where:
        if name not in FILTERS:
            similar = get_close_matches(name, FILTERS)
            raise UnknownName(kind="dimension", name=name, similar=similar, known=list(FILTERS))


def _facts(read: Edition, asked: tuple[str, str], filters: Selection, lang: Lang) -> Facts:
    """Return the facts of a subject.

    Without a filter on the fund, they are the facts of the default fund or, if there are none, of
    all funds. Where only reports to the Commission are loaded, they are those of all funds.

    Raises:
        NothingToReport: the warehouse has nothing on the subject under these filters; never for a
            pact.
    """
    starting = filters
    if not filters.codes("fund") and not rows(read, "editions"):
        starting = filters.with_(fund=ALL)  # reports are of both funds
    facts = Facts(read, find(read, *asked, starting, lang), lang)
    if _has_something(facts):
        return facts
    if not filters.codes("fund"):
        facts = Facts(read, find(read, *asked, filters.with_(fund=ALL), lang), lang)
        if _has_something(facts):
            return facts
    raise NothingToReport(selection=facts.in_words(facts.subject.selection))


def _has_something(facts: Facts) -> bool:
    if facts.subject.kind is Kind.PACT:
        return True  # a pact can be described before it has needs or courses
    return any(
        not facts.measure(kpi).is_empty for kpi in (*COUNTED, NEED_POSITIONS, REPORTED_PLANNED_EUR)
    )


def _command(kind: str, code: str, day: date, filters: Selection, lang: Lang) -> str:
    where = "".join(f' --where "{name}={",".join(codes)}"' for name, codes in filters.where)
    quoted = f'"{code}"' if " " in code else code
    return f"cruscotto dossier {kind} {quoted} --edition {day}{where} --lang {lang} --out FILE.pdf"
