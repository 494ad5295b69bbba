"""Section on the pact itself: its territory, its dates, its phase, its signatories."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Block, Column, Paragraph, Section, Table, clean
from cruscotto.dossier.subject import Kind
from cruscotto.facts import figures
from cruscotto.i18n import format_date, t
from cruscotto.i18n.grammar import capital, place
from cruscotto.model import need_codes
from cruscotto.model.fields import Code


def section(facts: Facts) -> Section | None:
    """Return the section on the pact; `None` if the dossier's subject is no pact."""
    if facts.subject.kind is not Kind.PACT:
        return None
    code = facts.subject.code
    (pact,) = (row for row in figures.rows(facts.edition, "pacts") if row["pact_code"] == code)
    blocks: list[Block] = [Paragraph(" ".join(_sentences(facts, pact)))]
    signed = figures.rows(facts.edition, "pact_signatories", pact=code)
    if signed:
        blocks.append(_signatories(facts, signed))
    return Section(t("dossier.pact.title", facts.lang), tuple(blocks))


def _sentences(facts: Facts, pact: dict[str, Any]) -> list[str]:
    """Return sentences on the pact's territory, phase, date of signing and validity."""
    lang = facts.lang
    where = t(
        "dossier.pact.place",
        lang,
        the=facts.subject.noun.the,
        within=place(pact["region_code"], lang).within,
        phase=_label(need_codes.PHASES, pact["phase_code"], facts),
    )
    written = [capital(where)]
    if pact["signed_on"]:
        written.append(t("dossier.pact.signed", lang, day=_day(pact["signed_on"], facts)))
    if pact["valid_from"] and pact["valid_to"]:
        first, last = (_day(pact[end], facts) for end in ("valid_from", "valid_to"))
        written.append(t("dossier.pact.valid", lang, first=first, last=last))
    if pact["municipalities"]:
        named = clean(pact["municipalities"])
        written.append(t("dossier.pact.municipalities", lang, names=named))
    return written


def _day(day: date, facts: Facts) -> str:
    return format_date(day, facts.lang)


def _label(codes: Iterable[Code], code: str, facts: Facts) -> str:
    found = next((one for one in codes if one.code == code), None)
    return found.label.in_(facts.lang) if found else code


def _signatories(facts: Facts, signed: list[dict[str, Any]]) -> Table:
    rows = tuple(
        (clean(row["body"]), _label(need_codes.ROLES, row["role_code"], facts)) for row in signed
    )
    labels = (t(f"dossier.pact.{name}", facts.lang) for name in ("body", "role"))
    columns = tuple(Column(label, "left") for label in labels)
    return Table(t("dossier.pact.signatories", facts.lang), columns, rows)
