"""What a person means by a reply, a direct message or a reaction, in English, Italian, German, French and Spanish.

It is careful: only a text that is nothing but consent approves, only one that is nothing but refusal rejects, and only
one that asks for a change revises. Everything else is unclear, and is asked.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from storage.rules import card_words, phrases, wishes
from storage.rules.covering import covered
from storage.rules.plain import plain, spelled, tokens_of


class Meaning(StrEnum):
    """The meaning of a reply."""

    APPROVE = "approve"
    REJECT = "reject"
    REVISE = "revise"
    LATER = "later"
    INQUIRY = "inquiry"
    STATUS = "status"
    READY = "ready"
    STOP = "stop"
    UNDO = "undo"
    REOPEN = "reopen"
    RETRY = "retry"
    ALLOW = "allow"
    TAKE = "take"
    HELP = "help"
    GREETING = "greeting"
    THANKS = "thanks"
    PRAISE = "praise"
    UNCLEAR = "unclear"


DECISIONS = frozenset({Meaning.APPROVE, Meaning.REJECT, Meaning.REVISE})
READ = 2_000  # characters; a longer text is never a plain decision
PRESSES = frozenset({Meaning.UNDO, Meaning.REOPEN, Meaning.RETRY, Meaning.ALLOW, Meaning.TAKE})
BEFORE_NUMBER = PRESSES | {Meaning.APPROVE, Meaning.REJECT, Meaning.LATER, Meaning.STOP, Meaning.STATUS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply as it was understood.

    Attributes:
        number: of the task that it names, `run` which of a series it is.
        note: the words that go with the meaning, as typed: the wish of a revise, the reason of a reject, or a letter.
        text: all that was typed but the number.
        dashed: whether the number was written as T-12, which nothing else is.
        outright: whether it has a word that nobody says but to decide.
        certain: whether it means that and nothing else; if not, nothing may be taken from it.
    """

    meaning: Meaning
    number: int | None = None
    run: int = 0
    note: str = ""
    text: str = ""
    dashed: bool = False
    outright: bool = False
    certain: bool = True


MENTION = re.compile(r"<@[A-Z0-9]+(?:\|[^<>]*+)?>|(?<!\w)@sluice\b", re.I)
QUOTED = re.compile(r"^[^\S\n]*+(?:>|&gt;).*$", re.M)
SAD = re.compile(r"[:;=]['’]?-?(?:[(\[|]|[/\\](?!/))|\)['’]?-?[:;=](?!\w)")
_NOT_LATER = re.compile(r"\b(?:not|nicht|non|pas|no) (?:later|spaeter|dopo|piu tardi|plus tard|luego|mas tarde)\b")
NEGATED = re.compile(r"!=|≠|¬|(?<!\S)!(?=\w)")  # “!ok”
_JOKES = re.compile(r"\b(?:kidding|joking|jk|ignore (?:that|it|this)|not really|maybe not|forget it)\b")
_BOTH = re.compile(r"\b[a-d]\s*[,/+&]\s*[a-d]\b")  # “A, B”, where “a B” is one
ASKS = ("?", "??", "???")
STRUCK = re.compile(r"(?<!\w)~(?=\S)[^~\n]++(?<=\S)~(?!\w)")


def read_reply(rest: str, number: int | None = None, dashed: bool = False) -> Reply:
    """Return what a text means; its task's number is taken off already."""
    bare = QUOTED.sub("", rest).strip() if len(rest) <= READ else ""
    if len(rest) > READ or STRUCK.search(bare):
        return Reply(meaning=Meaning.UNCLEAR, number=number, note=rest, text=rest, dashed=dashed)
    spoken = plain(bare)
    if number is not None and (not bare.strip("?!. ") or wants_list(spoken)):
        return Reply(meaning=Meaning.STATUS, number=number, text=rest, dashed=dashed)
    if bare in ASKS:
        return Reply(meaning=Meaning.HELP, number=number, note="", text=rest, dashed=dashed)
    if _wishes_behind_verb(bare):
        return Reply(meaning=Meaning.REVISE, number=number, note=rest, text=rest, dashed=dashed)
    kind, note = _read(spoken, bare, rest)
    outright = bool(phrases.DECIDED.search(spoken))
    quotes = bare != rest.strip() and not outright  # a yes to what it quotes, whatever that is
    if kind is Meaning.APPROVE and (quotes or SAD.search(bare) or NEGATED.search(bare)):
        kind, note = Meaning.UNCLEAR, rest
    if kind is Meaning.REVISE and wishes.REFUSED_FIRST.match(spoken):  # “reject, too long” wants no new version
        kind, note = Meaning.UNCLEAR, rest
    return Reply(meaning=kind, number=number, note=note, text=rest, dashed=dashed, outright=outright)


def revises(verb: str) -> bool:
    """Tell whether words ask only that something is revised, as “revise” or “please send back”."""
    return covered(tokens_of(plain(verb)), (phrases.ASKS_TO_REVISE, phrases.FILLERS), needs=phrases.ASKS_TO_REVISE)


