"""Decisions on several things, or on the numbered cards of a message: “2 approve”, “approve 1 and 3”, “T-1 ok, T-2 no”.

A number is a small word that may count anything (“2 versions?”, “I need 2”). It names a card only where nothing but a
verdict goes with it, or where a colon follows it; all else is no pick, or one that has to be asked. One word that is
not understood makes all of them uncertain: “T-1, not T-2: approve” must not approve T-2.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from storage.rules import phrases
from storage.rules.covering import covered
from storage.rules.meaning import put_off_until
from storage.rules.plain import plain, tokens_of, trimmed
from storage.rules.replies import (
    MENTION,
    NEGATED,
    PRESSES,
    READ,
    SAD,
    STRUCK,
    Meaning,
    Reply,
    read_reply,
    revises,
    verdict_verb,
    wants_list,
)
from storage.rules.wishes import QUESTION
from storage.rules.words import clean

PLAIN = PRESSES | {Meaning.APPROVE, Meaning.REJECT, Meaning.LATER}
MOST = 20  # things that one line decides


@dataclass(frozen=True, slots=True)
class Pick:
    """The part of a text that is about one thing.

    Attributes:
        number: of a card in its message, or of a task where `task` says so; `run` which of a series it is.
    """

    number: int
    task: bool
    reply: Reply
    run: int = 0


@dataclass(frozen=True, slots=True)
class Picks:
    """The parts of a text about each thing that it names. Where it is not `certain`, nothing may be decided."""

    picks: tuple[Pick, ...]
    certain: bool = True


_BEFORE = (
    r"(?:(?:the|number|no\.|nr\.?|card|draft|nummer|karte|entwurf|die|den|das|numero|scheda|il|la|lo|num[eé]ro|carte|le|"
    r"n[uú]mero|tarjeta|el)\s+){0,3}"
)
_TASK = r"T-?(?P<task>\d{1,7})(?:\.(?P<run>\d{1,4})(?!\d))?"
_ONE = rf"{_BEFORE}(?:{_TASK}|\#?(?P<card>\d{{1,3}}))(?![\w%€$£°]|\s*[%€$£°]|[.,:/]\d|[-–/]\d)"
_BARE = re.sub(r"\?P<\w+>", "?:", _ONE)
_AND = r"(?:\s*[,&+]\s*(?:(?:and|und|et|e|y)\s+)?|\s+(?:and|und|et|ed|e|y)\s+)"
_GROUP = re.compile(rf"(?<![\w.,:/#€$£-])(?:{_BARE})(?:{_AND}(?:{_BARE}))*+(?![\w])", re.I)
_NUMBER = re.compile(_ONE, re.I)
_LIST = re.compile(
    r"(?<![\w.,])\d{1,2}(?:,\d{1,2}){2,}(?![\w.,]|\s*[%€$£])"
)  # of three at least: “1,2” may be a decimal
AND_OR_BUT = "and|und|et|e|y|but|aber|ma|mais|pero"
_BREAK = re.compile(rf"(?:\A|[,;.\n]\s*|\s(?:{AND_OR_BUT})\s+)\Z", re.I)
_BUT = re.compile(r"[\s,;]+(?:but|aber|ma|mais|pero)\s*\Z", re.I)
_OF = re.compile(r"\s+(?:of|for|from|in|on|von|bei|di|de|per|para|pour)\Z", re.I)
_COPULA = re.compile(r"(?:is|are|ist|sind|e|è|sono|est|sont|es|está|estan|están|son)\s+", re.I)


def read_picks(text: str, cards: bool) -> Picks | None:
    """Return what a text says of several things, or of cards; None where it is about one task or about none.

    Args:
        cards: whether the message above has numbered cards.
    """
    typed = MENTION.sub(" ", clean(text)).strip()
    typed = _to_numbers(typed) if len(typed) <= READ else ""
    groups = list(_GROUP.finditer(typed))
    if not groups or (not cards and len(_named(groups)) < 2):
        return None
    read = _read_numbers_first if groups[0].start() == 0 else _read_verbs_first
    picks = _unread(typed, groups) if len(groups) > MOST else read(typed, groups)
    if picks is None:
        return None
    named = [(pick.task, pick.number, pick.run) for pick in picks.picks]
    if not cards and not all(pick.task for pick in picks.picks):
        return None
    if len(picks.picks) == 1 and picks.picks[0].task:
        return None
    sad = SAD.search(text) is not None and any(pick.reply.meaning is Meaning.APPROVE for pick in picks.picks)
    clear = not sad and not STRUCK.search(text) and not NEGATED.search(text) and len(set(named)) == len(named) <= MOST
    return picks if clear else Picks(picks.picks, certain=False)


def _to_numbers(typed: str) -> str:
    """Return a text with “1,2,3” as a list, “3 revise: shorter” as “3: revise: shorter”, and “revise 3: shorter”
    without its verb, which the colon says too."""
    typed = _LIST.sub(lambda found: found[0].replace(",", ", "), typed)
    for group in reversed(list(_GROUP.finditer(typed))):
        verb, colon, words = typed[group.end() :].partition(":")
        if colon and words.strip() and revises(verb):
            typed = f"{typed[: group.end()]}: {verb.strip()}:{words}"
    first = _GROUP.search(typed)
    if first is None or not first.start() or not _has_colon(typed, first):
        return typed
    before = tokens_of(plain(typed[: first.start()]))
    sends_back = covered(before, (phrases.REVISE, phrases.FILLERS), needs=phrases.REVISE)
    return typed[first.start() :] if sends_back else typed


def _named(groups: Sequence[re.Match[str]]) -> list[tuple[bool, int, int]]:
    """Return the numbers of groups, each with whether it is a task's, and which of a series."""
    numbers = [number for group in groups for number in _NUMBER.finditer(group[0])]
    return [(n["task"] is not None, int(n["task"] or n["card"]), int(n["run"] or 0)) for n in numbers]


