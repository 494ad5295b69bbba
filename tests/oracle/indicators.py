"""Common indicators computed again, as the annexes' words say them."""

from collections import defaultdict
from collections.abc import Callable

from .people import Codes, Expected, Where, grouped
from .records import AT_WORK, Record, Row

Is = Callable[[Record], bool]
INACTIVE = ("inactive", "inactive_in_education")
UNEMPLOYED = ("unemployed", "long_term_unemployed")


def older_than_54(r: Record) -> bool:
    return r.age is not None and r.age > 54


def aged(low: int, high: int) -> Is:
    return lambda r: r.age is not None and low <= r.age <= high


def schooled(low: int, high: int) -> Is:
    return lambda r: r.isced is not None and low <= r.isced <= high


def entered(*statuses: str) -> Is:
    return lambda r: r.status in statuses


def has(*flags: str) -> Is:
    return lambda r: any(r.flags[name] for name in flags)


def both(*tests: Is) -> Is:
    return lambda r: all(test(r) for test in tests)


def either(*tests: Is) -> Is:
    return lambda r: any(test(r) for test in tests)


def leaves(*statuses: str) -> Is:
    return lambda r: r.matured("28d") and r.after["28d"] in statuses


def qualified(r: Record) -> bool:
    return r.left and r.qualification is True


def working_later(r: Record) -> bool:
    return r.matured("6m") and r.works("6m")


def improved(r: Record) -> bool:
    return r.status == "employed" and r.matured("6m") and r.improved is True


def jobless(r: Record) -> bool:
    return r.is_jobless


DISADVANTAGED = has("migrant", "minority", "disability", "other_disadvantage")
OLDER_JOBLESS = both(older_than_54, entered(*UNEMPLOYED, "inactive"))
SEARCHING = both(entered(*INACTIVE), leaves("searching"))
STUDYING = both(lambda r: r.status != "inactive_in_education", leaves("education"))
PLACED = both(jobless, leaves(*AT_WORK))

ESF = {
    "CO01": entered(*UNEMPLOYED),
    "CO02": entered("long_term_unemployed"),
    "CO03": entered(*INACTIVE),
    "CO04": entered("inactive"),
    "CO05": entered("employed"),
    "CO06": aged(0, 24),
    "CO07": older_than_54,
    "CO08": OLDER_JOBLESS,
    "CO09": schooled(1, 2),
    "CO10": schooled(3, 4),
    "CO11": schooled(5, 8),
    "CO15": has("migrant", "minority"),
    "CO16": has("disability"),
    "CO17": has("other_disadvantage"),
    "CO18": has("homeless"),
    "CO19": has("rural"),
    "CR01": SEARCHING,
    "CR02": STUDYING,
    "CR03": qualified,
    "CR04": PLACED,
    "CR05": both(DISADVANTAGED, either(leaves("searching", "education"), qualified, PLACED)),
    "CR06": both(jobless, working_later),
    "CR07": improved,
    "CR08": both(OLDER_JOBLESS, working_later),
    "CR09": both(DISADVANTAGED, jobless, working_later),
}
ESF_PLUS = {
    "EECO01": lambda r: True,
    "EECO02": entered(*UNEMPLOYED),
    "EECO03": entered("long_term_unemployed"),
    "EECO04": entered(*INACTIVE),
    "EECO05": entered("employed"),
    "EECO06": aged(0, 17),
    "EECO07": aged(18, 29),
    "EECO08": aged(55, 200),
    "EECO09": schooled(0, 2),
    "EECO10": schooled(3, 4),
    "EECO11": schooled(5, 8),
    "EECO12": has("disability"),
    "EECO14": has("migrant"),
    "EECO15": has("minority"),
    "EECO16": has("homeless"),
    "EECO17": has("rural"),
    "EECR01": SEARCHING,
    "EECR02": STUDYING,
    "EECR03": qualified,
    "EECR04": PLACED,
    "EECR05": both(jobless, working_later),
    "EECR06": improved,
}
FAMILIES: dict[str, dict[str, Is]] = {"2014-2020": ESF, "2021-2027": ESF_PLUS}


