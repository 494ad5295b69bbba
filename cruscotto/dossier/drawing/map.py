"""The map of the 21 areas, shaded by class; missing, hidden and chosen areas look different."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log, pi, radians, tan
from typing import Any

from cruscotto.config import REFERENCE
from cruscotto.dossier.drawing.svg import ACCENT, GROUND, INK, MISSING, QUIET, Drawing, Point
from cruscotto.kpi.query.result import State
from cruscotto.kpi.wording.map_classes import BLUES, bounds, class_of, classes

BOUNDARIES = REFERENCE / "boundaries" / "regioni.geojson"
# Italy from Lampedusa to the Brenner.
WEST, EAST, SOUTH, NORTH = 6.5, 18.6, 35.4, 47.2
KEY = 11.0
KEY_FROM = 0.74
Rings = tuple[tuple[Point, ...], ...]


@dataclass(frozen=True)
class Area:
    """The figure of an area on the map, with its state: shown, hidden, missing or immature."""

    value: float | None
    state: State


@dataclass(frozen=True)
class Key:
    """The texts of the map's key.

    Attributes:
        title: what the shades mean.
        classes: texts of the classes, from the lowest values to the highest.
        hidden: text for hidden figures.
        missing: text for missing and immature figures.
    """

    title: str
    classes: Sequence[str]
    hidden: str
    missing: str


def height_of(width: float) -> float:
    """Return the height of a map that has a given width, both in points."""
    return width * (_y(NORTH) - _y(SOUTH)) / radians(EAST - WEST)


def draw_map(areas: Mapping[str, Area], key: Key, width: float, chosen: str = "") -> str:
    """Return an SVG of the areas, with the key below.

    Args:
        areas: the figure of each area, by its code.
        key: the texts of the key.
        width: width of the map, in points.
        chosen: code of the area to outline.
    """
    values = [a.value for a in areas.values() if a.value is not None and a.state is State.SHOWN]
    upper = bounds(values) if values else []
    shades = classes(BLUES, len(upper))
    rows = _key_rows(areas, shades, key)
    # the sea below Sardinia has room for the key
    top = max(height_of(width) - KEY * (len(rows) + 1), height_of(width) * KEY_FROM)
    drawing = Drawing(width, max(height_of(width), top + KEY * (len(rows) + 1) + 2))
    for code, rings in _boundaries().items():
        shade = _shade(areas.get(code), upper, shades)
        drawing.rings([[_project(p, width) for p in ring] for ring in rings], shade)
    _marks(drawing, areas, width, chosen)
    _draw_key(drawing, rows, key.title, top)
    return drawing.svg()


def _shade(area: Area | None, upper: Sequence[float], shades: Sequence[str]) -> str:
    if area is None or area.value is None or area.state is not State.SHOWN:
        return MISSING
    return shades[class_of(area.value, upper)]


def _marks(drawing: Drawing, areas: Mapping[str, Area], width: float, chosen: str) -> None:
    """Draw an outline around the chosen area, and a dot on each area whose figure is hidden."""
    known = _boundaries()
    if chosen in known:
        outline = [[_project(p, width) for p in ring] for ring in known[chosen]]
        drawing.rings(outline, "none", GROUND, 3.0)
        drawing.rings(outline, "none", ACCENT, 1.6)
    for code, area in areas.items():
        if area.state is State.HIDDEN and code in known:
            largest = max(known[code], key=len)
            points = [_project(p, width) for p in largest]
            middle = (
                sum(x for x, _ in points) / len(points),
                sum(y for _, y in points) / len(points),
            )
            drawing.dot(middle, 1.8, INK)


def _key_rows(
    areas: Mapping[str, Area], shades: Sequence[str], key: Key
) -> list[tuple[str, str, bool]]:
    rows = [(shade, words, False) for shade, words in zip(shades, key.classes, strict=True)]
    if any(area.state is State.HIDDEN for area in areas.values()):
        rows.append((MISSING, key.hidden, True))
    if any(area.state in (State.MISSING, State.IMMATURE) for area in areas.values()):
        rows.append((MISSING, key.missing, False))
    return rows


def _draw_key(
    drawing: Drawing, rows: Sequence[tuple[str, str, bool]], title: str, top: float
) -> None:
    drawing.text((0, top + 8), title, colour=QUIET, size=7.5)
    for place, (shade, words, is_dotted) in enumerate(rows):
        y = top + 4 + KEY * (place + 1)
        drawing.rect((0, y), (14, 8), shade, INK if is_dotted else "none")
        if is_dotted:
            drawing.dot((7, y + 4), 1.8, INK)
        drawing.text((19, y + 7), words, size=7.5)


def _y(latitude: float) -> float:
    return log(tan(pi / 4 + radians(latitude) / 2))


def _project(point: Point, width: float) -> Point:
    """Return the point on the map, in points, of a longitude and latitude (Mercator)."""
    scale = width / radians(EAST - WEST)
    return radians(point[0] - WEST) * scale, (_y(NORTH) - _y(point[1])) * scale


@cache
def _boundaries() -> dict[str, Rings]:
    """Return the boundary rings of each area, by code, in degrees of longitude and latitude."""
    found = json.loads(BOUNDARIES.read_text("utf-8"))["features"]
    return {feature["id"]: _rings(feature["geometry"]) for feature in found}


def _rings(geometry: dict[str, Any]) -> Rings:
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return tuple(
        tuple((float(x), float(y)) for x, y in ring) for polygon in polygons for ring in polygon
    )
