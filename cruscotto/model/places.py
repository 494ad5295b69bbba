"""Read every spelling of an Italian region or province, and return its code.

Places are compared by their letters and digits alone: `P.A. Bolzano`, `p.a. bolzano` and `PA
Bolzano` are one spelling, and so are `19`, `019` and the `19.0` of a data frame. The 21 regions are
those of NUTS 2: the autonomous provinces of Bolzano and Trento are two of them; Trentino-Alto
Adige, which contains both provinces, is not a region here.
"""

import re
import unicodedata
from collections.abc import Iterator

from cruscotto.model.reference import reference_rows

# What else a name is written with, by the area's code.
_NAMES: dict[str, tuple[str, ...]] = {
    "ITC1": ("Piemonte", "Piedmont"),
    "ITC2": (
        "Valle d'Aosta",
        "Val d'Aosta",
        "Valle Aosta",
        "Vallée d'Aoste",
        "Aosta Valley",
        "Aosta",
    ),
    "ITC3": ("Liguria",),
    "ITC4": ("Lombardia", "Lombardy"),
    "ITH1": ("Bolzano", "Bolzano/Bozen", "Bozen", "Alto Adige", "Südtirol", "Alto Adige/Südtirol"),
    "ITH2": ("Trento", "Trentino"),
    "ITH3": ("Veneto",),
    "ITH4": ("Friuli-Venezia Giulia", "Friuli V.G.", "Friuli VG", "Friuli", "FVG"),
    "ITH5": ("Emilia-Romagna", "Emilia e Romagna"),
    "ITI1": ("Toscana", "Tuscany"),
    "ITI2": ("Umbria",),
    "ITI3": ("Marche", "Le Marche"),
    "ITI4": ("Lazio", "Latium"),
    "ITF1": ("Abruzzo", "Abruzzi"),
    "ITF2": ("Molise",),
    "ITF3": ("Campania",),
    "ITF4": ("Puglia", "Puglie", "Apulia"),
    "ITF5": ("Basilicata",),
    "ITF6": ("Calabria",),
    "ITG1": ("Sicilia", "Siciliana", "Sicily"),
    "ITG2": ("Sardegna", "Sardinia"),
}
# ISO 3166-2:IT, of the regions.
_ISO: dict[str, str] = {
    "21": "ITC1",
    "23": "ITC2",
    "25": "ITC4",
    "34": "ITH3",
    "36": "ITH4",
    "42": "ITC3",
    "45": "ITH5",
    "52": "ITI1",
    "55": "ITI2",
    "57": "ITI3",
    "62": "ITI4",
    "65": "ITF1",
    "67": "ITF2",
    "72": "ITF3",
    "75": "ITF4",
    "77": "ITF5",
    "78": "ITF6",
    "82": "ITG1",
    "88": "ITG2",
}
_REGION_WORDS = (
    "",
    "Regione",
    "Reg.",
    "Regione autonoma",
    "Regione del",
    "Regione della",
    "Regione dell'",
    "Regione autonoma della",
    "Regione autonoma",
)
_PROVINCE_WORDS = (
    "P.A.",
    "PA",
    "P.A. di",
    "PA di",
    "Prov. Aut.",
    "Prov. Aut. di",
    "Prov. Autonoma di",
    "Prov. Autonoma",
    "Prov. Auton.",
    "Prov. Auton. di",
    "Provincia Aut.",
    "Provincia Aut. di",
    "Provincia autonoma",
    "Provincia autonoma di",
    "Provincia di",
    "Prov. di",
    "Autonomous Province of",
    "PAB",
    "PAT",
)
# What follows a name, as in `Bolzano (P.A.)`.
_PROVINCE_AFTER = ("P.A.", "PA", "Prov. Aut.", "Provincia autonoma")
# The autonomous provinces: Istat's number, letters of the plate and NUTS 3 codes.
_AUTONOMOUS: dict[str, tuple[str, ...]] = {
    "ITH1": ("21", "BZ", "IT-BZ", "ITH10", "ITD10"),
    "ITH2": ("22", "TN", "IT-TN", "ITH20", "ITD20"),
}
_PROVINCE_BEFORE = ("", "Provincia di", "Prov. di", "Città metropolitana di")
_OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "RE": ("Reggio Emilia",),
    "RC": ("Reggio Calabria", "Reggio di Calabria"),
    "MB": ("Monza e Brianza", "Monza Brianza", "Monza"),
    "FC": ("Forlì", "Forlì e Cesena"),
    "PU": ("Pesaro Urbino", "Pesaro"),
    "MS": ("Massa e Carrara", "Massa"),
    "BT": ("Barletta Andria Trani",),
    "VB": ("Verbania", "Verbano Cusio Ossola"),
    "AO": ("Aosta", "Valle d'Aosta"),
    "BZ": ("Bolzano", "Bozen"),
}
# Two areas under one name: no figure of it belongs to either.
_NOT_SPLIT = (
    "Trentino-Alto Adige",
    "Trentino Alto Adige/Südtirol",
    "Trentino-Südtirol",
    "Trentino-AA",
    "Trentino A.A.",
    "Trentino-South Tyrol",
    "TAA",
    "ITDA",
    "ITD1+ITD2",
    "ITH1+ITH2",
    "IT-32",
    "4",
    "04",
    "004",
)


