"""What Sluice is, for a person whose first message brings what others ask them for."""

from bot.views.kit import Block, section
from storage.rules.pages.cards import Collected


def welcome(collection: Collected) -> list[Block]:
    """Return what Sluice is, for a person whose first message this is: who asks, and how to say no."""
    if not collection.welcomes or not collection.owed:
        return []
    asks = " and ".join(dict.fromkeys(f"<@{one.task.assigner}>" for one in collection.owed))
    text = (
        f"*Hello, I am Sluice.* {asks} asks you for something through me. I bring what you are asked for at fixed "
        "times of the day, and do not ping you in between. Press Submit when it is done: I bring it to who decides.\n"
        "You can't do it? Press Can't do it and say why. You want no tasks at all? Write `/sluice not me`. "
        "`/collect` shows your times, and sets others."
    )
    return [section(text)]
