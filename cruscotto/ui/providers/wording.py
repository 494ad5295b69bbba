"""A text about one provider, which claims no more than the interval allows."""

from cruscotto.evaluation.judgement.grades import Grades
from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.analysis.providers import Expected
from cruscotto.kpi.registry.model import Unit
from cruscotto.ui.text import words


def sentence(
    name: str, row: Expected, regional: float | None, grades: Grades | None, lang: Lang
) -> str:
    """Return a text that compares a provider's rate with the rate expected of it.

    If the rate is better or worse than expected, the text gives the interval of the difference. If
    it is better than expected but below its region's rate, or worse but above, the text says so.
    The text ends with the provider's grade, if there is one.

    Args:
        name: the provider's name.
        row: the provider's rate and the expected rate.
        regional: the rate of the provider's region; `None` if it is unknown or not shown.
        grades: the grades of all providers; `None` if providers are not graded.
        lang: the reader's language.
    """
    key = f"providers.says_{row.verdict}"
    if regional is not None and row.verdict == "better" and row.rate < regional:
        key = "providers.says_better_than_it_looks"
    if regional is not None and row.verdict == "worse" and row.rate > regional:
        key = "providers.says_worse_than_it_looks"
    ends = sorted((row.gap.low, row.gap.high), key=abs)
    written = t(
        key,
        lang,
        name=words.plain(name),
        like=t(f"providers.{'like_both' if row.row.labour else 'like_people'}", lang),
        rate=_share(row.rate, lang),
        expected=_share(row.same_market, lang),
        regional=_share(regional or 0.0, lang),
        low=_points(ends[0], lang),
        high=_points(ends[1], lang),
    )
    if row.grade is None or grades is None:
        return written
    graded = t(
        "providers.graded",
        lang,
        grade=row.grade,
        count=grades.count,
        wrong=_share(grades.wrong, lang),
    )
    return f"{written} {graded}"


def _share(value: float, lang: Lang) -> str:
    return words.short(value, Unit.SHARE, lang)


def _points(value: float, lang: Lang) -> str:
    return format_number(100 * abs(value), lang, 1)
