"""What a person is found to do after the exit, horizon by horizon."""

from .records import Record

HORIZONS = ("28d", "6m", "12m")


def fate(record: Record) -> list[str]:
    """Return what a person is found to do at each horizon, as long as it is followed."""
    found: list[str] = []
    for horizon in HORIZONS:
        if not (record.matured(horizon) and record.knows(horizon)):
            break
        status = record.after[horizon]
        found.append("job" if record.works(horizon) else "study" if status == "education" else "-")
        if found[-1] != "-":
            break
    return found
