"""Section on money at risk: what must be certified by the next due day, and what may be missing."""

from collections.abc import Sequence

from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Block, Column, Paragraph, Section, Table
from cruscotto.dossier.notes import editions
from cruscotto.facts import programmes
from cruscotto.finance.outlook import Standing
from cruscotto.finance.reading import REACT_EU
from cruscotto.i18n import format_date, t
from cruscotto.i18n.numbers import Number
from cruscotto.kpi.registry.dimensions import CATEGORY_OF_REGION, FUND
from cruscotto.kpi.wording.phrases import NOTHING, short

MOST = 8
# Contracts that the accounts are read from.
SOURCES_OF_ACCOUNTS = ("commitment_tranches", "prefinancing", "payment_claims")


def section(facts: Facts) -> Section | None:
    """Return the section on the next due day of each of the subject's accounts, largest gaps first.

    Accounts are kept for the newest edition only.
    """
    found = coming(facts)
    if not found:
        return None
    blocks: list[Block] = [Paragraph(_sentence(facts, found))]
    behind = [one for one in found if one.position.gap_eur]
    if behind:
        blocks.append(_table(facts, behind[:MOST]))
        blocks.append(Paragraph(t("dossier.risk.method", facts.lang), "small"))
    return Section(t("dossier.risk.title", facts.lang), tuple(blocks))


def coming(facts: Facts) -> list[Standing]:
    """Return, for each of the subject's accounts, what is due and covered on its next due day.

    The account with the largest gap comes first.
    """
    return programmes.coming(facts.edition, facts.subject.selection)


def _sentence(facts: Facts, found: Sequence[Standing]) -> str:
    lang = facts.lang
    short_of = [one for one in found if one.position.gap_eur]
    if not short_of:
        return t("dossier.risk.none", lang, note=note(facts, found))
    gap = sum(float(one.position.gap_eur) for one in short_of)
    key = "one" if len(short_of) == 1 else "many"
    if len(found) == 1:
        key = "only"
    return t(
        f"dossier.risk.{key}",
        lang,
        n=len(short_of),
        of=len(found),
        gap=short(gap, "eur", lang),
        note=note(facts, found),
    )


def note(facts: Facts, found: Sequence[Standing]) -> str:
    """Return the footnote mark of the note on the accounts' sources and edition."""
    days = tuple(sorted({one.at.isoformat() for one in found}, reverse=True))
    facts.notes.also(SOURCES_OF_ACCOUNTS, days)
    return facts.notes.marked(
        t("dossier.risk.note", facts.lang, edition=editions(days, facts.lang))
    )


def _table(facts: Facts, found: Sequence[Standing]) -> Table:
    labels = ("programme", "deadline", "target", "covered", "gap", "missing", "band")
    first, *rest = (t(f"dossier.risk.{label}", facts.lang) for label in labels)
    columns = (Column(first, "left"), *(Column(label) for label in rest))
    caption = t("dossier.risk.table", facts.lang) + note(facts, found)
    return Table(caption, columns, tuple(_row(facts, one) for one in found))


def _row(facts: Facts, one: Standing) -> tuple[str, ...]:
    position = one.position
    return (
        account(facts, one),
        format_date(position.day or one.at, facts.lang),
        _euro(facts, position.target_eur),
        _euro(facts, position.covered_eur),
        _euro(facts, position.gap_eur),
        _euro(facts, one.missing_eur) if one.missing_eur is not None else _too_few(facts),
        _band(facts, one),
    )


def account(facts: Facts, one: Standing) -> str:
    """Return the name of an account: programme, fund and category of region."""
    programme = facts.names("programme").get(one.place.programme, one.place.programme)
    fund = FUND.member_label(one.place.fund, facts.lang) or one.place.fund
    category = CATEGORY_OF_REGION.member_label(one.place.category, facts.lang)
    if one.place.category == REACT_EU:
        category = t("certify.category_react_eu", facts.lang)
    return ", ".join(part for part in (programme, fund, category) if part)


def _euro(facts: Facts, value: Number | None) -> str:
    return NOTHING if value is None else short(value, "eur", facts.lang)


def _too_few(facts: Facts) -> str:
    return t("dossier.risk.too_few", facts.lang)


def _band(facts: Facts, one: Standing) -> str:
    """Return the 80 % interval of the amount that will be missing, as text."""
    if one.missing_band_eur is None:
        return NOTHING
    low, high = one.missing_band_eur
    return f"{_euro(facts, low)} – {_euro(facts, high)}"
