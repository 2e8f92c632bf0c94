"""Words of a brief that were not understood, or may mean two things."""

from datetime import datetime

from bot.views.kit import esc
from storage.rules.moment_words import dated
from storage.rules.noted import Odd


def not_understood(odd: Odd, now: datetime, zone: str) -> str:
    """Return what became of such words, as a sentence that quotes them."""
    words = f"“{esc(odd.text)}”"
    if odd.taken and odd.guess and odd.other:
        taken, second = dated(odd.guess, now, zone), dated(odd.other, now, zone)
        return f"I read {words} as {taken}. Did you mean {second}?"
    return f"{words}: {odd.why}" if odd.why else f"I read {words} as part of the text, not as a clause."
