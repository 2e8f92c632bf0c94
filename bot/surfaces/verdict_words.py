"""What words are where an item waits: a verdict, or material for the task."""

from bot.surfaces.spoken import Spoken
from bot.views import asks
from storage.rules.intents import drops
from storage.rules.meaning import meaning
from storage.rules.replies import Meaning
from storage.rules.values.ask import MATERIAL
from storage.rules.values.item import Item

VERDICT_WORDS = frozenset({Meaning.APPROVE, Meaning.REJECT, Meaning.PRAISE, Meaning.ALLOW, Meaning.RETRY})


def is_verdict(spoken: Spoken, item: Item) -> bool:
    """Tell whether words decide, where a question asks for something else: “approve” is no material, and no day."""
    if spoken.reply.meaning not in VERDICT_WORDS:
        return False
    if item.ask is not None and item.ask.key == MATERIAL:
        return True
    offered = asks.choices(item)
    if not offered:
        return spoken.reply.outright
    return all(meaning(choice).meaning is not spoken.reply.meaning for choice in offered)


def is_material(spoken: Spoken) -> bool:
    """Tell whether words may be what a task that did not work is to be made from."""
    return spoken.reply.meaning in (Meaning.UNCLEAR, Meaning.REVISE) and not drops(spoken.reply)
