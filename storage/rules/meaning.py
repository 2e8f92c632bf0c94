"""What a text means, and the task that it names: “T-4 approve”, “approve T-4, please”, “what does T-4 cost?”.

A brief may name a task, too: “Approve T-4's budget in a letter”. What stands around a task is read in this order:

1. All of it together is one thing that can be said of a task: “approve T-4, please”, “any update on T-4?”.
2. A verdict stands before it, and goes on as one does: it is asked about, since more was said: “approve T-4, but …”.
3. A change of it is wished for: “revise T-4: shorter”.
4. It is asked about: “what does T-4 cost?”.

Everything else is no reply, and names no task.
"""

import re
from dataclasses import replace

from storage.rules import phrases
from storage.rules.clauses import key_of
from storage.rules.covering import covered
from storage.rules.intents import cancels
from storage.rules.plain import plain, tokens_of
from storage.rules.putting_off import UNTIL
from storage.rules.replies import (
    ASKS,
    BEFORE_NUMBER,
    MENTION,
    QUOTED,
    READ,
    SAD,
    STRUCK,
    Meaning,
    Reply,
    read_control,
    read_reply,
    verdict_verb,
)
from storage.rules.words import clean

CLAUSE = 5  # words that a clause has at most, but for a criterion
SHORT = 300  # characters; a longer text is a brief
OUTRIGHT = frozenset({Meaning.APPROVE, Meaning.REJECT})  # what counts with a number that has no dash: “approve T4”
_FIRST = re.compile(r"\s*T(-?)(\d{1,7})(?:\.(\d{1,4}))?\b[\s:,.–-]*", re.I)
_TASK = re.compile(r"(?<![\w-])T(?P<dash>-?)(?P<number>\d{1,7})(?:\.(?P<run>\d{1,4}))?(?![\w-])", re.I)
_EMOJI = re.compile(r":[\w+'-]+:\Z")
_OPENING = re.compile(
    r"\A(?:(?:ok|okay|yes|yep|hi|hey|hello|so|well|just|sluice|ja|hallo|oui|bonjour|si|ciao|hola)\b[\s,.!:–—-]*)+", re.I
)
_NO_FIRST = re.compile(r"\A(?:no|nein|non)\s*[,.!…:–—-]+\s*", re.I)
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
_OUTWARD = re.compile(r"(?:send|ship|post|publish|release|drop|cancel|confirm)\b", re.I)
_ITS_OBJECT = re.compile(  # what goes on with such a verb, and asks for something: “send T-4 by mail to Acme”
    r"\s*:|\s+(?:for|with|by|to|without)\b(?!\s+(?:now|me|us|today|tomorrow|tonight|noon|lunch|eod|good|review|\w+day\b))",
    re.I,
)
_MAKES = re.compile(  # what only a brief asks for, where a clause begins, or as what it comes with
    r"(?:[,;:.!\n–—-]|\b(?:and|then|und|dann|e|poi|et|puis|y|luego)\b)\s*(?:(?:then|please|also|just)\s+)*"
    r"(?:write|draft|prepare|create|make|announce|summari[sz]e|translate|compare|research|tell|ask|list|find|"
    r"schreib\w*|erstell\w*|bereite|fasse|scrivi\w*|prepara\w*|riassumi|écris|rédige\w*|prépare|résume|escrib\w*|resum\w*)\b|"
    r"(?::|\b(?:with|in|mit|con|avec|dans))\s+(?:an?|eine?|einen|einer|una?|une)\s+(?:\w+\s+){0,3}(?:e-?mail|mail|letter|report|"
    r"summary|memo|post|plan|note|message|bericht|lettera|lettre|carta|correo|courriel)\b",
    re.I,
)
_CHANGES = re.compile(r"\s*(?:[,.!:;–—-]|$)|\s+(?:please|and|with|so that|but|to|bitte|und|e|et|y)\b", re.I)
_UNTIL = re.compile(r"\s+(?:(?:until|till|to|bis|fino a|al?|jusqu['’]à|hasta)\s+(?=\S)|for\s+(?=\d))", re.I)
_STATUS_OF = re.compile(r"\s+(?:of|on|for|about|von|zu|di|su|de|sur|sobre)\Z", re.I)
_SHORTER = re.compile(
    r"(?:(?:can|could|would|will) you |please )*(?:shorten|tighten|(?:make|keep) (?=it)) ?it"
    r"(?: (?:a (?:bit|little) )?(?:\w+er|(?:more|less) \w+))?(?: please)?"
)


