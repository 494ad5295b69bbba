"""Print an estimate: for programs as JSON, for people as lines, each with a name and a figure."""

from typing import Any

from cruscotto.cli.options import OutputFormat
from cruscotto.cli.printing import print_json, print_rows
from cruscotto.config import settings
from cruscotto.i18n import Lang, format_number, t
from cruscotto.impact.verdict_sentences import figure, probability

HEADLINE = (
    "outcome_label",
    "unit",
    "att",
    "se",
    "low",
    "high",
    "p_value",
    "gross",
    "counterfactual",
    "n_treated",
    "n_compared",
    "rows",
    "rows_dropped",
    "rows_other_periods",
    "effective_n",
    "treated_unknown",
    "compared_unknown",
    "manski_low",
    "manski_high",
    "lee_low",
    "lee_high",
    "clusters",
    "common_support",
    "smd_before",
    "smd_after",
    "e_value",
    "robustness_value",
    "maryland_level",
    "method",
    "design",
    "outcome_assumption",
)
PROBABILITIES = ("p_value", "adjusted_p")
LISTS = ("effects", "balance", "groups")
OF_GROUP = (
    "group",
    "att",
    "low",
    "high",
    "adjusted_p",
    "n_treated",
    "n_compared",
    "verdict",
    "refused",
)


def print_account(found: dict[str, Any], format: OutputFormat) -> None:
    """Print an estimate and, below it, the estimates of its groups."""
    if format is OutputFormat.JSON:
        print_json(found)
        return
    lang = settings().lang
    print_rows(_lines(found, lang), format)
    for name in LISTS:
        if found.get(name):
            rows = [
                {k: row.get(k) for k in OF_GROUP} if name == "groups" else row
                for row in found[name]
            ]
            print_rows([_written(row, lang) for row in rows], format)


def _lines(found: dict[str, Any], lang: Lang) -> list[dict[str, Any]]:
    flat = {**found, **(found.get("attrition_bounds") or {})}
    rows = [
        {"figure": name, "value": _shown(flat[name], lang, name)}
        for name in HEADLINE
        if flat.get(name) is not None
    ]
    if periods := found.get("periods"):
        rows.append({"figure": "periods", "value": ", ".join(periods)})
    if placebo := found["placebo"]:
        rows.append(
            {
                "figure": "placebo",
                "value": "; ".join(
                    f"{name} {_shown(value, lang, name)}" for name, value in placebo.items()
                ),
            }
        )
    if held := found.get("lock_in"):
        written = (
            f"{name} {_shown(value, lang)}" for name, value in held.items() if value is not None
        )
        rows.append({"figure": "lock_in", "value": "; ".join(written)})
    rows.append({"figure": "verdict", "value": t(f"verdict.judgement.{found['verdict']}", lang)})
    rows += [{"figure": "reason", "value": reason["sentence"]} for reason in found["reasons"]]
    return [*rows, {"figure": "sample_hash", "value": found["sample_hash"]}]


def _written(row: dict[str, Any], lang: Lang) -> dict[str, Any]:
    return {name: _shown(value, lang, name) for name, value in row.items() if value is not None}


def _shown(value: Any, lang: Lang, name: str = "") -> Any:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if name in PROBABILITIES:
        return probability(value, lang, 4).removeprefix("= ")
    return format_number(value, lang) if isinstance(value, int) else figure(value, lang)
