"""What a person wants who says it of no card by its name: everything at once, something that they look for, or to be
rid of what is decided."""

import re

from storage.rules import card_words, phrases
from storage.rules.covering import covered
from storage.rules.plain import plain, spelled, tokens_of
from storage.rules.replies import Meaning, Reply, yes_or_no

_OF_WHOM = "my|our|the|mein(?:e|en)?|unser(?:e)?|der|die|das|il|lo|la|le|les|el|los|las|mon|ma|mes|mi|mis|mio|mia"
_WHEREABOUTS = re.compile(
    r"(?:where(?:'s| is| are)|wo (?:ist|sind|bleibt|bleiben)|dov'e|dove (?:e|sono)|ou (?:est|sont)|donde estan?)"
    rf"(?: (?:{_OF_WHOM})){{1,2}} (?P<what>[^?\n]{{2,200}}?) ?\?*"
)

_BEGINNING = re.compile(
    r"\A(?:why|when|how long|warum|wieso|weshalb|wann|wie lange|perche|quando|pourquoi|quand|por que|cuando)\b|"
    r"\b(?:start|begin|begun|ready|done|wait|blocked|stuck|beginn|fertig|wart|inizi|pront|commenc|attend|empiez|list[oa])"
)


def looked_for(text: str) -> str:
    """Return the words of what somebody looks for: “memo” of “where is my memo?”; '' where they look for nothing."""
    asked = _WHEREABOUTS.fullmatch(plain(text))
    return asked["what"].strip(" .!") if asked else ""


def asks_to_begin(text: str) -> bool:
    """Tell whether a question about a task is why it does not begin, or when it is done: its agent can't know that."""
    return _BEGINNING.search(plain(text)) is not None


def cancels(text: str) -> bool:
    """Tell whether a text is nothing but the wish to cancel something."""
    return covered(tokens_of(plain(text)), (phrases.CANCEL, phrases.FILLERS), needs=phrases.CANCEL)


def wants_all(text: str) -> bool:
    """Tell whether a text decides everything at once: “approve all”, “alle freigeben”."""
    tokens = spelled(tokens_of(plain(text)))
    verbs = (
        phrases.CONSENT | phrases.REFUSAL | card_words.UNDO | card_words.REOPEN | card_words.RETRY | card_words.ALLOW
    )
    if not 2 <= len(tokens) <= phrases.TOKENS or " ".join(tokens) in phrases.CONSENT:
        return False
    spans = ((start, end) for start in range(len(tokens)) for end in range(start + 1, min(start + 5, len(tokens)) + 1))
    return any(
        covered(tokens[:start] + tokens[end:], (verbs, phrases.FILLERS, phrases.THANKS), needs=verbs)
        for start, end in spans
        if " ".join(tokens[start:end]) in card_words.ALL
    )


def drops(reply: Reply) -> bool:
    """Tell whether a reply below a decided item wants to be rid of it: “no”, “cancel”, “no, drop it”."""
    said = (phrases.CANCEL, phrases.NO, phrases.FILLERS, phrases.THANKS, phrases.SORRY)
    cancels = covered(tokens_of(plain(reply.text)), said, needs=phrases.CANCEL)
    return cancels or reply.meaning is Meaning.REJECT or yes_or_no(reply) is False
