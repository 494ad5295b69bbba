"""Read days as Italian offices, spreadsheets and registers write them.

The day comes before the month. A day such as `05/07/2024` is ambiguous: the month could come first.
Where another value of the column is only possible with the month first (`07/30/2024`), ambiguous
days are left unread. Where no value proves this, but all days would fit better with the month first
(`02/01/2024`, `03/01/2024`, `04/01/2024`), they are read as usual, with a doubt. A bare number of
five digits is a spreadsheet's serial day. Two forms are always ambiguous and left unread:
`24-02-12`, whose year may come first, and an evening in UTC (`2024-02-11T23:00:00Z`), which is the
next day in Italy and usually means midnight there. `read_date` and `date_sql` follow the same
patterns.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from cruscotto.model.literals import literal

FIRST_SERIAL, LAST_SERIAL = 18_264, 73_050  # from 1950 to 2099
_EPOCH = date(1899, 12, 30)
# Days of one month, or firsts of months, are no chance from so many different ones on.
_ENOUGH = 3
# Years of two figures below this one are of this century.
PIVOT = 50

# A time of day, or the zone that XML writes behind a day.
_TIME = "([ T][0-9].*|Z|[+-][0-9]{2}:[0-9]{2})?"
# Each with year, month and day in the order of its name.
YEAR_FIRST = f"([0-9]{{4}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{1,2}}){_TIME}"
COMPACT = "([12][0-9]{3})([0-9]{2})([0-9]{2})( 00:00:00.*|[.,]0+)?"
DAY_FIRST = f"([0-9]{{1,2}})[-/. ]([0-9]{{1,2}})[-/. ]([0-9]{{4}}|[0-9]{{2}}){_TIME}"
_EVENING = "[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}[ T]2[23]:[0-9:.,]*(Z|[+-]00:?00)"
_SHORT_YEAR = f"[0-9]{{1,2}}-[0-9]{{1,2}}-(0[1-9]|[12][0-9]|3[01]){_TIME}"
UNCERTAIN = f"{_EVENING}|{_SHORT_YEAR}"
# Half days are American, and so is the month before the day.
_HALF_DAY = "[AaPp][.]?[Mm][.]?"
NAMED = "([0-9]{1,2})[°º]?[-/. ]*([a-z]{3,9})[.]?[-/. ]*([0-9]{4}|[0-9]{2})"
SERIAL = "([0-9]{5})([.,][0-9]+)?"

_ITALIAN = (
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
)
_ENGLISH = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
MONTHS: dict[str, int] = {
    name: number
    for names in (_ITALIAN, _ENGLISH)
    for number, whole in enumerate(names, start=1)
    for name in (whole, whole[:3], *(("sett", "sept") if number == 9 else ()))
}


def read_date(value: str, doubtful: bool = False) -> date | None:
    """Return the day written in a text, or `None` where the text cannot be read.

    Args:
        value: the text.
        doubtful: whether the column shows that months may come first, see `shows_month_first`.

    >>> read_date("5/7/24")
    datetime.date(2024, 7, 5)
    >>> read_date("5/7/24", doubtful=True)
    """
    text = value.strip()
    if re.fullmatch(UNCERTAIN, text):
        return None
    if match := re.fullmatch(YEAR_FIRST, text) or re.fullmatch(COMPACT, text):
        return _day(match[1], match[2], match[3])
    if match := re.fullmatch(DAY_FIRST, text):
        day, month, year = match.groups()[:3]
        return None if doubtful and _reads_twice(day, month) else _day(year, month, day)
    if (match := re.fullmatch(NAMED, text.lower())) and match[2] in MONTHS:
        return _day(match[3], str(MONTHS[match[2]]), match[1])
    if match := re.fullmatch(SERIAL, text):
        serial = int(match[1])
        return _EPOCH + timedelta(serial) if FIRST_SERIAL <= serial <= LAST_SERIAL else None
    return None


def shows_month_first(values: Iterable[str]) -> bool:
    """Return whether some value of a column can only be read with the month before the day."""
    return any(_is_month_first(value) for value in values)


def _is_month_first(value: str) -> bool:
    match = re.fullmatch(DAY_FIRST, value.strip())
    if not match or not _day(match[3], match[1], match[2]):
        return False
    return int(match[2]) > 12 or re.search(f"{_HALF_DAY}$", value.strip()) is not None


def may_show_month_first(values: Iterable[str], are_months: bool = False) -> bool:
    """Return whether a column's days, all ambiguous, would fit better with the month first.

    They fit better if, with the month first, all of them are in one month, or all are the first day
    of a month.

    Args:
        values: the column's texts.
        are_months: whether each day stands for its month. If so, it is enough that all of them are
            the first day of a month, with the month first, and one of the months is not January.
    """
    matches = [re.fullmatch(DAY_FIRST, value.strip()) for value in values]
    pairs = [(int(match[1]), int(match[2])) for match in matches if match]
    firsts, seconds = {first for first, _ in pairs}, {second for _, second in pairs}
    if not pairs or max(firsts | seconds) > 12:
        return False
    if seconds == {1}:
        return max(firsts) > 1 if are_months else len(firsts) >= _ENOUGH
    return len(firsts) == 1 and firsts != {1} and len(seconds) >= _ENOUGH


def _reads_twice(first: str, second: str) -> bool:
    return int(first) <= 12 and int(second) <= 12 and int(first) != int(second)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(_whole_year(year), int(month), int(day))
    except ValueError:
        return None


def _whole_year(year: str) -> int:
    if len(year) > 2:
        return int(year)
    return int(year) + (2000 if int(year) < PIVOT else 1900)


# ---------- the same for the engine: expressions over a column's text, and nothing else


def date_sql(text: str, doubtful: bool = False) -> str:
    """Return the SQL expression of the day written in a text; null if invalid or ambiguous.

    The two commonest forms are recognised by the positions of their separators, all other forms by
    patterns, which are slower.
    """
    part = _part(text, DAY_FIRST)
    year, month, day = (f"substr({text}, {place})" for place in ("7, 4", "4, 2", "1, 2"))
    return (
        f"case when length({text}) = 10 and substr({text}, 5, 1) = '-' "
        f"and substr({text}, 8, 1) = '-' then try_cast({text} as date) "
        f"when length({text}) = 10 and substr({text}, 3, 1) = '/' and substr({text}, 6, 1) = '/' "
        f"{_unless_twice(day, month, doubtful)} "
        f"then try_cast({year} || '-' || {month} || '-' || {day} as date) "
        f"when regexp_full_match({text}, {literal(COMPACT)}) then {_iso(text, COMPACT, 1, 2, 3)} "
        f"when {uncertain_sql(text)} then null "
        f"when regexp_full_match({text}, {literal(DAY_FIRST)}) "
        f"{_unless_twice(part(1), part(2), doubtful)} then {_iso(text, DAY_FIRST, 3, 2, 1)} "
        f"when regexp_full_match({text}, {literal(YEAR_FIRST)}) "
        f"then {_iso(text, YEAR_FIRST, 1, 2, 3)} "
        f"when regexp_full_match({text}, {literal(SERIAL)}) then {_serial(text)} "
        f"when regexp_full_match(lower({text}), {literal(NAMED)}) then {_named(text)} end"
    )


def uncertain_sql(text: str) -> str:
    """Return the SQL test that a date is written in one of two forms that are never read.

    They are ambiguous whatever their numbers: `24-02-12`, and an evening in UTC.
    """
    return f"coalesce(regexp_full_match({text}, {literal(UNCERTAIN)}), false)"


def _unless_twice(day: str, month: str, doubtful: bool) -> str:
    if not doubtful:
        return ""
    first, second = (f"try_cast({part} as integer)" for part in (day, month))
    return f"and not ({first} <= 12 and {second} <= 12 and {first} <> {second})"


def month_first_sql(text: str) -> str:
    """Return the SQL aggregate that gives the result of `shows_month_first` for a column."""
    part = _part(text, DAY_FIRST)
    usual = f"length({text}) = 10 and substr({text}, 3, 1) = '/' and substr({text}, 6, 1) = '/'"
    return (
        f"coalesce(bool_or(case when {usual} and substr({text}, 4, 2) <= '12' then false "
        f"when regexp_full_match({text}, {literal(DAY_FIRST)}) "
        f"and (try_cast({part(2)} as integer) > 12 "
        f"or regexp_matches({text}, {literal(f'{_HALF_DAY}$')})) "
        f"then {_iso(text, DAY_FIRST, 3, 1, 2)} is not null else false end), false)"
    )


def may_month_first_sql(text: str, are_months: bool = False) -> str:
    """Return the SQL aggregate that gives the result of `may_show_month_first` for a column."""
    first, second = _figures(text)
    enough = f"max({first}) > 1" if are_months else f"count(distinct {first}) >= {_ENOUGH}"
    return (
        f"coalesce(max(greatest({first}, {second})) <= 12 and case "
        f"when min({second}) = 1 and max({second}) = 1 then {enough} "
        f"else min({first}) > 1 and min({first}) = max({first}) "
        f"and count(distinct {second}) >= {_ENOUGH} end, false)"
    )


def _figures(text: str) -> tuple[str, str]:
    """Return two SQL expressions: the first and the second number of a day such as `05/07/2024`.

    Both are null if the year comes first.

    The commonest forms are recognised by the positions of their separators, as in `date_sql`.
    """
    part = _part(text, DAY_FIRST)
    usual = f"length({text}) = 10 and substr({text}, 3, 1) = '/' and substr({text}, 6, 1) = '/'"
    is_iso = f"substr({text}, 5, 1) = '-'"
    return tuple(  # type: ignore[return-value]
        f"try_cast(case when {is_iso} then null when {usual} then substr({text}, {place}, 2) "
        f"when regexp_full_match({text}, {literal(DAY_FIRST)}) then {part(group)} end as integer)"
        for place, group in ((1, 1), (4, 2))
    )


def twice_sql(text: str) -> str:
    """Return the SQL test that a date can be read both as day/month and as month/day."""
    return f"({date_sql(text)}) is not null and ({date_sql(text, doubtful=True)}) is null"


def _part(text: str, pattern: str) -> Callable[[int], str]:
    return lambda group: f"regexp_extract({text}, {literal(f'^{pattern}$')}, {group})"


def _iso(text: str, pattern: str, year: int, month: int, day: int) -> str:
    part = _part(text, pattern)
    return f"try_cast({_year(part(year))} || '-' || {part(month)} || '-' || {part(day)} as date)"


def _year(year: str) -> str:
    century = f"case when {year} < '{PIVOT}' then '20' else '19' end"
    return f"case when length({year}) = 2 then {century} || {year} else {year} end"


def _serial(text: str) -> str:
    serial = f"try_cast(substr({text}, 1, 5) as integer)"
    return (
        f"case when {serial} between {FIRST_SERIAL} and {LAST_SERIAL} "
        f"then date '{_EPOCH}' + {serial} end"
    )


def _named(text: str) -> str:
    part = _part(f"lower({text})", NAMED)
    names = ", ".join(f"'{name}': '{number}'" for name, number in MONTHS.items())
    month = f"map {{{names}}}[{part(2)}]"
    return f"try_cast({_year(part(3))} || '-' || {month} || '-' || {part(1)} as date)"
