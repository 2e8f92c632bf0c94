"""Going away: until when, and who decides meanwhile, as a person writes it behind `/collect away`."""

import re

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.surfaces.away_words import split_off_person, unread
from bot.views import away as views
from bot.words.until import until as read_until
from storage.ledger.settings import away
from storage.rules.putting_off import TOO_FAR
from storage.rules.refusal import Reason, Refused

_DECIDES = re.compile(r"\b(?:decides?|stands? in|covers?|for me|and|until|till)\b|[,;]", re.I)
_UNTIL = re.compile(r"\b(?:until|till|bis|hasta)\b|\bfino a|\bjusqu", re.I)
_DAYS = re.compile(  # from one to another
    r"\d\.?\s?–\s?\d|\.\s?-\s?\d|\s-\s|\d-\d{1,2}\s+[^\W\d]{3}|[^\W\d]{3}\s\d{1,2}-\d{1,2}(?![-\d])"
)
_WHOLE = re.compile(r"(?:all )?(?:next|this) (?:week|month|year)|n(?:ä|ae)chsten? (?:woche|monat)", re.I)
_LENGTH = re.compile(r"\b(?:in|tra|fra|dans|en|dentro)\b|\d+\s*[^\W\d_]+", re.I)  # so long from now: “3 days”
UNTIL_WHEN = f"Say until when. {away.EXAMPLE}"


async def go_away(desk: Desk, envelope: Envelope, text: str) -> str:
    """Note until when a person is away and who decides meanwhile; return the answer.

    Raises:
        Refused
    """
    ids = (await desk.said(envelope.text, ask=False)).ids
    text, stand_in = split_off_person(text, {name: user for name, user in ids.items() if name.startswith("@")})
    words = " ".join(_DECIDES.sub(" ", text).split())
    if not words:
        raise Refused(UNTIL_WHEN)
    says_until = _UNTIL.search(text) is not None
    if _DAYS.search(words) or (_WHOLE.fullmatch(words) and not says_until):
        raise _unclear(words)
    zone = await desk.zone(envelope.user)
    try:
        found = read_until(words, desk.now, zone)
    except Refused as no:
        raise Refused(TOO_FAR if no.reason is Reason.TOO_FAR else f"{no.why} {away.EXAMPLE}") from None
    if found is None:
        raise Refused(unread(words, desk.now, zone))
    if found[1] and not says_until and not _LENGTH.search(words):  # “away tomorrow” is not “until tomorrow”
        raise _unclear(words)
    if stand_in == desk.bot_user:
        raise Refused(f"I never decide: name a person. {away.EXAMPLE}")
    profile = await desk.acquaintances.profile_of_new(stand_in) if stand_in else None
    gone = await desk.ledger.do(away.go_away, envelope.claim, found[0], stand_in, profile)
    return views.gone(gone, zone)


def _unclear(words: str) -> Refused:
    return Refused(f"“{words}”: until it begins, or until it ends? {UNTIL_WHEN}")