def normalised(text: str) -> str:
    """Return the letters and digits of a spelling, in capitals, without the `.0` of a data frame.

    >>> normalised("  P.A. di  Bolzano/Bozen ")
    'P A DI BOLZANO BOZEN'
    >>> normalised("19.0")
    '19'
    """
    bare = re.sub(r"^([0-9]+)[.,]0+$", r"\1", text.strip())
    parts = unicodedata.normalize("NFD", bare.upper())
    letters = "".join(part for part in parts if not unicodedata.combining(part))
    return re.sub("[^A-Z0-9]+", " ", letters).strip()


def normalised_sql(text: str) -> str:
    """Return the SQL expression that normalises a text as `normalised` does."""
    bare = rf"regexp_replace(trim({text}), '^([0-9]+)[.,]0+$', '\1')"
    return f"trim(regexp_replace(strip_accents(upper({bare})), '[^A-Z0-9]+', ' ', 'g'))"


def _numbers(code: str) -> tuple[str, ...]:
    number = int(code)
    return (str(number), f"{number:02d}", f"{number:03d}")


def _regions() -> Iterator[tuple[str, str]]:
    for row in reference_rows("regions.csv"):
        area, autonomous = row["nuts2"], row["nuts2"] in _AUTONOMOUS
        names = (row["name"], *_NAMES[area])
        words = ("", *_PROVINCE_WORDS) if autonomous else _REGION_WORDS
        spelled = [f"{word} {name}" for word in words for name in names]
        codes = [area, row["nuts2_2006"], *_AUTONOMOUS.get(area, ())]
        if autonomous:
            codes += [f"0{_AUTONOMOUS[area][0]}"]
            spelled += [f"{name} {word}" for name in names for word in _PROVINCE_AFTER]
        else:
            codes += [*_numbers(row["istat_code"])]
        # lists of choices write the code beside the name: `03 - Lombardia`, `Lombardia (ITC4)`
        beside = [f"{a} {b}" for one in names for code in codes for a, b in _both(one, code)]
        yield from ((spelling, area) for spelling in (*spelled, *codes, *beside))
    yield "ITC20", "ITC2"  # the valley is its only province
    yield from ((f"IT-{number}", area) for number, area in _ISO.items())


def _both(name: str, code: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (code, name), (name, code)


def _provinces() -> Iterator[tuple[str, str]]:
    numbers = {row["nuts2"]: row["istat_code"] for row in reference_rows("regions.csv")}
    for row in reference_rows("provinces.csv"):
        code, name = row["province_code"], row["name"]
        # OpenCoesione writes the region's number in front, and a data frame loses its noughts
        longer = [f"{number}{code}" for number in _numbers(numbers[row["nuts2"]])]
        names = (name, *name.split("/"), *_OTHER_NAMES.get(row["sign"], ()))
        named = [f"{word} {one}" for word in _PROVINCE_BEFORE for one in names]
        spelled = [*_numbers(code), row["sign"], f"IT-{row['sign']}", *named, *longer]
        yield from ((spelling, code) for spelling in spelled)


def _spellings(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Return the code of each place by its normalised spellings.

    A spelling that several places share is left out.

    Args:
        pairs: a spelling and the code of its place, in each pair.
    """
    found: dict[str, set[str]] = {}
    for spelling, code in pairs:
        found.setdefault(normalised(spelling), set()).add(code)
    return {spelling: min(codes) for spelling, codes in found.items() if len(codes) == 1}


REGION_SPELLINGS: dict[str, str] = _spellings(_regions())
PROVINCE_SPELLINGS: dict[str, str] = _spellings(_provinces())
NOT_SPLIT: frozenset[str] = frozenset(map(normalised, _NOT_SPLIT))


def read_region(text: str) -> str | None:
    """Return the NUTS 2 code of a region, or `None` where the text is no spelling of one."""
    return REGION_SPELLINGS.get(normalised(text))


def read_province(text: str) -> str | None:
    """Return the Istat code of a province, or `None` where the text is no spelling of one."""
    return PROVINCE_SPELLINGS.get(normalised(text))
