"""The question to a person who never used Sluice whether they decide on something."""

from bot.views import ids
from bot.views.give import NOTE
from bot.views.kit import Message, actions, button, context, cut, esc, quote, rich, section
from bot.views.lead import goal
from storage.rules.pages.giving import Invitation


def invitation(asked: Invitation, key: str) -> Message:
    """Return the question whether a person decides on something, or what became of it.

    Args:
        key: under which it is kept: it names the item.
    """
    name, by = asked.task.name, f"<@{asked.by}>"
    if asked.state:
        what = f"what {by} assigns with your name" if asked.of_person else name
        return _line(
            {
                "taken": f"From now on you decide on {what}. It comes with your collections: /collect shows when.",
                "declined": f"You did not take {what}: it stays with {by}, who was told.",
            }.get(asked.state, f"{name} does not wait any more: nothing is left for you to do.")
        )
    title = f"{by} asks you to decide on *{esc(cut(asked.task.brief.title, 100))}* · {name}"
    title += f", and on {asked.more} more" if asked.more else ""
    said = [rich(quote(cut(asked.note, NOTE)))] if asked.note else []
    said += [context(told)] if (told := goal(asked.task)) else []
    about = (
        "I am Sluice: I bring what others made to who decides, at times that they choose. If you take it, you see the "
        f"whole and say yes, no, or what should change. Until then it stays with {by}."
    )
    about += f" Your answer holds for all that {by} assigns with your name." if asked.of_person else ""
    value = str(ids.Value(key.split(":")[1], 0))
    choices = actions(button("Take it", ids.TAKE_IT, value, "primary"), button("Not me", ids.NOT_ME, value))
    text = f"{asked.task.name}: you are asked to decide."
    return Message(text, (section(title), *said, section(about), choices))


def _line(text: str) -> Message:
    return Message(text, (section(text),))
