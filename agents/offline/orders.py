"""What a reviewer orders, and the clauses that order nothing: they forbid a change, ask about it or tell of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agents.offline.contrasts import ADD_ABROAD, DROP, LEAD, NO_CHANGE, QUOTED
from storage.rules.replies import plain
from storage.rules.wishes import ASKED_POLITELY

FORBIDDEN = "that says what not to do, so nothing was changed for it."
NO_ORDER = "that is no order, so nothing was changed for it."
LIMIT = re.compile(
    r"\b(?:under|below|at most|max(?:imum|imal)?|(?:no|not|never)(?: be)? (?:more|longer) than|within|up to|to|"
    r"höchstens|unter|nicht (?:mehr|länger) als|al massimo|massimo|non più (?:di|lung[oa] di)|"
    r"au plus|pas plus (?:de|longue? que)|como máximo|máximo|no más (?:de|larg[oa] (?:de|que)))\s+"
    r"(\d+)\s+(?:words|wörter|worte|parole|mots|palabras)\b",
    re.I,
)
_COMPARED = (  # words that wish for less, and are no verbs
    r"(?:shorter|too long|k(?:ü|ue)rzer|zu lang|pi[ùu] (?:cort[oa]|breve)|troppo lung[oa]|plus courte?|"
    r"trop long(?:ue)?|m[áa]s cort[oa]|demasiado larg[oa])"
)
SHORTER = re.compile(
    rf"\b(?:{_COMPARED}|shorten|halve|cut it|condense|trim|k(?:ü|ue)rzen?|accorcia\w*|raccourci\w*|acorta\w*)\b", re.I
)
DROPS = re.compile(
    rf"(?:\b{DROP}|^(?:please\s+)?without(?!.*\b(?:it|we|they|you|i|nobody|no one|is|are)\b))\b\s+(.+)", re.I
)
LEAVES_OUT = re.compile(r"^(?:bitte\s+)?(?:lass|nimm)\s+(.+)\s+(?:weg|raus)$", re.I)
KEEPS = re.compile(r"(?:\b(?:keep only|only keep|just keep)|^(?:please\s+)?only(?=\s+the\b))\s+(.+)", re.I)
FIRST = re.compile(
    r"\b(?:(?:move|put|bring)\b\s+(?P<moved>.+?)\s+(?:first|to the (?:very )?top|up front|at the (?:very )?top)|"
    r"(?:start|begin) with\s+(?P<begun>.+))$",
    re.I,
)
LAST = re.compile(r"\b(?:move|put|bring)\b\s+(.+?)\s+(?:last|(?:to|at) the (?:very )?(?:end|bottom))$", re.I)
ADDS = re.compile(
    r"(?<!the )(?<!\ba )\b(?:add|include|mention|name|insert)\b\s+(?!is\b|of\b)"
    r"(?:a |an |the )?(?:section (?:on|about|for|with)?\s*)?(.+)|"
    rf"^(?:(?:bitte|per favore|por favor)\s+)*(?:{ADD_ABROAD}\s+([^:]+)|f(?:ü|ue)ge?\s+([^:]+)\s+hinzu)\W*$",
    re.I,
)
DENIED_VALUE = re.compile(  # “not 28”
    r"\b(?:not|nicht|non|pas|no)\s+(?:the\s+|on\s+|by\s+)?[€$£]?\d", re.I
)
_ORDERS = (LIMIT, SHORTER, DROPS, LEAVES_OUT, KEEPS, FIRST, LAST, ADDS)
_NOT = (
    r"(?:not|never|ever|no|none|nothing|nobody|neither|nor|cannot|(?:do|does|is|ca|wo|should|need)nt|avoid|against|"
    r"refrain|nicht|kein\w*|nie|niemals|niemand|nichts|non|mai|nessun\w*|niente|evita\w*|ne|pas|jamais|aucun\w*|rien|"
    r"personne|[ée]vite[rz]?|nunca|jam[áa]s|ning[úu]n\w*|nada|nadie|tampoco)\b"
)
_DENIES = re.compile(rf"(?:\b{_NOT}|n['’]t\b|\bn['’](?=\w))", re.I)
_TOKEN = re.compile(  # where a clause ends, and what forbids within it
    rf"(?P<not>{_DENIES.pattern})|\s(?P<and>and|und|ed?|et|y)\s|"
    r"[.,;:!?()\n–—]|\s(?:but|so|because|since|aber|sondern|weil|denn|ma|perch[ée]|mais|parce que|pero|sino|porque)\s",
    re.I,
)
_NOTHING_AFTER = re.compile(  # “remove nothing”, “lösche nicht …”, “supprime pas …”
    r"\s*(?:(?:bitte|please|es|das|sie|ihn)\s+)*(?:nothing|none|neither|no|not(?! (?:only|just))|never|nicht|nie|"
    r"niemals|nichts|kein\w*|pas|jamais|rien|aucun\w*|niente|nessun\w*|nada|ning[úu]n\w*)\b",
    re.I,
)
_NOT_AT_END = re.compile(r"\b(?:nicht|nie|niemals)(?:\s+(?:weg|raus))?$", re.I)
_ASKS = re.compile(
    r"\b(?:why(?! not\b)|how|who|whom|whose|which|where|whether|what if|wonder|unless|if(?! (?:possible|you can|need))|"
    r"warum|wieso|weshalb|wozu|wer|ob|falls|wenn(?! m(?:ö|oe)glich)|perch[ée]|come mai|chi|se(?! possibile)|pourquoi|"
    r"si (?:c['’]est|tu|vous|es|est[áa])|por qu[ée]|qui[ée]n|cómo)(?!\w)",
    re.I,
)
_AUXILIARY = re.compile(
    r"\b(?:(?:is|was|ist)(?! (?:it|es) (?:possible|m(?:ö|oe)glich))|are|were|do|does|did|have|has|had|should|shall|"
    r"must|sind|war|soll\w*|muss|hast|habt|è(?! possibile)|e['’]|era|devo|dobbiamo|hai|est(?!-il possible)|faut|dois|"
    r"doit|as-tu|avez-vous|es(?! posible)|est[áa]|debo)(?!\w)",
    re.I,
)
_TELLS = re.compile(  # who does it is not the worker; “could we drop …” is a wish
    r"(?<!can )(?<!could )(?<!should )(?<!shall )(?<!would )(?<!do )(?<!may )\b(?:we|they)\s+"
    r"(?:(?:do|does|did)\s+not\s+|(?:do|does|did)n['’]t\s+|never\s+|always\s+|also\s+|only\s+)?$",
    re.I,
)
_SUGGESTS = re.compile(r"\W*why (?:not|don['’]?t (?:you|we))\b", re.I)


@dataclass(frozen=True, slots=True)
class Orders:
    """The part of a point that may be carried out.

    Attributes:
        text: the clauses that may order something.
        refusal: why the others are not done; empty where there is none, or they only tell what others do.
    """

    text: str
    refusal: str = ""


def read_orders(point: str) -> Orders:
    """Return what a point orders, and why the rest of it is not done.
    A verb after a negation or a question word in its clause is not an order.
    """
    lines, refusal, start = list[str](), "", 0
    suggests = _SUGGESTS.match(point)
    bare = " " * suggests.end() + point[suggests.end() :] if suggests else point
    masked = QUOTED.sub(lambda m: "x" * len(m[0]), bare)
    for begins, ends in _clauses(masked):
        reason = _refusal(masked[begins:ends].strip(), asked=masked[ends : ends + 2].strip()[:1] == "?")
        if reason is not None:
            lines.append(bare[start:begins])
            start, refusal = ends, refusal or reason
    return Orders("".join([*lines, bare[start:]]) if start else bare, refusal)


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """Find the clauses of a text; “and” soon after a negation joins what both forbid."""
    start, denied = 0, -1
    for token in _TOKEN.finditer(text):
        if token["not"]:
            denied = token.end()
        elif not (token["and"] and denied >= 0 and len(text[denied : token.start()].split()) < 3):
            yield start, token.start()
            start, denied = token.end(), -1
    yield start, len(text)


def _refusal(clause: str, asked: bool) -> str | None:
    """Why a clause orders nothing, "" where it tells what others do; None where it may be an order."""
    bare = clause[match.end() :] if (match := LEAD.match(clause)) else clause
    if NO_CHANGE.match(bare):
        return FORBIDDEN
    heads = [match for order in _ORDERS if (match := order.search(clause))]
    if not heads:
        return None
    head = min(heads, key=lambda match: match.start())
    before, after = clause[: head.start()], clause[head.start() :].partition(" ")[2]
    if _TELLS.search(before[-40:]):
        return ""
    if _ASKS.search(before):
        return NO_ORDER
    if _DENIES.search(before) or (not re.match(_COMPARED, head[0], re.I) and _denied_after(after)):
        return FORBIDDEN
    questions = asked and _AUXILIARY.search(before) and not ASKED_POLITELY.match(plain(clause))
    return NO_ORDER if questions else None


def _denied_after(text: str) -> bool:
    return _NOTHING_AFTER.match(text) is not None or _NOT_AT_END.search(text) is not None
