"""Rules from a person's own record, in a list and on the Home tab, each with the way to end it."""

from collections.abc import Sequence
from datetime import datetime

from bot.views import ids
from bot.views.habits.habit_proposed import answers, kind_of
from bot.views.habits.habits_used import LISTED
from bot.views.kit import Block, Message, actions, button, context, section
from storage.rules.moment_words import dated
from storage.rules.values.habit import Habit, HabitState

NONE = (
    "You have no rules. After ten approvals in a row of one agent's drafts in one stream, all checks met, I ask once "
    "whether such drafts may be approved without you."
)


def listed(habits: Sequence[Habit], now: datetime, zone: str) -> Message:
    """Return the answer to `/sluice habits`: each rule with its date, and how to end it."""
    if not habits:
        return Message("Your rules", (section(NONE),))
    blocks = [block for habit in habits for block in _line(habit, now, zone)]
    print_ = "A rule ends by itself when you send back, reject or reopen one of its drafts. Nobody else's shelf has it."
    return Message("Your rules", (section("*Your rules from your own record*"), *blocks[:LISTED], context(print_)))


def _line(habit: Habit, now: datetime, zone: str) -> list[Block]:
    if habit.state is HabitState.PROPOSED:
        seen = f"You approved the last {habit.decided} {kind_of(habit)}."
        ask = f"{seen} Shall I approve such drafts without you from now on?"
        return [section(ask), actions(*answers(habit))]
    since = f"since {dated(habit.agreed_at, now, zone)}" if habit.agreed_at else ""
    text = f"*Your rule:* {kind_of(habit)} with all checks met are approved without you · {since} · {habit.used} so far"
    return [section(text, button("End this rule", ids.HABIT_END, habit.key))]


def home(habits: Sequence[Habit], now: datetime, zone: str) -> list[Block]:
    """Return the section of Home with the rules that a person agreed to; nothing where there is none."""
    return [block for one in habits if one.state is HabitState.AGREED for block in _line(one, now, zone)]