def _picks_of(group: re.Match[str], reply: Reply) -> list[Pick]:
    """Return a pick for each number of a group."""
    return [Pick(number, task, reply, run) for task, number, run in _named([group])]


def _unread(typed: str, groups: Sequence[re.Match[str]]) -> Picks | None:
    """Return the things that a text names which names too many to be read; None where it may only count."""
    if groups[0].start() and not _is_verb(trimmed(typed[: groups[0].start()])):
        return None
    reply = Reply(meaning=Meaning.UNCLEAR, number=None, note="", text=typed)
    names = dict.fromkeys(_named(groups))
    return Picks(tuple(Pick(number, task, reply, run) for task, number, run in names), certain=False)


def _read_numbers_first(typed: str, groups: Sequence[re.Match[str]]) -> Picks | None:
    """Read a text that begins with a number: what follows a number is about it."""
    starts = [group for group in groups if _begins_pick(typed, group, groups)]
    replies = [_read_words(typed, *pair) for pair in zip(starts, [*starts[1:], None], strict=True)]
    replies = _with_refusals(typed, starts, replies)
    picks = [pick for group, reply in zip(starts, replies, strict=True) for pick in _picks_of(group, reply)]
    bare = [not reply.text for reply in replies]
    loose = [g for g in groups if g not in starts and _BREAK.search(typed[: g.start()])]
    certain = (
        all(_is_understood(typed, group, reply) for group, reply in zip(starts, replies, strict=True))
        and all(_is_complete(typed, *one, groups[0]) for one in zip(replies, starts[1:], strict=False))
        and (all(bare) or not any(bare))
        and not any(_may_be_card(typed, group, groups) for group in loose)
    )
    if not certain:  # those that may be meant are shown, too
        unclear = Reply(meaning=Meaning.UNCLEAR, number=None, note="", text="")
        picks += [pick for group in loose for pick in _picks_of(group, unclear)]
    unread = all(reply.meaning is Meaning.UNCLEAR for reply in replies)
    plainly_named = all(pick.task for pick in picks) or (len(picks) == 1 and not loose)
    return None if unread and not plainly_named else Picks(tuple(picks), certain)


