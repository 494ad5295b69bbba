"""Where and when a participation counts: the codes of every dimension, from plain CSV files."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from .records import DISADVANTAGES, Record, Row, read, to_number

PERIODS = {"0": "2000-2006", "1": "2007-2013", "2": "2014-2020", "3": "2021-2027"}
UNKNOWN, NOWHERE = "unknown", "not_regionalised"
# which order of several axes or funds comes first when none is larger
FUND_AMOUNTS = {"FSE": "FINANZ_UE_FSE", "IOG": "FINANZ_UE_IOG", "FSC": "FINANZ_STATO_FSC"}


class Reference:
    """The small official tables: areas, programmes, planned axes."""

    def __init__(self, folder: Path) -> None:
        self.areas = {row["nuts2"]: row for row in read(folder / "regions.csv")}
        provinces = read(folder / "provinces.csv")
        self.provinces = {
            row[name]: row["nuts3"]
            for row in provinces
            for name in ("province_code", "sign", "name")
        }
        self.older = {row["nuts2_2006"]: nuts for nuts, row in self.areas.items()}
        self.programmes = self._earlier(folder) | self._latest(folder)
        self.themes: dict[tuple[str, str], tuple[str, str]] = {}
        for row in read(folder / "official" / "cohesion_plans_2014_2020.csv"):
            theme = row["to"]
            self.themes[row["cci"], row["priority"].upper().lstrip("0")] = (
                row["priority"],
                theme if theme in ("08", "09", "10", "11", "13") else "TA",
            )

    def _earlier(self, folder: Path) -> dict[str, Row]:
        names = {row["opencoesione_name"]: nuts for nuts, row in self.areas.items()}
        names |= {"PA BOLZANO": "ITH1", "PA TRENTO": "ITH2", "NAZ": ""}
        return {
            row["cci"]: {"period": row["period"], "region": names[row["region"]], "sure": "yes"}
            for row in read(folder / "programmes.csv")
        }

    def _latest(self, folder: Path) -> dict[str, Row]:
        return {
            row["cci"]: {
                "period": row["period"],
                "region": row["region_code"],
                "sure": "yes" if row["confidence"] == "S" else "",
            }
            for row in read(folder / "programmes_2021_2027.csv")
        }

    def axis(self, programme: str, axis: str, row: Row) -> tuple[str, str]:
        """Return an axis as the plan writes it, and its objective."""
        if (programme, axis.upper().lstrip("0")) in self.themes:
            return self.themes[programme, axis.upper().lstrip("0")]
        for theme in (row["COD_OB_TEMATICO"], axis.upper()):
            if theme in ("08", "09", "10", "11") or theme.startswith("ESO4."):
                return axis or UNKNOWN, theme
        return axis or UNKNOWN, UNKNOWN

    def area_codes(self, region: str, period: str) -> Row:
        area = self.areas.get(region)
        if area is None:
            return {"region": NOWHERE, "macro_area": NOWHERE, "category_of_region": NOWHERE}
        south = area["macro_area"] == "Mezzogiorno"
        category = "eu_category_2021_2027" if period == "2021-2027" else "eu_category_2014_2020"
        return {
            "region": region,
            "macro_area": "south" if south else "centre_north",
            "category_of_region": area[category],
        }


class Operations:
    """The operations of one published file."""

    def __init__(self, path: Path, reference: Reference) -> None:
        self.reference = reference
        self.rows = {row["COD_LOCALE_PROGETTO"]: row for row in read(path)}
        self.places = {code: self._place(row) for code, row in self.rows.items()}

    def money(self, code: str) -> Decimal | None:
        row = self.rows.get(code)
        return to_number(row["FINANZ_TOTALE_PUBBLICO"]) if row else None

    def axes(self) -> dict[tuple[str, str], str]:
        """Return the objective of every axis that an operation names."""
        found: dict[tuple[str, str], str] = {}
        for row in self.rows.values():
            for axis, theme in self._axes(row):
                key = (row["OC_CODICE_PROGRAMMA"], axis)
                found[key] = min(theme, found.get(key, theme))
        return found

    def _axes(self, row: Row) -> list[tuple[str, str]]:
        listed = row["OC_COD_ARTICOLAZ_PROGRAMMA"].split(":::")
        return [self.reference.axis(row["OC_CODICE_PROGRAMMA"], axis, row) for axis in listed]

    def _place(self, row: Row) -> Row:
        """Return the codes of an operation: of several equal axes the first by code."""
        programme = row["OC_CODICE_PROGRAMMA"]
        known = self.reference.programmes.get(programme)
        axis, theme = min(self._axes(row))
        amounts = {fund: to_number(row[name]) or Decimal() for fund, name in FUND_AMOUNTS.items()}
        region = known["region"] if known and known["sure"] else ""
        return {
            "period": PERIODS[row["OC_COD_CICLO"]],
            "fund": max(amounts, key=lambda fund: amounts[fund]),
            "programme": programme,
            "axis": axis,
            "theme": theme,
            "region": region or self._named_region(row),
            "managing_authority": (known["region"] or programme)
            if known
            else row["OC_CODFISC_PROGRAMMATORE"],
        }

    def _named_region(self, row: Row) -> str:
        """Return the only region named; in area 004 the province tells which."""
        named = row["COD_REGIONE"]
        if named == "004":
            return {"021": "ITH1", "022": "ITH2"}.get(row["COD_PROVINCIA"], NOWHERE)
        areas = self.reference.areas
        return next((n for n, area in areas.items() if area["opencoesione_code"] == named), NOWHERE)

    def placed(self, record: Record) -> Record:
        """Return a record with its code along every dimension."""
        place = self.places.get(record.operation, {})
        names = ("period", "fund", "programme", "axis", "theme", "managing_authority")
        codes = {name: place.get(name, UNKNOWN) for name in names}
        if not place:
            codes["fund"] = "other"
        own = self.reference.older.get(record.region, record.region)
        codes |= self.reference.area_codes(own or place.get("region", ""), codes["period"])
        codes["province"] = self.reference.provinces.get(record.province, UNKNOWN)
        return replace(record, codes=codes | person_codes(record))


def person_codes(record: Record) -> Row:
    known = all(record.flags[name] is not None for name in DISADVANTAGES)
    return {
        "entry_year": str(record.entry.year),
        "exit_year": str(record.exit.year) if record.exit and record.left else UNKNOWN,
        "sex": record.sex or UNKNOWN,
        "age_band": age_band(record.age),
        "education": education(record.isced),
        "entry_status": record.status or UNKNOWN,
        "vulnerable": "yes" if record.is_disadvantaged else "no" if known else UNKNOWN,
    }


def age_band(age: int | None) -> str:
    if age is None:
        return UNKNOWN
    bands = ((17, "0-17"), (24, "18-24"), (29, "25-29"), (54, "30-54"))
    return next((name for last, name in bands if age <= last), "55+")


def education(isced: int | None) -> str:
    if isced is None:
        return UNKNOWN
    return "0-2" if isced <= 2 else "3-4" if isced <= 4 else "5-8"
