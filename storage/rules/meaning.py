"""What a text means, and the task that it names: “T-4 approve”, “approve T-4, please”, “what does T-4 cost?”.

A brief may name a task, too: “Approve T-4's budget in a letter”. A verdict that stands before a task is one only where
it goes on as a verdict does, and is asked about where anything else goes with it.
"""

import re
from dataclasses import replace

from storage.rules import phrases
from storage.rules.covering import covered
from storage.rules.plain import plain, tokens_of
from storage.rules.putting_off import UNTIL
from storage.rules.replies import (
    ASKS,
    BEFORE_NUMBER,
    MENTION,
    QUOTED,
    READ,
    STRUCK,
    Meaning,
    Reply,
    read_control,
    read_reply,
    verdict_verb,
)
from storage.rules.words import clean

SHORT = 300  # characters; a longer text is a brief
_FIRST = re.compile(r"\s*T(-?)(\d{1,7})(?:\.(\d{1,4}))?\b[\s:,.–-]*", re.I)
_TASK = re.compile(r"(?<![\w-])T(?P<dash>-?)(?P<number>\d{1,7})(?:\.(?P<run>\d{1,4}))?(?![\w-])", re.I)
_LAST = re.compile(r"\)?\s*+[?!.…]*+\s*+")
_OPENING = re.compile(
    r"(?:(?:ok|okay|yes|yep|hi|hey|hello|so|well|just|sluice|ja|hallo|oui|bonjour|si|ciao|hola)\b[\s,.!:–—-]*|"
    r"(?:no|nein|non)\s*[,.!:–—-]+\s*)+",
    re.I,
)
_NAMED = re.compile(r"\s+(?:task|draft|number|aufgabe)\Z", re.I)
_NEARLY = re.compile(r"(?:aprove|approove|aproove|approv|aprv?ove|rejct|regect)")
_PARTED = re.compile(r"\s+(?:ab|frei|off|back)\b", re.I)  # “lehne T-4 ab”, “put T-4 off”
_GOES_ON = re.compile(  # as a verdict does behind its task; “approve T-5's budget in a letter” is a brief
    r"\s*(?:[^\w\s'’]|$|\n)|\s+(?:but|if|when|once|unless|until|till|because|since|yet|today|tomorrow|now|later|please|"
    r"for|and|as soon as|only|without|by|before|after|to|then|with|instead|again|aber|wenn|erst|noch|nicht|bis|und|"
    r"ohne|bitte|heute|morgen|jetzt|später|weil|ma|se|quando|finché|perché|e|non|oggi|domani|ora|senza|per favore|mais|"
    r"si|quand|et|pas|sans|demain|s'il|svp|pero|cuando|todavía|aún|y|hasta|hoy|mañana|sin|porque|por favor)\b",
    re.I,
)
_CHANGES = re.compile(r"\s*(?:[,.!:;–—-]|$)|\s+(?:please|and|with|so that|but|to|bitte|und|e|et|y)\b", re.I)
_UNTIL = re.compile(r"\s+(?:(?:until|till|to|bis|fino a|al?|jusqu['’]à|hasta)\s+(?=\S)|for\s+(?=\d))", re.I)
_OF = re.compile(r"\s+(?:of|on|for|about|with|von|zu|di|su|de|sur|sobre)\Z", re.I)
_SHORTER = re.compile(
    r"(?:(?:can|could|would|will) you |please )*(?:shorten|tighten|(?:make|keep) (?=it)) ?it"
    r"(?: (?:a (?:bit|little) )?(?:\w+er|(?:more|less) \w+))?(?: please)?"
)


def meaning(text: str) -> Reply:
    """Return what a text means, the task that it names, and what is left as a note."""
    words = MENTION.sub(" ", clean(text)).strip()
    if first := _FIRST.match(words):
        reply = read_reply(words[first.end() :].strip(), int(first[2]), bool(first[1]))
        half = reply.meaning is Meaning.UNCLEAR and bool(first[1]) and _is_denied(plain(reply.text))
        return replace(reply, run=int(first[3] or 0), certain=not half)
    return _around(words) or read_reply(words)


def asked_of_us(text: str) -> Meaning | None:
    """Return what a text asks of Sluice itself, such as help, or that it greets; None where it says any more. `meaning`
    answers the same, and takes its time for all else that a reply may mean."""
    words = MENTION.sub(" ", clean(text)).strip()
    first = _FIRST.match(words)
    rest = words[first.end() :].strip() if first else words
    bare = QUOTED.sub("", rest).strip()
    if len(rest) > READ or STRUCK.search(bare) or (first and not bare.strip("?!. ")):  # “T-3?” asks how it stands
        return None
    return Meaning.HELP if bare in ASKS else read_control(plain(bare))


