"""Words that a colleague writes below what they owe."""

from typing import Any

from bot.desk import Desk
from bot.views.owed.card import press_instead
from bot.views.owed.section import open_cards
from storage.ledger.messages import posting
from storage.ledger.queries import reading
from storage.rules.posts import PostKind
from storage.rules.values.place import Place


async def below_owed(desk: Desk, content: dict[str, Any]) -> bool:
    """Answer words that a colleague wrote below what they owe: a button takes them; return whether they stand there."""
    place, user = Place(str(content["channel"]), str(content["thread"])), str(content["user"])
    post = await desk.ledger.see(posting.find_at, desk.team, place)
    if post is None or post.kind is not PostKind.DIGEST or post.owner != user:
        return False
    shown = await desk.ledger.see(reading.collected_view, desk.team, int(post.subject))
    left = open_cards(shown) if shown is not None else []
    if left:
        await desk.tell(place.channel, user, press_instead(left), place.ts)
    return bool(left)
