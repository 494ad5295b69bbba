"""Raise errors for options that the chosen method would ignore."""

from collections.abc import Mapping
from typing import Any

from cruscotto.evaluation.errors import CategoryNotRead, OptionNotRead
from cruscotto.impact.request import MATCHING, METHODS, PANELS, Request

FOLLOWING = ("drdid", "csdid", *PANELS)
# Which methods read an option; what stands here is refused with every other.
READ_BY: Mapping[str, tuple[str, ...]] = {
    "covariates": tuple(name for name in METHODS if name != "rdd"),
    "placebo": (*MATCHING, "did", "drdid", "rdd"),
    "placebo_without": (*MATCHING, "did", "drdid"),
    "is_randomised": MATCHING,
    "unit": FOLLOWING,
    "time": (*FOLLOWING, "did"),
    "cohort": ("csdid",),
    "periods": ("did", "drdid"),
    "before": ("drdid",),
    "earlier": ("drdid",),
    "aggregate": ("csdid",),
    "comparison": ("csdid",),
    "running": ("rdd",),
    "cutoff": ("rdd",),
    "side": ("rdd",),
    "bandwidth": ("rdd",),
}
# Options that mean nothing without another.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "placebo_without": ("placebo",),
    "earlier": ("before",),
    "periods": ("time",),
    "categories": ("covariates",),
}
# Options of which the warehouse answers with columns of its own.
OF_FILES = (
    "treatment",
    "covariates",
    "categories",
    "placebo",
    "placebo_without",
    "cluster",
    "vcov",
    "is_randomised",
    "unit",
    "time",
    "cohort",
    "periods",
    "before",
    "earlier",
    "running",
    "cutoff",
    "bandwidth",
)
NAMES = {"is_randomised": "--randomised", "comparison": "--not-yet"}


def require_read(request: Request, by: str | None = None) -> None:
    """Raise an error for an option that the chosen method would ignore.

    Args:
        request: the options given.
        by: the column whose values are assessed separately. A category may be this column.

    Raises:
        OptionNotRead: the method does not read the option, or another option that it needs is
            missing.
        CategoryNotRead: a category is not one of the columns to read.
    """
    method = request.chosen_method
    for field, methods in READ_BY.items():
        if _is_asked(request, field) and method in METHODS and method not in methods:
            known = f"--method {' | '.join(methods)}"
            raise OptionNotRead(option=option_of(field), method=method, needed=known)
    for field, others in NEEDS.items():
        if _is_asked(request, field) and not any(_is_asked(request, one) for one in others):
            needed = ", ".join(map(option_of, others))
            raise OptionNotRead(option=option_of(field), method=method, needed=needed)
    for name in request.categories:
        if name not in (*request.columns, by):
            raise CategoryNotRead(column=name, known=", ".join(request.covariates))


def option_of(field: str) -> str:
    """Return the command-line option that sets a field of the request."""
    return NAMES.get(field, f"--{field.replace('_', '-')}")


def _is_asked(request: Request, field: str) -> bool:
    value: Any = getattr(request, field)
    return bool(value != Request.__dataclass_fields__[field].default and value not in (None, ()))
