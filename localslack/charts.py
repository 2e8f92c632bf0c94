"""Charts: `data_visualization`.

Source: docs.slack.dev/reference/block-kit/blocks/data-visualization-block. The pages differ in age: for the series of a
chart (6 or 12) the smaller number is taken, so that what passes here passes there.
"""

from localslack.shapes.kind import Check, Json, Kind, Place
from localslack.shapes.numbers import number
from localslack.shapes.objects import items, one_of, record
from localslack.shapes.texts import string

SERIES, POINTS = 6, 20
NAME, AXIS = 20, 50  # characters of what a chart calls a point, a category or a series, and of what it calls an axis


def _chart_rules(chart: Json, place: Place) -> list[str]:
    """Refuse series that share a name, and points that are not those of the categories."""
    names = [series["name"] for series in chart["series"]]
    faults = [(place / "series").fault("must have unique names")] if len({*names}) < len(names) else []
    categories = sorted(chart["axis_config"]["categories"])
    strange = [n for n, s in enumerate(chart["series"]) if sorted(p["label"] for p in s["data"]) != categories]
    return faults + [(place / "series" / n).fault("must have one point for each category") for n in strange]


def _more_than_nothing(segment: Json, place: Place) -> list[str]:
    return [] if segment["value"] > 0 else [(place / "value").fault("must be greater than 0")]


_MEASURED = {"label": string(NAME), "value": number}
_POINT = record(Kind(needs=_MEASURED))
_SEGMENT = record(Kind(needs=_MEASURED, rules=(_more_than_nothing,)))
_AXES = record(
    Kind(needs={"categories": items(string(NAME), POINTS)}, may={"x_label": string(AXIS), "y_label": string(AXIS)})
)
_SERIES = record(Kind(needs={"name": string(NAME), "data": items(_POINT, POINTS)}))
_LINES = Kind(needs={"series": items(_SERIES, SERIES), "axis_config": _AXES}, rules=(_chart_rules,))
CHART: Check = one_of(
    {"pie": Kind(needs={"segments": items(_SEGMENT, SERIES)}), "bar": _LINES, "area": _LINES, "line": _LINES}
)
DATA_VISUALIZATION = Kind(needs={"title": string(50), "chart": CHART})
