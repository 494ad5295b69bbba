"""The data contract of regional indicators: our tidy table and the SDMX-CSV of two institutes.

Columns are named as published, in capitals; readers find a column by its name, whatever its order
or case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Literal

# Our own table, as `data/reference/regional_indicators.csv` has it.
TIDY_COLUMNS: tuple[str, ...] = (
    "INDICATOR",
    "NUTS2",
    "YEAR",
    "SEX",
    "VALUE",
    "SERIES",
    "EDITION",
    "FLAG",
)
# A figure without edition takes the file's; sex and flag may be absent.
TIDY_REQUIRED: tuple[str, ...] = ("INDICATOR", "NUTS2", "YEAR", "VALUE", "SERIES")

# What each part of an SDMX observation is called by Eurostat, Istat and Istat's older service,
# in SDMX-CSV 1.0 (DATAFLOW) and 2.0 (STRUCTURE_ID). The first name found takes the part.
SDMX_PARTS: dict[str, tuple[str, ...]] = {
    "DATAFLOW": ("DATAFLOW", "STRUCTURE_ID"),
    "EDITION": ("LAST UPDATE", "LAST_UPDATE", "EDITION"),
    "FREQUENCY": ("FREQ",),
    "AREA": ("REF_AREA", "GEO", "ITTER107"),
    "SEX": ("SEX", "GENDER", "SEXISTAT1"),
    "PERIOD": ("TIME_PERIOD",),
    "VALUE": ("OBS_VALUE",),
    "FLAG": ("OBS_FLAG", "OBS_STATUS"),
    "CONFIDENTIALITY": ("CONF_STATUS",),
    "BREAK_MARK": ("BREAK", "BREAK_IN_SERIES"),
}
# The other dimensions of an observation, as one text.
DIMENSIONS = "DIMENSIONS"
SDMX_MARKS = {"OBS_VALUE", "TIME_PERIOD", "DATAFLOW", "STRUCTURE_ID"}
SDMX_REQUIRED: tuple[str, ...] = ("DATAFLOW", "AREA", "PERIOD", "VALUE")

# Columns that do not show which series a figure belongs to. Every other one does, so that a
# column never seen before parts two series rather than joining them.
SDMX_LEFT_OUT: tuple[str, ...] = ("STRUCTURE", "STRUCTURE_NAME", "ACTION", "DECIMALS")
SDMX_LEFT_OUT_PREFIXES: tuple[str, ...] = ("NOTE_", "OBS_", "METADATA_", "COMMENT_")
# Attributes of a scale: they part two series where they change, not where they are merely absent.
SDMX_SCALES: tuple[str, ...] = ("BASE_PER", "UNIT_MULT", "UNIT_MEAS", "UNIT_MEASURE")


@dataclass(frozen=True)
class Layout:
    """The meaning of each column of a file, in the file's order.

    Attributes:
        format: whether the file is our tidy table or SDMX-CSV.
        names: a unique name for each column. A column that holds a part of a record which this
            program knows is named after it, such as `VALUE`.
        dimensions: the names of the columns whose values state which series a figure belongs to.
    """

    format: Literal["tidy", "sdmx"]
    names: tuple[str, ...]
    dimensions: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the names of all parts that a record of this format may have.

        Parts that the file lacks are included.
        """
        return TIDY_COLUMNS if self.format == "tidy" else tuple(SDMX_PARTS)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the names of the required columns that the file lacks."""
        if self.format == "tidy":
            return tuple(name for name in TIDY_REQUIRED if name not in self.names)
        return tuple(SDMX_PARTS[name][0] for name in SDMX_REQUIRED if name not in self.names)


def layout_of(columns: tuple[str, ...]) -> Layout:
    """Return the meaning of each column of a file, from its header in capitals."""
    if not is_sdmx(columns):
        return Layout("tidy", _own_names(columns, {}))
    ids = [identifier(name) for name in columns]
    parts = _parts(ids)
    names = _own_names(ids, parts)
    set_aside = set(parts) | _label_columns(ids, parts)
    dimensions = [
        name
        for place, name in enumerate(names)
        if ids[place] and place not in set_aside and not _names_no_series(name)
    ]
    return Layout("sdmx", names, tuple(dimensions))


def is_sdmx(columns: tuple[str, ...]) -> bool:
    """Return whether a file's header is that of SDMX-CSV; if not, it is that of the tidy table."""
    return bool(SDMX_MARKS & {identifier(name) for name in columns})


def identifier(name: str) -> str:
    """Return the code in a column's header.

    Eurostat may write a label after the code and a colon; the label is left out.
    """
    return name.split(":")[0].strip()


