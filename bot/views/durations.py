"""Lengths of time as a person reads them."""

from storage.rules.effort import as_said


def minutes(value: float) -> str:
    """Return minutes as a person reads them: “20 s” below a minute, else whole minutes."""
    said = as_said(value)
    return f"{round(said * 60)} s" if said < 1 else f"{round(said)} min"


def span(seconds: float) -> str:
    """Return a length of time in its largest unit: “34 s”, “12 min”, “3 h”, “2 days”."""
    for size, words in ((86400 * 2, "days"), (3600 * 1.5, "h"), (90, "min")):
        if seconds >= size:
            unit = {"days": 86400, "h": 3600, "min": 60}[words]
            return f"{round(seconds / unit)} {words}"
    return f"{round(seconds)} s"