def _with_refusals(typed: str, starts: Sequence[re.Match[str]], replies: Sequence[Reply]) -> list[Reply]:
    """Read a bare no as a refusal where another thing has its verdict, and the no can be of nothing but its own."""
    if not any(reply.meaning in (Meaning.APPROVE, Meaning.REJECT) for reply in replies):
        return list(replies)
    own = [_has_colon(typed, group) or (group is starts[-1] and typed[group.end() :][:1] == " ") for group in starts]
    return [
        replace(reply, meaning=Meaning.REJECT, note="") if mine and _says_no(reply) else reply
        for reply, mine in zip(replies, own, strict=True)
    ]


def _says_no(reply: Reply) -> bool:
    said = (phrases.NO, phrases.FILLERS, phrases.THANKS, phrases.SORRY)
    return "?" not in reply.text and covered(tokens_of(plain(reply.text)), said, needs=phrases.NO)


def _begins_pick(typed: str, group: re.Match[str], groups: Sequence[re.Match[str]]) -> bool:
    """Tell whether a number begins what is said of another thing."""
    if group.start() == 0 or _has_colon(typed, group):
        return True
    if _BREAK.search(typed[: group.start()]) and _named([group])[0][0]:
        return True
    reply = _reply_before_next(typed, group, groups)
    return (
        reply.meaning in PLAIN
        or (wants_list(reply.text) and _BREAK.search(typed[: group.start()]) is not None)
        or (_says_no(reply) and _BREAK.search(typed[: group.start()]) is not None)
    )


def _reply_before_next(typed: str, group: re.Match[str], groups: Sequence[re.Match[str]]) -> Reply:
    """Return what stands between a number and the next one."""
    ends = [other.start() for other in groups if other.start() > group.start()]
    return read_reply(trimmed(typed[group.end() : min(ends, default=len(typed))]))


def _may_be_card(typed: str, group: re.Match[str], groups: Sequence[re.Match[str]]) -> bool:
    """Tell whether a number that may count something may as well be a card's."""
    return _reply_before_next(typed, group, groups).meaning in (Meaning.REVISE, Meaning.INQUIRY)


def _has_colon(typed: str, group: re.Match[str]) -> bool:
    return typed[group.end() : group.end() + 2].lstrip().startswith(":")


def _read_words(typed: str, group: re.Match[str], after: re.Match[str] | None) -> Reply:
    """Return what the words after a number mean, up to the number that begins another pick."""
    words = typed[group.end() : after.start()] if after else typed[group.end() :]
    text = trimmed(_BUT.sub("", words) if after else words)
    if not text.strip("?!. ") or wants_list(text):
        return Reply(meaning=Meaning.STATUS, number=None, note="", text=text)
    reply = read_reply(text)
    if _names_plainly(typed, group) or reply.meaning in PLAIN or not (copula := _COPULA.match(text)):
        return reply
    return read_reply(text[copula.end() :])


def _is_understood(typed: str, group: re.Match[str], reply: Reply) -> bool:
    """Tell whether the words after a number are about what it names, and can't mean anything else."""
    tokens = tokens_of(plain(reply.text))
    refused = reply.meaning is Meaning.REJECT and _says_no(reply)
    if reply.meaning is Meaning.UNCLEAR or (tokens and phrases.INSTEAD.issuperset(tokens) and not refused):
        return False
    shows = reply.meaning is Meaning.STATUS
    asks = reply.meaning is Meaning.INQUIRY and QUESTION.match(plain(reply.text)) is not None
    again = reply.meaning is Meaning.REVISE and not reply.note
    return shows or reply.meaning in PLAIN or asks or again or _names_plainly(typed, group)


