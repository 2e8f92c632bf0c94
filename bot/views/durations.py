"""Lengths of time as a person reads them."""


def minutes(value: float) -> str:
    """Return minutes as a person reads them: “20 s” below a minute, else whole minutes."""
    said = as_said(value)
    return f"{round(said * 60)} s" if said < 1 else f"{round(said)} min"


def as_said(value: float) -> float:
    """Return minutes, rounded to the number that a person reads."""
    return max(1, round(value * 6)) / 6 if value < 0.92 else max(1, round(value))


def span(seconds: float) -> str:
    """Return a length of time in its largest unit: “34 s”, “12 min”, “3 h”, “2 days”."""
    for size, words in ((86400 * 2, "days"), (3600 * 1.5, "h"), (90, "min")):
        if seconds >= size:
            unit = {"days": 86400, "h": 3600, "min": 60}[words]
            return f"{round(seconds / unit)} {words}"
    return f"{round(seconds)} s"