def meaning(text: str) -> Reply:
    """Return what a text means, the task that it names, and what is left as a note."""
    words = MENTION.sub(" ", clean(text)).strip()
    if first := _FIRST.match(words):
        reply = read_reply(words[first.end() :].strip(), int(first[2]), bool(first[1]))
        spoken = plain(reply.text)
        denies = _is_denied(spoken) and not spoken.startswith("never ")  # which an answer may begin with
        half = reply.meaning is Meaning.UNCLEAR and bool(first[1]) and denies
        return replace(reply, run=int(first[3] or 0), certain=not half)
    return _around(words) or read_reply(words)


def begins_with_verdict(text: str) -> bool:
    """Tell whether a text that is no reply begins with a verdict on one task: “Approve T-4, then write to Acme”."""
    words = MENTION.sub(" ", clean(text)).strip()
    the_task = _only_task(words)
    if the_task is None or not the_task["dash"]:
        return False
    before, behind = _apart(words, the_task)
    head = _head(before)
    return head is not None and _goes_on(head, behind)


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
    if until is None or reply is None or reply.meaning is not Meaning.LATER or re.search(r"[?;\n]", after):
        return None
    if phrases.DECIDED.search(plain(after)) or {*phrases.NO, "never", "not"}.intersection(tokens_of(plain(after))):
        return None
    spans = "in " if until[0].strip().lower() == "for" else ""
    return Reply(meaning=Meaning.LATER, text=f"{UNTIL}{spans}{after[until.end() :].strip(' .!')}")


def _only_task(words: str) -> re.Match[str] | None:
    """Return the one task that words name outside of what they quote; None where some of them are struck."""
    if len(words) > READ or STRUCK.search(words):
        return None
    named = list(_TASK.finditer(QUOTED.sub(lambda quote: " " * len(quote[0]), words)))
    return named[0] if len(named) == 1 else None


def _apart(words: str, the_task: re.Match[str]) -> tuple[str, str]:
    """Return what stands before a task and behind it; both parts of “lehne T-4 ab” stand before it."""
    before, behind = words[: the_task.start()].rstrip(), words[the_task.end() :]
    before = before if _EMOJI.search(before) else before.rstrip(" (:")
    parted = _PARTED.match(behind)
    return (f"{before}{parted[0]}", behind[parted.end() :]) if parted else (before, behind)


def _around(words: str) -> Reply | None:
    """Return what a text means that names its task between other words or behind them; None where it names none so, or
    more than one."""
    the_task = _only_task(words)
    if the_task is None:
        return None
    before, behind = _apart(words, the_task)
    reply = _together(before, behind)
    if not the_task["dash"] and (reply is None or reply.meaning not in OUTRIGHT or not reply.outright):
        return None
    if reply is None and len(words) <= SHORT:
        reply = _verdict(before, behind)
    if reply is None and not re.search(r"[;\n]", words):
        reply = _wish(before, behind) or _question(before, behind, words)
    if reply is None:
        return None
    number, run = int(the_task["number"]), int(the_task["run"] or 0)
    return replace(reply, number=number, run=run, dashed=bool(the_task["dash"]))


