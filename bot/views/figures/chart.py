"""How much was decided in each week, as a chart or as bars of text."""

from collections.abc import Collection, Sequence
from datetime import date

from bot.views.figures.in_words import WORDS, day_of
from bot.views.kit import Block, section
from storage.rules.facts import Facts
from storage.rules.figures import By, Figures, split
from storage.rules.outcomes import Outcome
from storage.rules.weeks import weeks

CHART = "data_visualization"
BAR = 10  # signs of the longest bar, which fits a telephone


def each_week(facts: Facts, draws: Collection[str]) -> list[Block]:
    """Return how much was decided in each week: as a chart where Slack takes one, else as bars of text."""
    known = {group.name: group.figures for group in split(facts, By.WEEK)}
    counted = [(monday, known.get(str(monday), Figures())) for monday in weeks(facts)]
    if not any(seen.decided for _, seen in counted):
        return []
    if CHART not in draws:
        first = next(n for n, (_, seen) in enumerate(counted) if seen.decided)
        return [section("\n".join(_bars([(monday, seen.decided) for monday, seen in counted[first:]])))]
    kinds = [kind for kind in Outcome if any(seen.outcomes.get(kind) for _, seen in counted)]
    series = [{"name": WORDS.get(kind, str(kind)), "data": [_point(*one, kind) for one in counted]} for kind in kinds]
    axes = {"categories": [day_of(monday) for monday, _ in counted], "x_label": "week of", "y_label": "decided"}
    chart = {"type": "bar", "series": series, "axis_config": axes}
    return [{"type": CHART, "title": "Decided each week", "chart": chart}]


def _point(monday: date, seen: Figures, kind: Outcome) -> Block:
    return {"label": day_of(monday), "value": seen.outcomes.get(kind, 0)}


def _bars(counted: Sequence[tuple[date, int]]) -> list[str]:
    most = max(count for _, count in counted)
    rows = [(monday, count, -(-BAR * count // most)) for monday, count in counted]
    return [f"{day_of(monday)} {'▰' * length}{'▱' * (BAR - length)} {count}" for monday, count, length in rows]
