"""Turn figures into JSON for programs; commands and the API give the same bytes."""

import json
from decimal import Decimal
from typing import Any

from cruscotto.kpi.query.result import KpiResult, KpiRow

Row = dict[str, Any]


def as_json(value: object) -> str:
    """Return a value as a JSON document on one line; decimals become numbers."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def result_rows(result: KpiResult) -> list[Row]:
    """Return a dictionary for each figure of a result: codes, numerator, value, state and so on."""
    return [
        {
            "kpi": result.kpi.name,
            **dict(zip(result.by, row.codes, strict=True)),
            "numerator": row.numerator,
            "denominator": row.denominator,
            "value": row.value,
            "unit": str(result.kpi.unit),
            "state": str(row.state),
            **_beside(result, row),
        }
        for row in result.rows
    ]


def _beside(result: KpiResult, row: KpiRow) -> Row:
    """Return the fields that only figures of persons have, such as interval and unknown share.

    The dictionary is empty for a figure of money.
    """
    if result.audience is None:
        return {}
    worst = row.worst_case or (None, None)
    return {
        "low": row.low,
        "high": row.high,
        "unknown_share": row.unknown_share,
        "immature": row.immature,
        "worst_case_low": worst[0],
        "worst_case_high": worst[1],
        "audience": str(result.audience_of(row)),
    }


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
