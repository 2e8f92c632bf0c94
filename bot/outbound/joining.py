"""Joining a public channel, where a person handed something off or named it, and saying so there."""

from bot.outbound.outcomes import Later, Unclear
from bot.outbound.slack import Gateway
from storage.ledger.core.ledger import Ledger
from storage.ledger.messages import saying
from storage.rules.values.place import Place

BRINGS = "to bring what {} sends here"  # why, in a channel that somebody named


async def join(slack: Gateway, ledger: Ledger, *, team: str, place: Place, user: str, purpose: str) -> None:
    """Join a channel, and promise a line there that says for whom and for what.

    Args:
        purpose: what follows “I joined this channel”, with {} for the person.

    Raises:
        Never: Slack does not let the app in.
        Later: also when the answer is lost; joining twice does no harm.
    """
    try:
        await slack.join(place.channel)
    except Unclear as lost:
        raise Later(2, str(lost)) from None
    if user:
        note = f"I joined this channel {purpose.format(f'<@{user}>')}. `/remove` and my name take me out."
        await ledger.do(saying.say, team, user, place.channel, thread=place.ts or "", text=note)