# Whose result is counted by each indicator, and when it is due: at the end, 28 days or 6 months on.
GROUPS: dict[str, tuple[str, Is]] = {
    "CR01": ("28d", entered(*INACTIVE)),
    "CR02": ("28d", lambda r: r.status != "inactive_in_education"),
    "CR03": ("", lambda r: True),
    "CR04": ("28d", jobless),
    "CR05": ("28d", DISADVANTAGED),
    "CR06": ("6m", jobless),
    "CR07": ("6m", entered("employed")),
    "CR08": ("6m", OLDER_JOBLESS),
    "CR09": ("6m", both(DISADVANTAGED, jobless)),
}
GROUPS |= {
    f"EECR0{n}": GROUPS[code]
    for n, code in enumerate(("CR01", "CR02", "CR03", "CR04", "CR06", "CR07"), start=1)
}


def waits(indicator: str, r: Record) -> bool:
    """Return whether a record belongs to a result's group and its result is not due yet."""
    if indicator not in GROUPS:
        return False
    horizon, belongs = GROUPS[indicator]
    return belongs(r) and not (r.matured(horizon) if horizon else r.left)


def year_of(indicator: str) -> str:
    """Return which year an indicator counts in: results when people leave."""
    return "exit_year" if "CR" in indicator else "entry_year"


class CommonIndicators:
    """Every participation judged by the indicators of its own period, and by no others."""

    def __init__(self, records: list[Record]) -> None:
        self.records = [r for r in records if r.codes["period"] in FAMILIES]
        self.met = {id(r): self._met(r) for r in self.records}

    def _met(self, record: Record) -> dict[str, bool]:
        family = FAMILIES[record.codes["period"]]
        return {name: test(record) for name, test in family.items()}

    def measure(self, by: Codes, where: Where) -> dict[Codes, Expected]:
        """Count by some dimensions; a code that nobody meets counts zero, or is not due."""
        counts: dict[Codes, int] = defaultdict(int)
        waiting: dict[Codes, int] = defaultdict(int)
        own = ("indicator", "year")
        years = ("entry_year", "exit_year") if "year" in (*by, *where) else ()
        names = (*(n for n in by if n not in own), "period", *years)
        plain = {n: codes for n, codes in where.items() if n not in own}
        asked = {n: codes for n, codes in where.items() if n in own}
        for found, records in grouped(self.records, names, plain).items():
            group = dict(zip(names, found, strict=True))
            for indicator in FAMILIES[group["period"]]:
                codes = group | {"indicator": indicator, "year": group.get(year_of(indicator), "")}
                if all(codes[name] in wanted for name, wanted in asked.items()):
                    met = sum(self.met[id(record)][indicator] for record in records)
                    place = tuple(codes[name] for name in by)
                    counts[place] += met
                    waiting[place] += sum(waits(indicator, record) for record in records)
        return {
            codes: Expected(count, value=None, is_waiting=True)
            if not count and waiting[codes]
            else Expected(count, value=count)
            for codes, count in counts.items()
        }

    def persons(self, target: Row) -> int | None:
        """Count the persons of a target; nobody counts what no record could tell."""
        code = target["indicator"]
        family = next((f for f in FAMILIES.values() if code in f), None)
        of_programme = [r for r in self.records if r.codes["programme"] == target["programme"]]
        if family is None or not any(code in self.met[id(r)] for r in of_programme):
            return None
        names = {"axis": "all", "sex": "total", "category_of_region": "all"}
        asked = {n: target[n] for n, every in names.items() if target[n] != every}
        return sum(
            self.met[id(r)].get(code, False)
            for r in of_programme
            if all(r.codes[name] == wanted for name, wanted in asked.items())
        )

    def waiting(self, target: Row) -> int:
        """Count the persons of a target's group whose result is not due yet."""
        code = target["indicator"]
        names = {"axis": "all", "sex": "total", "category_of_region": "all"}
        asked = {n: target[n] for n, every in names.items() if target[n] != every}
        return sum(
            waits(code, r)
            for r in self.records
            if r.codes["programme"] == target["programme"]
            and code in self.met[id(r)]
            and all(r.codes[name] == wanted for name, wanted in asked.items())
        )