def _wishes_behind_verb(text: str) -> bool:
    """Tell whether a text is like “revise: net of refunds”, where the colon makes plain that all of it is wished."""
    verb, _, wish = text.partition(":")
    if not wish.strip() or "?" in wish or not revises(verb):
        return False
    spoken = plain(wish)
    nothing = covered(tokens_of(spoken), (phrases.NO_WISH, phrases.FILLERS), needs=phrases.NO_WISH)
    return not (nothing or SAD.search(text) or NEGATED.search(text) or phrases.DECIDED.search(spoken))


def verdict_verb(verb: str) -> Reply | None:
    """Return what a verb says of what follows it, as “approve” or “drop”; None for “yes”, and for the “a” of “a 2”."""
    spoken = plain(verb)
    decides = phrases.DECIDED.search(spoken) or phrases.WITH_OBJECT.search(spoken)
    for reply in map(read_reply, (verb, f"{verb} it") if decides else (verb,)):
        if reply.meaning in PRESSES and (len(tokens_of(spoken)) > 1 or reply.meaning is not Meaning.TAKE):
            return reply
        if decides and reply.meaning in (Meaning.APPROVE, Meaning.REJECT, Meaning.LATER, Meaning.STOP):
            return reply
    return None


def yes_or_no(reply: Reply) -> bool | None:
    """Return whether a text is a yes (True) or a no (False) to our question; None for anything else."""
    if reply.number is not None:
        return None
    if reply.meaning is Meaning.APPROVE:
        return True
    said = (phrases.NO, phrases.NO_TASK, phrases.FILLERS, phrases.THANKS, phrases.SORRY)
    no = covered(tokens_of(plain(reply.text)), said, needs=phrases.NO | phrases.NO_TASK)
    return False if no or (reply.meaning is Meaning.REJECT and not reply.outright) else None


def says_yes(reply: Reply) -> bool:
    """Tell whether a consent has a word that is a yes by itself: “perfect, thanks” may be about anything."""
    tables = phrases.YES, phrases.CONSENT, phrases.PRAISE, phrases.FILLERS, phrases.THANKS
    return reply.outright or covered(tokens_of(plain(reply.text)), tables, needs=phrases.YES)


def wants_list(text: str) -> bool:
    """Tell whether a text asks to see or cancel something, and does not say what."""
    verbs = phrases.SHOW | phrases.CANCEL
    return covered(tokens_of(plain(text)), (verbs, phrases.FILLERS), needs=verbs)


def reaction(name: str) -> Meaning | None:
    """Return the decision that a reaction on a card means; None for one that decides nothing."""
    named = plain(f":{name.partition('::')[0]}:").strip()
    return {"e_yes": Meaning.APPROVE, "e_no": Meaning.REJECT}.get(named)


def _read(spoken: str, bare: str, typed: str) -> tuple[Meaning, str]:
    tokens = tokens_of(spoken)
    asked = "?" in tokens
    control = read_control(spoken)
    if control is Meaning.TAKE and _names_several(spoken, tokens):
        return Meaning.UNCLEAR, typed
    if control:
        return control, _letter(tokens) if control is Meaning.TAKE else ""
    if not asked and (reasoned := wishes.REASONED.fullmatch(bare)):
        if _takes_back(plain(reasoned["reason"])):
            return Meaning.UNCLEAR, typed
        return Meaning.REJECT, reasoned["reason"].strip(" )*_")
    if not asked and (verdict := _verdict(tokens, spoken)):
        return verdict, ""
    if covered(tokens, (phrases.REVISE, phrases.FILLERS, phrases.THANKS), needs=phrases.REVISE) and not asked:
        return Meaning.REVISE, ""
    return _open(spoken, tokens, typed)


def _letter(tokens: tuple[str, ...]) -> str:
    """Return the version that is taken."""
    return next((token.upper() for token in reversed(tokens) if token in card_words.LETTERS), "")


def _names_several(spoken: str, tokens: tuple[str, ...]) -> bool:
    """Tell whether several versions are named: “A and B”; the “a” of “take a B” is none."""
    named = [at for at, token in enumerate(tokens) if token in card_words.LETTERS]
    articles = {at for at in named if tokens[at] == "a" and at > 0 and at + 1 in named}
    return _BOTH.search(spoken) is not None or len({tokens[at] for at in named if at not in articles}) > 1


def _takes_back(reason: str) -> bool:
    """Tell whether a reason may say the opposite of the refusal before it."""
    if (
        _JOKES.search(reason)
        or wishes.CONDITION.search(reason)
        or phrases.DECIDED.search(reason)
        or phrases.NO.intersection(tokens_of(reason))
    ):
        return True
    clauses = (spelled(tokens_of(clause)) for clause in wishes.SPLIT.split(reason) if clause)
    return any(
        covered(clause, (phrases.CONSENT, phrases.PRAISE, phrases.FILLERS, phrases.THANKS), needs=phrases.CONSENT)
        for clause in clauses
    )


