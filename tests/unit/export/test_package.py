"""Every export is a Frictionless data package: `frictionless` reads it by its description."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from frictionless import Package, system
from hypothesis import HealthCheck, given
from hypothesis import settings as of_hypothesis
from hypothesis import strategies as st

from cruscotto.export import STYLES, export_to_path, file_name

ROWS = {
    "code": ["019", "=1", None],
    "n": [1, None, -3],
    "amount": [Decimal("1234.50"), Decimal("-0.01"), None],
    "share": [0.125, None, 1e-9],
    "is_late": [True, False, None],
    "day": [date(2024, 8, 31), None, date(1999, 1, 2)],
    "at": [datetime(2024, 8, 31, 12, 30), None, datetime(1999, 1, 2)],
}
# What the library reads without more of its parts; it reads the others' descriptions.
READS = ("it", "plain", "xlsx")


def packed(table, rows, style, folder) -> Package:
    out = folder / file_name(table(rows), style)
    export_to_path(table(rows), style, out)
    with system.use_context(trusted=True):
        return Package.from_descriptor(f"{out}.json")


@pytest.mark.parametrize("style", STYLES)
def test_each_style_is_described_as_the_standard_asks(table, tmp_path, style) -> None:
    found = packed(table, ROWS, style, tmp_path)
    assert not Package.validate_descriptor(found.to_descriptor()).errors
    (resource,) = found.resources
    kinds = [field.type for field in resource.schema.fields]
    assert kinds == ["string", "integer", "number", "number", "boolean", "date", "datetime"]
    assert found.sources[0]["title"].endswith("Ente")


@pytest.mark.parametrize("style", READS)
def test_each_style_reads_back_by_its_description(table, tmp_path, style) -> None:
    found = packed(table, ROWS, style, tmp_path)
    with system.use_context(trusted=True):
        report = found.validate()
        assert report.valid, report.flatten(["type", "note"])
        rows = found.resources[0].read_rows()
    assert [row["n"] for row in rows] == ROWS["n"]
    assert [row["day"] for row in rows] == ROWS["day"]
    assert [row["is_late"] for row in rows] == ROWS["is_late"]
    amounts = [row["amount"] and Decimal(str(row["amount"])) for row in rows]
    assert amounts == ROWS["amount"]


def test_a_byte_that_changed_on_the_way_is_found(table, tmp_path) -> None:
    out = tmp_path / "trial.csv"
    export_to_path(table(ROWS), "plain", out)
    out.write_bytes(out.read_bytes().replace(b"019", b"018"))
    with system.use_context(trusted=True):
        errors = Package.from_descriptor(f"{out}.json").validate().flatten(["type"])
    assert ["hash-count"] in errors


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12),
            st.floats(-1e12, 1e12),
        ),
        min_size=1,
        max_size=8,
    )
)
@of_hypothesis(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_words_a_package_is_valid(table, tmp_path, pairs) -> None:
    rows = {"words": [word for word, _ in pairs], "x": [x for _, x in pairs]}
    for style in ("it", "plain"):
        found = packed(table, rows, style, tmp_path)
        with system.use_context(trusted=True):
            report = found.validate()
        assert report.valid, (rows, report.flatten(["type", "note"]))
