"""What a person's own rules approved, in a collection's small print, and the window where they look at it."""

from collections.abc import Sequence

from bot.views import ids
from bot.views.habits.habit_proposed import proposed
from bot.views.kit import Block, actions, button, context, cut, esc, modal, section
from storage.rules.pages.cards import Collected
from storage.rules.values.habit import Told, Used
from storage.rules.words import many

NAMED, LISTED = 8, 45  # tasks that a line names, and tasks of a window: Slack takes 100 blocks


def told(collection: Collected) -> list[Block]:
    """Return the small print of a collection: what rules approved since the last one, and the one that is proposed."""
    rules: Told = collection.rules
    lead = (
        [section("Nothing waits for your decision.")]
        if rules.used and not (collection.cards or collection.owed)
        else []
    )
    return [*lead, *_used(rules.used, collection.id), *(proposed(rules.proposed) if rules.proposed else [])]


def count(rules: Told) -> str:
    """Return how much rules approved, for a lock screen; '' for nothing."""
    return f"{many(len(rules.used), 'draft')} approved by your rule" if rules.used else ""


def _used(used: Sequence[Used], collection: int) -> list[Block]:
    if not used:
        return []
    names = ", ".join(f"{one.name}{' (opened again)' if one.reopened else ''}" for one in used[:NAMED])
    more = f" and {len(used) - NAMED} more" if len(used) > NAMED else ""
    return [section(f"Approved by your rule: {names}{more}", button("Look", ids.HABIT_LOOK, str(collection)))]


def look(used: Sequence[Used], metadata: str) -> Block:
    """Return the window with what rules approved, each with the ways to read it and to open it again."""
    blocks: list[Block] = []
    for one in used[:LISTED]:
        title = f"*{esc(cut(one.title, 100))}* · {one.name}"
        blocks.append(section(title, button("Open", ids.SHOW_TASK, one.key)))
        again = "Opened again: it waits for your decision, and its rule has ended."
        blocks.append(context(again) if one.reopened else actions(button("Reopen", ids.HABIT_REOPEN, one.key)))
    return modal(ids.HABIT_LOOK, "Approved by your rule", blocks or [section("Nothing.")], metadata=metadata)
