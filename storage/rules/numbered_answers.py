"""Answers that cards offer, named by their numbers beside verdicts on others: “2 yes, 1 16 December”."""

import re
from collections.abc import Mapping, Sequence

from storage.rules.picks import AND_OR_BUT, Pick, Picks, adds_nothing, read_picks
from storage.rules.plain import trimmed
from storage.rules.replies import MENTION, READ, Meaning, Reply
from storage.rules.words import clean

Offered = Mapping[tuple[bool, int], Sequence[str]]  # by a number, and whether it is a task's: the answers to tap
_BEFORE = rf"(?P<before>\A|[,;.\n]\s*|\s(?:{AND_OR_BUT})\s+)"
_AFTER = (
    r"(?:,?\s+(?:please|thanks|thank you|bitte|danke|per favore|grazie|s'il te plait|merci|por favor|gracias))?"
    rf"(?=\s*(?:[,;!\n]|\.(?!\d)|\Z)|\s+(?:{AND_OR_BUT})\s)"
)
_BETWEEN = r"(?:\s*[:)=]\s*|\.\s+|\s+(?:[-–—]\s+)?)"


def read_cards(text: str, cards: bool, offered: Offered) -> Picks | None:
    """Return what a text says of several things or of cards; words that a card offers as an answer count as one.

    Args:
        cards: whether the message above has numbered cards.
    """
    plainly = read_picks(text, cards)
    typed = MENTION.sub(" ", clean(text)).strip()
    if (plainly is not None and plainly.certain) or len(typed) > READ:
        return plainly
    answers, rest = _split(typed, offered)
    if not answers:
        return plainly
    if adds_nothing(rest):
        return Picks(tuple(answers), certain=_differ(answers))
    others = read_picks(rest, cards)
    if others is None:
        return Picks(tuple(answers), certain=False)
    picks = [*others.picks, *answers]
    return Picks(tuple(picks), others.certain and _differ(picks))


def _split(typed: str, offered: Offered) -> tuple[list[Pick], str]:
    """Return the answers that a text gives, and what is left of it."""
    answers: list[Pick] = []
    for (task, number), choices in offered.items():
        named = rf"T-?{number}" if task else rf"\#?{number}"
        for choice in sorted(filter(str.strip, choices), key=len, reverse=True):
            words = r"\s+".join(map(re.escape, choice.split()))
            match = re.search(rf"{_BEFORE}{named}{_BETWEEN}{words}{_AFTER}", typed, re.I)
            if match is not None:
                answers.append(
                    Pick(number, task, Reply(meaning=Meaning.UNCLEAR, number=None, note=choice, text=choice))
                )
                typed = trimmed(f"{typed[: match.start()]} {typed[match.end() :]}".lstrip("!"))
    return answers, typed


def _differ(picks: Sequence[Pick]) -> bool:
    """Tell whether each thing is named once."""
    return len({(pick.task, pick.number, pick.run) for pick in picks}) == len(picks)
