"""Places of operations as the publisher writes them: one place, several joined, or none."""

from dataclasses import dataclass, field
from functools import cache

import numpy as np

from cruscotto.demo.chance import Floats, Ints, by_rank, stream, whole
from cruscotto.demo.territory.programmes import CATEGORIES
from cruscotto.demo.territory.territory import Area, Province, areas

JOINT = ":::"
NATION = ("000", "AMBITO NAZIONALE")
NOWHERE = ("999", "NESSUNA LOCALIZZAZIONE")
ABROAD = ("200", "PAESI EUROPEI")  # the publisher's code is not sourced
ALL_TOWNS = "TUTTI I COMUNI"
SHARED_PLACES = 60  # lists of areas drawn for each pool of national programmes

Pair = tuple[str, str]


@dataclass(frozen=True)
class Place:
    """The place of an operation: codes and names, joined if the operation has several places."""

    regions: Pair
    provinces: Pair
    macro_area: str
    is_multiple: bool

    @property
    def towns(self) -> Pair:
        """Return the code and name that stand for all municipalities of a province.

        A place with several provinces has them once for each province.
        """
        codes = self.provinces[0].split(JOINT)
        return JOINT.join(f"{code}000" for code in codes), JOINT.join([ALL_TOWNS] * len(codes))


@dataclass(eq=False)
class Gazetteer:
    """Every possible place of the demonstration's operations, and how probable it is.

    Attributes:
        local: for each area, indices and shares of the places of its own operations.
        shared: indices of places that consist of several areas of one category of region, by
            category; under "", places of any areas.
        special: indices and shares of four further places: the whole nation, no place, abroad, and
            Trentino-Alto Adige without a province.
    """

    places: list[Place] = field(default_factory=list)
    local: list[tuple[Ints, Floats]] = field(default_factory=list)
    shared: dict[str, Ints] = field(default_factory=dict)
    special: tuple[Ints, Floats] = field(default_factory=lambda: (np.array([]), np.array([])))

    def add(self, places: list[Place]) -> Ints:
        """Add places to the list and return their indices."""
        first = len(self.places)
        self.places += places
        return np.arange(first, len(self.places), dtype=np.int64)


def gazetteer(seed: int) -> Gazetteer:
    """Return the random places of the demonstration."""
    book, rng = Gazetteer(), stream(seed, "places")
    for area in areas():
        places, shares = _local(area, rng)
        book.local.append((book.add(places), shares))
    for pool in ("", *CATEGORIES.values()):
        members = [area for area in areas() if pool in ("", area.category)]
        book.shared[pool] = book.add([_several(rng, members) for _ in range(SHARED_PLACES)])
    book.special = (book.add(_special()), np.array([0.70, 0.14, 0.10, 0.06]))
    return book


def _local(area: Area, rng: np.random.Generator) -> tuple[list[Place], Floats]:
    """Return the places of an area's own operations, and the share of operations at each place.

    The places are provinces, pairs of provinces, the whole area, and some that go beyond the area.
    """
    alone = [_place([(area, [province])]) for province in area.provinces]
    pairs = [_place([(area, [area.provinces[0], other])]) for other in area.provinces[1:4]]
    other = areas()[int(rng.integers(len(areas())))]
    beyond = [_place(_sorted({area.region_code: area, other.region_code: other})), _partly(area)]
    whole_area = [_whole(area)] if len(area.provinces) > 1 else []
    shares = [
        0.52 * by_rank(len(alone), 0.9),
        np.full(len(pairs), 0.14 / max(len(pairs), 1)),
        np.array([0.03, 0.01]),
        np.full(len(whole_area), 0.30),
    ]
    joined = np.concatenate(shares)
    return [*alone, *pairs, *beyond, *whole_area], joined / joined.sum()


def _several(rng: np.random.Generator, members: list[Area]) -> Place:
    count = int(whole(rng, 2, min(6, len(members)), 1)[0])
    weights = np.array([area.population for area in members], dtype=np.float64)
    chosen = rng.choice(len(members), size=count, replace=False, p=weights / weights.sum())
    return _place(_sorted({members[i].region_code: members[i] for i in chosen}))


def _special() -> list[Place]:
    nation, nowhere, abroad = (
        Place(pair, (f"{pair[0]}000", ""), macro_area, False)
        for pair, macro_area in ((NATION, "Ambito nazionale"), (NOWHERE, ""), (ABROAD, "Estero"))
    )
    # Trentino-Alto Adige without a province: it could be either of the two
    untold = next(area for area in areas() if area.published_code == "004")
    return [nation, nowhere, abroad, _whole(untold)]


def _sorted(chosen: dict[str, Area]) -> list[tuple[Area, list[Province]]]:
    ordered = sorted(chosen.values(), key=lambda area: (area.published_code, area.region_code))
    return [(area, [area.provinces[0]]) for area in ordered]


def _place(parts: list[tuple[Area, list[Province]]]) -> Place:
    regions = {area.published_code: area.published_name for area, _ in parts}
    provinces = [province for _, chosen in parts for province in chosen]
    macro_areas = {area.macro_area for area, _ in parts}
    return Place(
        regions=(JOINT.join(regions), JOINT.join(regions.values())),
        provinces=(JOINT.join(p.code for p in provinces), JOINT.join(p.name for p in provinces)),
        macro_area=macro_areas.pop() if len(macro_areas) == 1 else "Trasversale",
        is_multiple=len(provinces) > 1,
    )


def _whole(area: Area) -> Place:
    region = (area.published_code, area.published_name)
    return Place(region, (f"{area.published_code}000", ""), area.macro_area, False)


def _partly(area: Area) -> Place:
    """Return a place whose code joins the area's code and the code for no place.

    Some published rows have such codes.
    """
    code, name = NOWHERE
    return Place(
        regions=(f"{area.published_code}{JOINT}{code}", f"{area.published_name}{JOINT}{name}"),
        provinces=(area.provinces[0].code, area.provinces[0].name),
        macro_area=area.macro_area,
        is_multiple=False,
    )


@cache
def shares(book: Gazetteer) -> Floats:
    """Return, for each place, which share of an operation there belongs to each area.

    The array is (places, areas); its last column is the part that belongs to no area.
    """
    of_code: dict[str, list[int]] = {}
    for number, area in enumerate(areas()):
        of_code.setdefault(area.published_code, []).append(number)
    found = np.zeros((len(book.places), len(areas()) + 1))
    for place, row in zip(book.places, found, strict=True):
        codes = place.regions[0].split(JOINT)
        for code in codes:
            named = _named(of_code.get(code, [len(areas())]), place)
            row[named] += 1 / len(codes) / len(named)
    return found


def _named(inside: list[int], place: Place) -> list[int]:
    """Return the areas of `inside` that have a province of the place; if none has, all of them.

    Args:
        inside: indices of the areas, which all have the same published code.
        place: the place.
    """
    provinces = set(place.provinces[0].split(JOINT))
    if len(inside) == 1:
        return inside
    return [i for i in inside if provinces & {p.code for p in areas()[i].provinces}] or inside
