"""The question whether a rule from a person's own record shall count, in a collection's small print."""

from bot.views import ids
from bot.views.kit import Block, actions, button, context
from bot.views.stream_name import stream_name
from storage.rules.habits import SHOWN
from storage.rules.values.habit import Habit, HabitState

ANSWERED = {
    HabitState.AGREED: "You agreed: {} are approved without you from now on. `/sluice habits` ends that.",
    HabitState.REFUSED: "You said no: {} wait for you, as before. I don't ask again for 90 days.",
    HabitState.ENDED: "This rule has ended: {} wait for you.",
}


def kind_of(habit: Habit) -> str:
    """Return what a rule is about, in words: “drafts of writer in Billing”."""
    return f"drafts of {habit.worker}{f' in {stream_name(habit.stream)}' if habit.stream else ' without a stream'}"


def proposed(habit: Habit) -> list[Block]:
    """Return the question with its answers, or what was answered."""
    if habit.state is not HabitState.PROPOSED:
        return [context(ANSWERED[habit.state].format(kind_of(habit)))]
    text = (
        f"You approved the last {habit.decided} {kind_of(habit)}, all checks met, without a change. Shall I approve "
        f"such drafts without you from now on? Never what others are sent, and one in {SHOWN} still comes to you. Each "
        "next collection names what was approved, and you can open it again."
    )
    return [context(text), actions(*answers(habit))]


def answers(habit: Habit) -> list[Block]:
    """Return the buttons that answer the question."""
    return [button("Agree", ids.HABIT_AGREE, habit.key), button("No", ids.HABIT_REFUSE, habit.key)]
