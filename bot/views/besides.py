"""What else there is to know of a draft, below its checks."""

from bot.views.chain.flowed import outdated, stayed
from bot.views.trouble import undelivered
from storage.rules.values.item import Item


def besides(item: Item) -> list[str]:
    """Return sentences, if any: what did not work beside it or was delivered before, what it comes from has changed
    since, and why it did not go on by itself."""
    return [line for line in (undelivered.aside(item), outdated(item), stayed(item)) if line]
