"""`docs/desk.md`: what the simulated weeks cost by each way of bringing results, as a table and a picture."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from benchmarks.portfolio import DAYS, Spent

DOCS = Path(__file__).parents[1] / "docs"
BELOW = "<!-- written by make bench ONLY=desk above this line -->"
HOUR = 60.0
WIDTH, HEIGHT, LEFT, TOP = 360, 200, 52, 34  # of one panel of the picture, in pixels
COLOURS = ("#1d9bd1", "#e8912d", "#8d8d8d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The same weeks by three ways, by seed."""

    load: float
    ours: list[Spent]
    oldest: list[Spent]
    pings: list[Spent]

    def less(self, what: Callable[[Spent], float]) -> list[float]:
        """Return by how much ours is less than first-in-first-out, by seed."""
        return [1 - what(here) / what(there) for here, there in zip(self.ours, self.oldest, strict=True)]


def per_decision(all_of_them: Sequence[Spent]) -> float:
    """Return the minutes of attention for each decision."""
    return sum(spent.attention for spent in all_of_them) / sum(spent.closed for spent in all_of_them)


def mean(all_of_them: Sequence[Spent], what: Callable[[Spent], float]) -> float:
    """Return the mean over the seeds."""
    return sum(map(what, all_of_them)) / len(all_of_them)


WAYS: Mapping[str, Callable[[Compared], list[Spent]]] = {
    "Sluice": lambda one: one.ours,
    "first in, first out": lambda one: one.oldest,
    "a ping for each": lambda one: one.pings,
}
FIGURES: Mapping[str, Callable[[list[Spent]], float]] = {
    "waiting, hours": lambda some: sum(s.waiting for s in some) / sum(s.weight for s in some) / HOUR,
    "switches a day": lambda some: mean(some, lambda s: s.switches / DAYS),
    "minutes of attention a decision": per_decision,
    "decided a day": lambda some: mean(some, lambda s: s.closed / DAYS),
    "older than a day, of 100": lambda some: 100 * sum(s.old for s in some) / sum(s.closed for s in some),
}


def write(loads: Sequence[Compared]) -> None:
    """Put the table at the page's head, and draw the picture; what people wrote below stays."""
    page = DOCS / "desk.md"
    below = page.read_text("utf-8").partition(BELOW)[2] if page.exists() else "\n"
    page.write_text("\n".join(["# The desk, simulated", "", *table(loads), "", BELOW]) + below, "utf-8")
    (DOCS / "pictures" / "desk.svg").write_text(picture(loads), "utf-8")


def table(loads: Sequence[Compared]) -> list[str]:
    """Return the lines of the table: a row for each way at each load."""
    head = ["load", "brought by", *FIGURES]
    rows = [
        [f"{one.load:g}", name, *(f"{figure(of(one)):.1f}" for figure in FIGURES.values())]
        for one in loads
        for name, of in WAYS.items()
    ]
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]


def picture(loads: Sequence[Compared]) -> str:
    """Return the picture: a panel for each figure, a line for each way, over the loads."""
    panels = "".join(_panel(n, name, loads) for n, name in enumerate(FIGURES))
    rows = (len(FIGURES) + 2) // 2
    key = "".join(
        f'<text x="{LEFT + WIDTH}" y="{rows * HEIGHT - 120 + 24 * n}" fill="{colour}">{escape(name)}</text>'
        for n, (name, colour) in enumerate(zip(WAYS, COLOURS, strict=True))
    )
    style = "text{font:13px sans-serif}.ink{fill:#555}.axis{stroke:#999;stroke-width:1}path{fill:none;stroke-width:2.5}"
    size = f'viewBox="0 0 {2 * WIDTH} {rows * HEIGHT}" width="{2 * WIDTH}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><style>{style}</style>{panels}{key}</svg>\n'


def _panel(n: int, name: str, loads: Sequence[Compared]) -> str:
    left, top = n % 2 * WIDTH + LEFT, n // 2 * HEIGHT + TOP
    values = [[FIGURES[name](of(one)) for one in loads] for of in WAYS.values()]
    most = max(max(line) for line in values)
    wide, high = WIDTH - LEFT - 24, HEIGHT - TOP - 36
    across = [left + wide * n / (len(loads) - 1) for n in range(len(loads))]
    corners = [
        [f"{x:.1f} {top + high * (1 - v / most):.1f}" for x, v in zip(across, line, strict=True)] for line in values
    ]
    lines = "".join(
        f'<path stroke="{colour}" d="M{" L".join(line)}"/>' for line, colour in zip(corners, COLOURS, strict=True)
    )
    under = "".join(
        f'<text class="ink" x="{x - 8:.0f}" y="{top + high + 18}">{one.load:g}</text>'
        for x, one in zip(across, loads, strict=True)
    )
    return (
        f'<text class="ink" x="{left}" y="{top - 12}">{escape(name)}</text>'
        f'<path class="axis" d="M{left} {top} V{top + high} H{left + wide}"/>'
        f'<text class="ink" x="{left - 44}" y="{top + 10}">{most:.1f}</text>{under}{lines}'
    )
