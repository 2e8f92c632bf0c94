"""Why a clause orders nothing: it forbids a change, asks about it or tells of it."""

import re

from agents.offline.contrasts import LEAD, NO_CHANGE
from agents.offline.orders.clauses import DENIES
from agents.offline.orders.words import COMPARED, ORDERS
from storage.rules.plain import plain
from storage.rules.wishes import ASKED_POLITELY

FORBIDDEN = "that says what not to do, so nothing was changed for it."
NO_ORDER = "that is no order, so nothing was changed for it."
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


def refusal_of(clause: str, asked: bool) -> str | None:
    """Return why a clause orders nothing, "" where it tells what others do; None where it may be an order."""
    bare = clause[match.end() :] if (match := LEAD.match(clause)) else clause
    if NO_CHANGE.match(bare):
        return FORBIDDEN
    heads = [match for order in ORDERS if (match := order.search(clause))]
    if not heads:
        return None
    head = min(heads, key=lambda match: match.start())
    before, after = clause[: head.start()], clause[head.start() :].partition(" ")[2]
    if _TELLS.search(before[-40:]):
        return ""
    if _ASKS.search(before):
        return NO_ORDER
    if DENIES.search(before) or (not re.match(COMPARED, head[0], re.I) and _denied_after(after)):
        return FORBIDDEN
    questions = asked and _AUXILIARY.search(before) and not ASKED_POLITELY.match(plain(clause))
    return NO_ORDER if questions else None


def _denied_after(text: str) -> bool:
    return _NOTHING_AFTER.match(text) is not None or _NOT_AT_END.search(text) is not None
