"""Rules from a person's own record: proposed in a collection's small print, told in the next, listed and ended."""

from collections.abc import Sequence
from datetime import datetime

from bot.views import ids
from bot.views.kit import Block, Message, actions, button, context, cut, esc, modal, section
from bot.views.moments import day
from storage.rules.habits import SHOWN
from storage.rules.pages.cards import Collected
from storage.rules.values.habit import Habit, HabitState, Told, Used
from storage.rules.words import many

NAMED, LISTED = 8, 45  # tasks that a line names, and tasks of a window: Slack takes 100 blocks
NONE = (
    "You have no rules. After ten approvals in a row of one agent's drafts in one stream, all checks met, I ask once "
    "whether such drafts may be approved without you."
)
ANSWERED = {
    HabitState.AGREED: "You agreed: {} are approved without you from now on. `/sluice habits` ends that.",
    HabitState.REFUSED: "You said no: {} wait for you, as before. I don't ask again for 90 days.",
    HabitState.ENDED: "This rule has ended: {} wait for you.",
}


def of(habit: Habit) -> str:
    """Return what a rule is about, in words: “drafts of writer in Billing”."""
    return f"drafts of {habit.worker}{f' in {esc(cut(habit.stream, 60))}' if habit.stream else ' without a stream'}"


def told(collection: Collected) -> list[Block]:
    """Return the small print of a collection: what rules approved since the last one, and the one that is proposed."""
    rules: Told = collection.rules
    lead = (
        [section("Nothing waits for your decision.")]
        if rules.used and not (collection.cards or collection.owed)
        else []
    )
    return [*lead, *_used(rules.used, collection.id), *(_proposed(rules.proposed) if rules.proposed else [])]


def count(rules: Told) -> str:
    """Return how much rules approved, for a lock screen; '' for nothing."""
    return f"{many(len(rules.used), 'draft')} approved by your rule" if rules.used else ""


def _used(used: Sequence[Used], collection: int) -> list[Block]:
    if not used:
        return []
    names = ", ".join(f"{one.name}{' (opened again)' if one.reopened else ''}" for one in used[:NAMED])
    more = f" and {len(used) - NAMED} more" if len(used) > NAMED else ""
    return [section(f"Approved by your rule: {names}{more}", button("Look", ids.HABIT_LOOK, str(collection)))]


def _proposed(habit: Habit) -> list[Block]:
    if habit.state is not HabitState.PROPOSED:
        return [context(ANSWERED[habit.state].format(of(habit)))]
    text = (
        f"You approved the last {habit.decided} {of(habit)}, all checks met, without a change. Shall I approve such "
        f"drafts without you from now on? Never what others are sent, and one in {SHOWN} still comes to you. Each next "
        "collection names what was approved, and you can open it again."
    )
    return [context(text), actions(*_answers(habit))]


def _answers(habit: Habit) -> list[Block]:
    return [button("Agree", ids.HABIT_AGREE, habit.key), button("No", ids.HABIT_REFUSE, habit.key)]


def look(used: Sequence[Used], metadata: str) -> Block:
    """Return the window with what rules approved, each with the ways to read it and to open it again."""
    blocks: list[Block] = []
    for one in used[:LISTED]:
        title = f"*{esc(cut(one.title, 100))}* · {one.name}"
        blocks.append(section(title, button("Open", ids.SHOW_TASK, one.key)))
        again = "Opened again: it waits for your decision, and its rule has ended."
        blocks.append(context(again) if one.reopened else actions(button("Reopen", ids.HABIT_REOPEN, one.key)))
    return modal(ids.HABIT_LOOK, "Approved by your rule", blocks or [section("Nothing.")], metadata=metadata)


def listed(habits: Sequence[Habit], now: datetime, zone: str) -> Message:
    """Return the answer to `/sluice habits`: each rule with its date, and how to end it."""
    if not habits:
        return Message("Your rules", (section(NONE),))
    blocks = [block for habit in habits for block in _line(habit, now, zone)]
    print_ = "A rule ends by itself when you send back, reject or reopen one of its drafts. Nobody else's shelf has it."
    return Message("Your rules", (section("*Your rules from your own record*"), *blocks[:LISTED], context(print_)))


def _line(habit: Habit, now: datetime, zone: str) -> list[Block]:
    if habit.state is HabitState.PROPOSED:
        ask = f"You approved the last {habit.decided} {of(habit)}. Shall I approve such drafts without you from now on?"
        return [section(ask), actions(*_answers(habit))]
    since = f"since {day(habit.agreed_at, now, zone)}" if habit.agreed_at else ""
    text = f"*Your rule:* {of(habit)} with all checks met are approved without you · {since} · {habit.used} so far"
    return [section(text, button("End this rule", ids.HABIT_END, habit.key))]


def home(habits: Sequence[Habit], now: datetime, zone: str) -> list[Block]:
    """Return the section of Home with the rules that a person agreed to; nothing where there is none."""
    return [block for one in habits if one.state is HabitState.AGREED for block in _line(one, now, zone)]
