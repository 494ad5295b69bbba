"""Demonstration needs and the places put to them, chosen to fit the courses.

Regional needs resemble those of the Excelsior survey: numbers in tens, for occupations that courses
teach and for some that no course teaches. Pacts and dossiers state further needs, which some
courses answer with their places. The numbers are of the size of the courses; needs of the real
labour market are far larger.
"""

from dataclasses import dataclass, field

import numpy as np

from cruscotto.demo.needs.offers import FIRST_YEAR, LAST_YEAR, Offer
from cruscotto.demo.needs.pacts import Pact
from cruscotto.demo.territory.territory import Area

# Wanted by firms and taught by no demonstration course: code, sector, size per million inhabitants.
UNTAUGHT = (("6121", "9", 16), ("7423", "11", 14), ("321", "19", 18), ("315", "10", 6))
UNASKED_SHARE = 0.16  # of the occupations taught, those that nobody asks for in a year
SPLIT_SHARE = 0.25  # of the links, those that take a part of the course's places only
Groups = dict[tuple[int, int, str], list[Offer]]
Row = dict[str, str]


@dataclass
class Stated:
    """The needs of one area and the places put to them, as rows that are added year by year."""

    area: Area
    index: int
    rng: np.random.Generator
    needs: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def need(self, year: int, occupation: str, sector: str, positions: int, **more: str) -> str:
        """Add a need and return its code."""
        code = f"SINT-F-{self.area.region_code}-{year}-{len(self.needs) + 1:04d}"
        share = f"{self.rng.uniform(0.2, 0.65):.2f}".replace(".", ",")
        self.needs.append(
            {
                "need_id": code,
                "pact_id": "",
                "dossier": "",
                "region": self.area.region_code,
                "province": "",
                "occupation_code": occupation,
                "sector_sep": sector,
                "year": str(year),
                "positions": str(max(positions, 1)),
                "hard_to_fill_share": share,
                "evidence": "excelsior",
                "source": f"Excelsior dimostrativo {year}",
                **more,
            }
        )
        return code

    def link(self, code: str, offer: Offer, places: int) -> None:
        """Add a row that puts places of a course to a need."""
        self.links.append({"need_id": code, "operation_code": offer.code, "places": str(places)})


def state(
    area: Area, index: int, pacts: list[Pact], groups: Groups, rng: np.random.Generator
) -> Stated:
    """Return random needs of an area, and the places put to them.

    Args:
        area: the area.
        index: the area's index in `territory.areas()`.
        pacts: the pacts of the area.
        groups: the offers of all areas, by area, year and occupation.
        rng: random numbers.
    """
    stated = Stated(area, index, rng)
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        taught = sorted(key[2] for key in groups if key[:2] == (index, year))
        if not taught:
            continue
        for pact in pacts:
            if year in pact.years:
                _of_pact(stated, pact, year, taught, groups)
        _of_dossier(stated, year, taught, groups)
        _of_excelsior(stated, year, taught, groups)
    return stated


def _of_excelsior(stated: Stated, year: int, taught: list[str], groups: Groups) -> None:
    for occupation in taught:
        if stated.rng.random() < UNASKED_SHARE:
            continue
        offers = groups[stated.index, year, occupation]
        places = sum(offer.places for offer in offers)
        wanted = places * stated.rng.lognormal(0.05, 0.55)
        stated.need(year, occupation, offers[0].sector, _tens(wanted))
    for occupation, sector, size in UNTAUGHT:
        wanted = stated.area.population / 1e6 * size * stated.rng.lognormal(0, 0.4)
        stated.need(year, occupation, sector, _tens(wanted))


def _of_pact(stated: Stated, pact: Pact, year: int, taught: list[str], groups: Groups) -> None:
    """Add a pact's needs for a year: some answered by courses, and one that no course answers."""
    named = {
        "pact_id": pact.code,
        "province": pact.province.code,
        "source": f"{pact.name}, allegato {year}",
        "evidence": ("pact", "firm")[int(stated.rng.random() < 0.3)],
    }
    _answered(stated, year, int(stated.rng.integers(2, 6)), groups, **named)
    occupation = str(stated.rng.choice(taught))
    sector = groups[stated.index, year, occupation][0].sector
    stated.need(year, occupation, sector, int(stated.rng.integers(8, 40)), **named)


def _of_dossier(stated: Stated, year: int, taught: list[str], groups: Groups) -> None:
    named = {
        "dossier": "Dossier dimostrativo regionale",
        "evidence": "dossier",
        "source": f"Dossier dimostrativo {year}",
    }
    _answered(stated, year, int(stated.rng.integers(1, 4)), groups, **named)


def _answered(stated: Stated, year: int, count: int, groups: Groups, **named: str) -> None:
    """Add needs that fit some courses, and put the places of these courses to them.

    Args:
        stated: the area's needs, to which the needs are added.
        year: the year of the needs.
        count: how many courses to choose among those that answer no need yet.
        groups: the offers of all areas, by area, year and occupation.
        named: further fields of each need.
    """
    courses: dict[str, list[Offer]] = {}
    for (index, when, _), offers in groups.items():
        for offer in offers if (index, when) == (stated.index, year) else ():
            if offer.places > 0 and offer.code not in stated.taken:
                courses.setdefault(offer.code, []).append(offer)
    chosen = stated.rng.permutation(sorted(courses))[:count].tolist()
    by_occupation: dict[str, list[Offer]] = {}
    for code in chosen:
        stated.taken.add(code)
        for offer in courses[code]:
            by_occupation.setdefault(offer.occupation, []).append(offer)
    for occupation, offers in sorted(by_occupation.items()):
        places = sum(offer.places for offer in offers)
        wanted = max(round(places * stated.rng.uniform(0.7, 1.8)), 4)
        need = stated.need(year, occupation, offers[0].sector, wanted, **named)
        for offer in offers:
            is_split = stated.rng.random() < SPLIT_SHARE
            stated.link(
                need, offer, max(1, round(offer.places * 0.6)) if is_split else offer.places
            )


def _tens(value: float) -> int:
    return max(10, round(value / 10) * 10)