def _together(before: str, behind: str) -> Reply | None:
    """Return what all the words around a task mean together, where that can be said of a task; “status of” is
    “status”, and “drop” is “drop it”."""
    reply = read_reply(f"{before}{behind}", 0)
    if reply.meaning in BEFORE_NUMBER:
        return reply
    stands = read_reply(f"{_STATUS_OF.sub('', before)}{behind}", 0)
    if stands.meaning is Meaning.STATUS or (stands.meaning is Meaning.TAKE and before.lower().endswith(" of")):
        return stands
    head = _head(before)
    verb = verdict_verb(head) if head is not None else None
    if verb is None or not _adds_nothing(behind):
        return None
    return None if verb.meaning is Meaning.APPROVE and _says_no_first(before) else verb


def _head(before: str) -> str | None:
    """Return the words before a task without a greeting, where they are a verdict or deny one; None for all others."""
    head = _NAMED.sub("", _NO_FIRST.sub("", _OPENING.sub("", before)))
    spoken = plain(head)
    decides = verdict_verb(head) is not None or _is_denied(spoken) or _NEARLY.fullmatch(spoken) is not None
    return head if cancels(head) or decides else None


def _says_no_first(before: str) -> bool:
    """Tell whether a no stands before a verdict: of “no, approve T-4” nothing is certain."""
    return _NO_FIRST.match(_OPENING.sub("", before)) is not None


def _verdict(before: str, behind: str) -> Reply | None:
    """Return what a verdict before its task means that more goes with: nothing for certain; None for no verdict, and
    where a brief goes with it."""
    head = _head(before)
    if head is None or not _goes_on(head, behind) or _is_brief(behind):
        return None
    if cancels(head):
        return Reply(meaning=Meaning.STATUS, text="cancel")
    if (later := put_off_until(head, behind)) is not None:
        return later
    reply = read_reply(f"{head}{behind}")
    if reply.meaning in BEFORE_NUMBER and not _says_no_first(before):  # “ok, approve T-4 now”
        return reply
    return replace(reply, meaning=Meaning.UNCLEAR, note=reply.text, certain=False)


def _goes_on(head: str, behind: str) -> bool:
    """Tell whether words go on behind a task as a verdict does."""
    if _OUTWARD.match(head) and _ITS_OBJECT.match(behind):
        return False
    return _GOES_ON.match(behind) is not None


def _is_brief(behind: str) -> bool:
    """Tell whether something new is asked for behind a verdict, or a clause of an assignment stands there."""
    parts = [part.strip() for part in behind.split(";")[1:]]
    clauses = (key_of(p) == "must" or (key_of(p) and len(p.split()) <= CLAUSE) for p in parts)
    return _MAKES.search(behind) is not None or any(clauses)


def _is_denied(spoken: str) -> bool:
    """Tell whether words begin with a verb of what is not to be decided: “don't approve”."""
    denied = phrases.DENIED.match(spoken)
    return denied is not None and " " in denied[0] and not spoken[denied.end() :][:1].isalnum()


def _adds_nothing(behind: str) -> bool:
    tokens = tokens_of(plain(behind))
    tables = phrases.FILLERS, phrases.THANKS, phrases.SORRY
    asks = "?" in behind or SAD.search(behind) is not None
    return not asks and (not tokens or covered(tokens, tables))


def _wish(before: str, behind: str) -> Reply | None:
    """Return a change of the task between words: “revise T-4: shorter”. “make T-4 shorter” is asked about."""
    if covered(tokens_of(plain(before)), (phrases.REVISE, phrases.FILLERS), needs=phrases.REVISE):
        return read_reply(f"{before}{behind}") if _CHANGES.match(behind) else None
    text = f"{before} it{behind}"
    if not _SHORTER.fullmatch(plain(text).rstrip("?!. ")):
        return None
    return Reply(meaning=Meaning.UNCLEAR, note=text, text=text, certain=False)


def _question(before: str, behind: str, words: str) -> Reply | None:
    """Return a question about a task, or about how it stands, in its own words; None where a brief follows it."""
    reply = read_reply(f"{before} it{behind}")
    if reply.meaning is Meaning.STATUS:
        return reply
    follows = re.search(r"\?\s*+\w", words) is not None
    return replace(reply, note=words, text=words) if reply.meaning is Meaning.INQUIRY and not follows else None
