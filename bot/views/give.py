"""Give to someone: the form, what came of it, and the question to who never used Sluice."""

from bot.views import ids
from bot.views.kit import (
    Block,
    Message,
    actions,
    button,
    context,
    cut,
    esc,
    modal,
    plain,
    quote,
    rich,
    section,
    text_input,
)
from bot.views.lead import goal
from bot.views.menu import Way
from storage.rules.pages.giving import Given, Invitation
from storage.rules.values.item import Item

NOTE = 300  # characters


def words(item: Item) -> dict[Way, str]:
    """Return the way to give an item away, in the words of a menu; nothing where it is not its reviewer's to give."""
    own = not item.stands_for and item.reviewer == item.task.reviewer
    return {Way.GIVE: "Give to someone"} if own else {}


def form(item: Item, metadata: str) -> Block:
    """Return the form that asks who shall decide."""
    person = {
        "type": "input",
        "block_id": "to",
        "label": plain("Who decides it?"),
        "hint": plain("They decide on this task from now on. Somebody who never used Sluice is asked first."),
        "element": {"type": "users_select", "action_id": "value"},
    }
    return modal(
        ids.GIVE_ITEM_VIEW,
        f"Give {item.task.name} to…",
        [
            section(f"*{esc(cut(item.task.brief.title, 100))}*\nFrom then on they decide it, not you."),
            person,
            text_input("note", "A word to them", multiline=True, optional=True, most=NOTE),
        ],
        submit="Give",
        close="Cancel",
        metadata=metadata,
    )


def given(what: Given) -> str:
    """Return what a person is told who gave an item away."""
    name, user = what.task.name, f"<@{what.to}>"
    if what.asked:
        return f"{user} never used Sluice, so I ask them first. Until they take {name}, it stays with you."
    return f"{name} is with {user} now. You hear nothing more of it, unless you assigned it."


def invitation(asked: Invitation, key: str) -> Message:
    """Return the question whether a person decides on something, or what became of it.

    Args:
        key: under which it is kept: it names the item.
    """
    name, by = asked.task.name, f"<@{asked.by}>"
    if asked.state:
        return _line(
            {
                "taken": f"You decide on {name} now. It comes with your collections: /collect shows when.",
                "declined": f"You did not take {name}: it stays with {by}, who was told.",
            }.get(asked.state, f"{name} does not wait any more: nothing is left for you to do.")
        )
    title = f"{by} asks you to decide on *{esc(cut(asked.task.brief.title, 100))}* · {name}"
    said = [rich(quote(cut(asked.note, NOTE)))] if asked.note else []
    said += [context(told)] if (told := goal(asked.task)) else []
    what = (
        "I am Sluice: I bring what others made to who decides, at times that they choose. If you take it, you see the "
        f"whole and say yes, no, or what should change. Until then it stays with {by}."
    )
    value = str(ids.Value(key.split(":")[1], 0))
    doors = actions(button("Take it", ids.TAKE_IT, value, "primary"), button("Not me", ids.NOT_ME, value))
    text = f"{asked.task.name}: you are asked to decide."
    return Message(text, (section(title), *said, section(what), doors))


def _line(text: str) -> Message:
    return Message(text, (section(text),))