def _names_plainly(typed: str, group: re.Match[str]) -> bool:
    """Tell whether a number can only name something: it has a colon, or is a task's."""
    return _has_colon(typed, group) or all(task for task, _, _ in _named([group]))


def _is_complete(typed: str, reply: Reply, after: re.Match[str], first: re.Match[str]) -> bool:
    """Tell whether the words of a pick end before the next number, and do not go on with it: “shorter than 2”."""
    tokens, apart = tokens_of(plain(reply.text)), _BREAK.search(typed[: after.start()]) is not None
    ends = (reply.meaning is Meaning.REJECT and _says_no(reply)) or (reply.meaning is Meaning.TAKE and apart)
    if tokens and tokens[-1] in phrases.JOINING and not ends:  # “take A” ends with an Italian “to”
        return False
    if apart:
        return True
    return _has_colon(typed, first) if _has_colon(typed, after) else reply.meaning in PLAIN


def _read_verbs_first(typed: str, groups: Sequence[re.Match[str]]) -> Picks | None:
    """Read a text that begins with words: what stands before a number is about it."""
    starts = [0, *(group.end() for group in groups)]
    verbs = [_verb(typed[start : group.start()]) for start, group in zip(starts, groups, strict=False)]
    tail = typed[groups[-1].end() :]
    if len(groups) == 1 and (reply := _read_around(verbs[0], tail) or put_off_until(verbs[0], tail)) is not None:
        return Picks(tuple(_picks_of(groups[0], reply)))
    shows = covered(tokens_of(plain(verbs[0])), (phrases.SHOW | phrases.CANCEL,), once=True)
    if len(groups) == 1 and adds_nothing(tail) and shows:
        return Picks(tuple(_picks_of(groups[0], Reply(meaning=Meaning.STATUS, number=None, note="", text=verbs[0]))))
    denied = phrases.DENIED.fullmatch(plain(verbs[0])) is not None
    if not denied and not _is_verb(verbs[0]):
        return None
    certain = all(map(_is_verb, verbs)) and adds_nothing(tail)
    if len(groups) == 1 and not certain:  # “approve 6 but shorten it”: nothing that was said is lost
        said = trimmed(f"{verbs[0]}{tail}")
        unclear = Reply(meaning=Meaning.UNCLEAR, number=None, note=said, text=said)
        return Picks(tuple(_picks_of(groups[0], unclear)), certain=False)
    picks = [
        pick
        for verb, group in zip(verbs, groups, strict=True)
        for pick in _picks_of(group, verdict_verb(verb) or read_reply(verb))
    ]
    return Picks(tuple(picks), certain)


def _verb(text: str) -> str:
    """Return what stands before a number; “take B of” is “take B”."""
    verb = trimmed(text)
    bare = _OF.sub("", verb)
    return bare if read_reply(bare).meaning is Meaning.TAKE else verb


def _is_verb(verb: str) -> bool:
    return verdict_verb(verb) is not None


def _read_around(before: str, after: str) -> Reply | None:
    """Return a refusal that its number parts (“lehne 2 ab”), or whose reason follows it (“reject 2: too long”)."""
    if after.lstrip().startswith((":", "(", "–", "—")) and _is_verb(before):
        reply = read_reply(f"{before}{after.lstrip() if ':' in after[:2] else f' {after.lstrip()}'}")
        return reply if reply.meaning is Meaning.REJECT and reply.note else None
    if not before or not after.strip() or "?" in after:
        return None
    reply = read_reply(f"{before} {after.strip()}")
    parted = covered(tokens_of(plain(f"{before} {after}")), (phrases.REFUSAL,), once=True)
    because = _is_verb(before) and reply.meaning is Meaning.REJECT and bool(reply.note)
    return reply if reply.meaning is Meaning.REJECT and (parted or because) else None


def adds_nothing(tail: str) -> bool:
    """Tell whether words only ask nicely or thank."""
    tokens = tokens_of(plain(tail))
    return not tokens or covered(tokens, (phrases.FILLERS, phrases.THANKS, phrases.PRAISE))