def put_off_until(verb: str, after: str) -> Reply | None:
    """Return words that put off what stands between them until a time: “put off” and “until Friday”."""
    until, reply = _UNTIL.match(after), verdict_verb(verb)
    if until is None or reply is None or reply.meaning is not Meaning.LATER:
        return None
    spans = "in " if until[0].strip().lower() == "for" else ""
    return Reply(meaning=Meaning.LATER, text=f"{UNTIL}{spans}{after[until.end() :].strip(' .!')}")


def _around(words: str) -> Reply | None:
    """Return what a text means that names its task between other words or behind them; None where it names none so, or
    more than one."""
    named = list(_TASK.finditer(words)) if len(words) <= READ else []
    if len(named) != 1:
        return None
    the_task = named[0]
    before, behind = words[: the_task.start()].rstrip(" (:"), words[the_task.end() :]
    if parted := _PARTED.match(behind):
        before, behind = f"{before}{parted[0]}", behind[parted.end() :]
    reply = _last(before, behind) if the_task["dash"] else None
    reply = reply or (_verdict(before, behind) if len(words) <= SHORT else None)
    if reply is None and the_task["dash"] and not re.search(r"[;\n]", words):
        reply = _wish(before, behind) or _question(before, behind, words)
    if reply is None:
        return None
    return replace(reply, number=int(the_task["number"]), run=int(the_task["run"] or 0), dashed=True)


def _last(before: str, behind: str) -> Reply | None:
    """Return what words mean that end with their task: “stop T-4”, “any update on T-4?”."""
    if not _LAST.fullmatch(behind):
        return None
    reply = _of_task(before, behind.lstrip(")"))
    return reply if reply.meaning in BEFORE_NUMBER else None


def _of_task(before: str, behind: str) -> Reply:
    """Return what words around a task mean, without it; “status of” is “status”."""
    reply = read_reply(f"{before}{behind}", 0)
    bare = _OF.sub("", before)
    return read_reply(f"{bare}{behind}", 0) if bare != before and reply.meaning not in BEFORE_NUMBER else reply


def _verdict(before: str, behind: str) -> Reply | None:
    """Return what a verdict before its task means: nothing for certain where more goes with it; None for no verdict."""
    head = before[opening.end() :] if (opening := _OPENING.match(before)) else before
    head = _NAMED.sub("", head)
    spoken, verb = plain(head), verdict_verb(head)
    if not _GOES_ON.match(behind):
        return None
    if covered(tokens_of(spoken), (phrases.CANCEL, phrases.FILLERS), needs=phrases.CANCEL):
        return Reply(meaning=Meaning.STATUS, text="cancel")
    if verb is None and not _is_denied(spoken) and not _NEARLY.fullmatch(spoken):
        return None
    if verb is not None and _adds_nothing(behind):
        return verb
    if (later := put_off_until(head, behind)) is not None:
        return later
    reply = read_reply(f"{head}{behind}")
    if reply.meaning in BEFORE_NUMBER:
        return reply
    return replace(reply, meaning=Meaning.UNCLEAR, note=reply.text, certain=False)


def _is_denied(spoken: str) -> bool:
    """Tell whether words begin with what is not to be decided: “don't approve”."""
    denied = phrases.DENIED.match(spoken)
    return denied is not None and not spoken[denied.end() :][:1].isalnum()


def _adds_nothing(behind: str) -> bool:
    tokens = tokens_of(plain(behind))
    return "?" not in behind and (
        not tokens or covered(tokens, (phrases.FILLERS, phrases.THANKS), needs=phrases.FILLERS | phrases.THANKS)
    )


def _wish(before: str, behind: str) -> Reply | None:
    """Return a change of the task between words: “revise T-4: shorter”. “make T-4 shorter” is asked about."""
    if covered(tokens_of(plain(before)), (phrases.REVISE, phrases.FILLERS), needs=phrases.REVISE):
        reply = read_reply(f"{before}{behind}")
        return reply if _CHANGES.match(behind) else None
    text = f"{before} it{behind}"
    if not _SHORTER.fullmatch(plain(text).rstrip("?!. ")):
        return None
    return Reply(meaning=Meaning.UNCLEAR, note=text, text=text, certain=False)


def _question(before: str, behind: str, words: str) -> Reply | None:
    """Return a question about a task, or about how it stands, in its own words; None where a brief follows it."""
    if re.search(r"\?\s*+\w", words):
        return None
    stands = _of_task(before, behind)
    if stands.meaning is Meaning.STATUS:
        return stands
    reply = read_reply(f"{before} it{behind}")
    if reply.meaning is Meaning.STATUS:
        return reply
    return replace(reply, note=words, text=words) if reply.meaning is Meaning.INQUIRY else None
