"""Give to someone: an item's way to another reviewer in its menu, the form, and what came of it."""

from bot.views import ids
from bot.views.kit import Block, cut, esc, modal, plain, section, text_input
from bot.views.menu import Way
from storage.rules.pages.giving import Given
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