def read_control(spoken: str) -> Meaning | None:
    """Return what is asked of Sluice itself, or that it should wait."""
    said = tokens_of(phrases.NO_FIRST.sub("", spoken, count=1))
    tokens = tuple(t for t in said if t != "?")
    if not tokens or tokens[0] not in _BEGINNINGS:
        return None
    for kind, tables in _CONTROLS.items():
        if kind is Meaning.LATER and _NOT_LATER.search(spoken):
            continue
        if covered(tokens, (tables[0],), once=True) or covered(tokens, tables, needs=tables[0]):
            return Meaning.STATUS if "?" in said and kind in _ACTS else kind  # “undo?” asks, and does nothing
    return None


def _verdict(tokens: tuple[str, ...], spoken: str) -> Meaning | None:
    if " ".join(spelled(tokens)) in phrases.IRONY or "…" in tokens:
        return None
    after = tokens_of(phrases.NO_FIRST.sub("", spoken, count=1))
    if covered(after, (phrases.REFUSAL, phrases.SORRY, phrases.FILLERS, phrases.THANKS), needs=phrases.REFUSAL):
        return Meaning.REJECT
    if covered(spelled(tokens), (phrases.CORRECT, phrases.THANKS), needs=phrases.CORRECT):
        return Meaning.APPROVE
    if covered(tokens, (phrases.CONSENT, phrases.PRAISE, phrases.FILLERS, phrases.THANKS), needs=phrases.CONSENT):
        return Meaning.APPROVE if not wishes.NEGATION.search(spoken) else None
    if covered(tokens, (phrases.PRAISE, phrases.FILLERS, phrases.THANKS), needs=phrases.PRAISE):
        return Meaning.PRAISE
    return None


def _open(spoken: str, tokens: tuple[str, ...], bare: str) -> tuple[Meaning, str]:
    """Return what is left when a text is no plain phrase: a wish for a change, a question, or nothing clear."""
    if covered(
        tuple(t for t in tokens if t not in "?…"),
        (phrases.CONSENT, phrases.REFUSAL, phrases.PRAISE, phrases.FILLERS, phrases.THANKS, phrases.NO, phrases.SORRY),
    ):
        return Meaning.UNCLEAR, bare
    polite = wishes.ASKED_POLITELY.match(spoken)
    if polite and (wished(polite["wish"]) or wishes.INFINITIVE.search(polite["wish"])):
        return Meaning.REVISE, bare
    if wishes.QUESTION.match(spoken) or _ends_asking(tokens):
        return Meaning.INQUIRY, bare
    return (Meaning.REVISE if wished(spoken) else Meaning.UNCLEAR), bare


def _ends_asking(tokens: tuple[str, ...]) -> bool:
    return next((token for token in reversed(tokens) if not token.startswith("e_")), "") == "?"


def wished(spoken: str) -> bool:
    """Tell whether any clause of a text asks for a change."""
    return any(_wish(clause.strip(" '-…")) for clause in wishes.SPLIT.split(spoken) if clause and clause.strip())


def _wish(clause: str) -> bool:
    if wishes.LACK.search(clause):
        return True
    negated = bool(wishes.NEGATION.search(clause))
    if not negated and wishes.AT_ONCE.match(clause):
        return True
    if wishes.PAST.search(clause) or wishes.PRAISED.match(clause):
        return False
    if negated and wishes.UNTOUCHED.search(clause):
        return False
    return bool(wishes.WISH.match(clause)) or (not negated and bool(wishes.COMPLAINT.search(clause)))


_ACTS = PRESSES | {Meaning.STOP, Meaning.LATER}
_CONTROLS: Mapping[Meaning, tuple[frozenset[str], ...]] = {
    Meaning.HELP: (phrases.HELP, phrases.FILLERS, phrases.GREETING, phrases.THANKS),
    Meaning.READY: (phrases.READY, phrases.FILLERS, phrases.GREETING, phrases.THANKS),
    Meaning.STATUS: (phrases.STATUS, phrases.FILLERS, phrases.GREETING, phrases.THANKS),
    Meaning.STOP: (phrases.STOP, phrases.FILLERS, phrases.THANKS, phrases.SORRY),
    Meaning.UNDO: (card_words.UNDO, phrases.FILLERS, phrases.THANKS, phrases.SORRY),
    Meaning.REOPEN: (card_words.REOPEN, phrases.FILLERS, phrases.THANKS),
    Meaning.RETRY: (card_words.RETRY, phrases.FILLERS, phrases.THANKS),
    Meaning.ALLOW: (card_words.ALLOW, phrases.FILLERS, phrases.THANKS),
    Meaning.TAKE: (card_words.TAKE, phrases.FILLERS, phrases.THANKS),
    Meaning.THANKS: (phrases.THANKS, phrases.FILLERS, phrases.GREETING),
    Meaning.GREETING: (phrases.GREETING, phrases.FILLERS),
    Meaning.LATER: (phrases.LATER, phrases.FILLERS, phrases.THANKS, phrases.BUSY),
}
_BEGINNINGS = frozenset(
    phrase.partition(" ")[0] for tables in _CONTROLS.values() for table in tables for phrase in table
)
