"""The beginning of what comes again, or goes over many rows."""

from bot.desk import Desk
from bot.envelope.payload import Envelope
from storage.ledger.core.ledger import Duplicate
from storage.ledger.series import fanning, repeating, series_status
from storage.rules.authority import Action
from storage.rules.pages.series import Standing
from storage.rules.values.brief import Brief
from storage.rules.values.place import Place


async def begin(desk: Desk, envelope: Envelope, brief: Brief, place: Place, dedup: str) -> Standing:
    """Make a series of a brief; return its receipt, or that of the series that the same delivery made before.

    Raises:
        Refused: it can't be made; nothing is.
    """
    await desk.acquaintances.get_to_know(envelope.user)  # it goes by their zone
    try:
        verb = repeating.repeat if brief.each is None else fanning.offer
        profiles = await desk.acquaintances.profiles_of_new(brief)
        key = (await desk.ledger.do(verb, envelope.claim, brief, place, dedup, profiles=profiles)).key
    except Duplicate as before:
        key = before.subject
    return await desk.ledger.see(series_status.standing, envelope.claim, key=key, action=Action.RECEIPT)