def _parts(ids: list[str]) -> dict[int, str]:
    """Return which columns hold a known part of a record: the part, by the index of the column.

    A part may have several names in `SDMX_PARTS`. If several columns have such a name, the part is
    the column whose name is listed first there.
    """
    found = {
        part: next((ids.index(name) for name in names if name in ids), None)
        for part, names in SDMX_PARTS.items()
    }
    return {place: part for part, place in found.items() if place is not None}


def _label_columns(ids: list[str], parts: dict[int, str]) -> set[int]:
    """Return the indices of the columns that hold labels of codes.

    Such columns exist only in a file with the column `STRUCTURE_NAME`. After it, every column of
    codes is followed by a column with the labels of these codes.
    """
    if "STRUCTURE_NAME" not in ids:
        return set()
    places = set(range(ids.index("STRUCTURE_NAME") + 2, len(ids), 2))
    return set() if places & set(parts) else places


def _own_names(ids: Sequence[str], parts: dict[int, str]) -> tuple[str, ...]:
    """Return a unique name for every column.

    A column without a name, or with the name of another column, gets a name with its index.
    """
    taken = {*parts.values(), DIMENSIONS} if parts else set()
    names: list[str] = []
    for place, name in enumerate(ids):
        own = name if name and name not in taken else f"{name} #{place + 1}".strip()
        names.append(parts.get(place, own))
        taken.add(names[-1])
    return tuple(names)


def _names_no_series(name: str) -> bool:
    return name in SDMX_LEFT_OUT or name.startswith(SDMX_LEFT_OUT_PREFIXES)


@dataclass(frozen=True)
class KnownSeries:
    """A series of a publisher's dataflow that has a short name in this program.

    Attributes:
        dataflow: the publisher's code of the dataflow.
        indicator: the short name.
        required: the codes, by dimension, that the series must have.
        optional: further codes, by dimension. Some editions lack these dimensions; an edition that
            has the dimension must have the code.
        is_reference: whether the series continues a series of the reference table.
    """

    dataflow: str
    indicator: str
    required: dict[str, str]
    optional: dict[str, str]
    is_reference: bool

    @property
    def series(self) -> str | None:
        """Return the name of the series in the reference table; `None` if it is not there."""
        return f"Eurostat {self.dataflow}" if self.is_reference else None

    def dimensions(self) -> list[str]:
        """Return the texts that an edition may have for the dimensions and codes of the series.

        Each text has all required dimensions, and some, all or none of the optional dimensions. The
        texts are written by `write_dimensions`.
        """
        optional = sorted(self.optional.items())
        subsets = chain.from_iterable(
            combinations(optional, size) for size in range(len(optional) + 1)
        )
        return [write_dimensions({**self.required, **dict(chosen)}) for chosen in subsets]


def write_dimensions(codes: dict[str, str]) -> str:
    """Return dimensions and their codes, sorted by dimension, as the text in a series' name.

    >>> write_dimensions({"unit": "PC", "age": "Y15-74"})
    'age=Y15-74; unit=PC'
    """
    return "; ".join(f"{name}={codes[name]}" for name in sorted(codes))


# `lfst_r_lfu3rt` keeps its dimensions in the name: the reference table holds its edition of
# April 2014, of another definition, and the two are never one line.
KNOWN_SERIES: tuple[KnownSeries, ...] = (
    KnownSeries(
        dataflow="tgs00010",
        indicator="unemployment_rate_15_74",
        required={"age": "Y15-74"},
        optional={"isced11": "TOTAL", "unit": "PC"},
        is_reference=True,
    ),
    KnownSeries(
        dataflow="tgs00007",
        indicator="employment_rate_15_64",
        required={"age": "Y15-64"},
        optional={"unit": "PC"},
        is_reference=True,
    ),
    KnownSeries(
        dataflow="tgs00109",
        indicator="tertiary_attainment_25_64",
        required={"age": "Y25-64", "isced11": "ED5-8"},
        optional={"unit": "PC"},
        is_reference=True,
    ),
    KnownSeries(
        dataflow="nama_10r_2gdp",
        indicator="gdp_per_head_pps_eu27_100",
        required={"unit": "PPS_HAB_EU27_2020"},
        optional={},
        is_reference=True,
    ),
    KnownSeries(
        dataflow="lfst_r_lfu3rt",
        indicator="unemployment_rate_15_74",
        required={"age": "Y15-74"},
        optional={"isced11": "TOTAL", "unit": "PC"},
        is_reference=False,
    ),
    KnownSeries(
        dataflow="lfst_r_lfu3rt",
        indicator="unemployment_rate_15_plus",
        required={"age": "Y_GE15"},
        optional={"isced11": "TOTAL", "unit": "PC"},
        is_reference=False,
    ),
)
