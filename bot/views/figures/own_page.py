"""All figures of a person, in a window or as a message that only they see."""

from collections.abc import Collection
from datetime import date

from bot.views import ids
from bot.views.figures.chart import each_week
from bot.views.figures.group_lines import lines_of
from bot.views.figures.groups import choice, group_text
from bot.views.figures.in_words import PRIVATE, day_of
from bot.views.kit import Block, Message, actions, context, divider, header, label, modal, section
from storage.rules.facts import Facts
from storage.rules.figures import By, figures, split
from storage.rules.weeks import weeks
from storage.rules.words import many

GROUPS = 12  # weeks, streams or workers that are shown


def window(facts: Facts, by: By = By.WEEK) -> Block:
    """Return a person's figures as a window, which takes no chart."""
    return modal(ids.FIGURES_VIEW, "Your figures", _blocks(facts, by, frozenset()))


def message(facts: Facts, by: By = By.WEEK, draws: Collection[str] = frozenset()) -> Message:
    """Return a person's figures as a message that only they see.

    Args:
        draws: the kinds of newer blocks that the workspace's Slack is known to take.
    """
    return Message("Your figures", (header("Your figures"), *_blocks(facts, by, draws)))


def _blocks(facts: Facts, by: By, draws: Collection[str]) -> list[Block]:
    groups = split(facts, by)
    more = len(groups) - GROUPS
    first, count = facts.first, len(weeks(facts))
    whole = f"*Since {day_of(first)}*, {many(count, 'week')}"
    rest = f" And {many(more, by)} more: `/sluice figures export` has all." if more > 0 else ""
    only = " Only your newest decisions are counted: there are more than I read." if facts.full else ""
    return [
        section("\n".join([whole, *lines_of(figures(facts))])),
        *each_week(facts, draws),
        actions(*(choice(each, by) for each in By)),
        divider(),
        *(section(group_text(group, by)) for group in groups[:GROUPS]),
        context(f"{PRIVATE} `/sluice figures export` sends them to you as a file.{rest}{only}"),
    ]


def export_name(user: str, first: date) -> str:
    """Return the name of the file with a person's figures."""
    return label(f"figures-{user}-since-{first}.csv", 80)
