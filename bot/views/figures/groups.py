"""A person's figures by week, by stream or by worker, with the ways from one to the other."""

import re
from datetime import date

from bot.views import ids
from bot.views.figures.group_lines import lines_of
from bot.views.figures.in_words import day_of
from bot.views.kit import Block, button, esc
from bot.views.stream_name import stream_name
from storage.rules.figures import By, Group

_USER = re.compile(r"[UW][A-Z0-9]+")


def choice(each: By, shown: By) -> Block:
    """Return the button that shows them by something else."""
    number = list(By).index(each)
    return button(f"By {each}", f"{ids.FIGURES}.{number}", str(each), "primary" if each is shown else None)


def group_text(group: Group, by: By) -> str:
    """Return the name of a group, and its figures."""
    return "\n".join([f"*{_name(group.name, by)}*", *lines_of(group.figures)])


def _name(name: str, by: By) -> str:
    match by:
        case By.WEEK:
            return f"Week of {day_of(date.fromisoformat(name))}"
        case By.STREAM:
            return stream_name(name) if name else "No stream"
        case By.WORKER:
            return f"<@{name}>" if _USER.fullmatch(name) else esc(name or "nobody")
