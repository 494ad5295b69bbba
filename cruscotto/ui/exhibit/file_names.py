"""Names of the files of a page: indicator, dimensions, selection and edition."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from cruscotto.export import mark_of
from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.query.selection import Selection, dimension
from cruscotto.kpi.registry.money import OPERATIONS_COUNT
from cruscotto.ui.state import address, filters, session
from cruscotto.ui.text import notes

# Letters of one part of a name, and codes of one dimension that it lists.
LONGEST, MOST = 48, 2
_OTHER = re.compile(r"[^a-z0-9]+")


def of_results(results: Sequence[KpiResult], stem: str) -> str:
    """Return the name of a file of results, all with the same dimensions and selection.

    Args:
        results: one result or more.
        stem: the beginning of the name, used if the results are of several indicators.
    """
    lang = address.language()
    kpis = list(dict.fromkeys(result.kpi for result in results))
    what = kpis[0].label.in_(lang) if len(kpis) == 1 else stem
    split = [dimension(name).label.in_(lang) for name in results[0].by]
    return _joined([what, *split, *_selected(results[0].selection)]) + _mark(results)


def of_table(stem: str, behind: Sequence[KpiResult]) -> str:
    """Return the name of a small table's file, with the selection and edition of its figures."""
    if not behind:
        return _joined([stem]) + mark_of([session.newest_day()], "published")
    return _joined([stem, *_selected(behind[0].selection)]) + _mark(behind)


def of_operations(stem: str, selection: Selection) -> str:
    """Return the name of a file of selected operations, with the edition that the page shows."""
    counted = session.measure(OPERATIONS_COUNT, (), selection)
    return _joined([stem, *_selected(selection)]) + _mark([counted])


def of_page(page: str) -> str:
    """Return the name of the file that contains all tables of a page."""
    return _joined([page, *_selected(filters.selection())]) + mark_of(
        [session.newest_day()], notes.data_kind()
    )


def _mark(results: Sequence[KpiResult]) -> str:
    kinds = {result.data_kind for result in results if result.rows}
    kind = "mixed" if len(kinds) > 1 else next(iter(kinds), "published")
    return mark_of((edition for result in results for edition in result.editions), kind)


def _selected(selection: Selection) -> Iterable[str]:
    for name, codes in selection.where:
        known = session.names(name, address.language())
        words = [known.get(code, code) for code in codes[:MOST]]
        yield "-".join([*words, f"+{len(codes) - MOST}"] if len(codes) > MOST else words)


def _joined(parts: Iterable[str]) -> str:
    return "_".join(slug for part in parts if (slug := slugged(part)))


def slugged(text: str) -> str:
    """Return a text in the form used in file names: lower-case letters, digits and hyphens."""
    plain = (
        unicodedata.normalize("NFKD", text.replace("+", " plus "))
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )
    return _OTHER.sub("-", plain)[:LONGEST].strip("-")
