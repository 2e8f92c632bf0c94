"""How a reviewer words a sentence: what stands before what it says, where its verb stands, whether it only doubts."""

import re

from agents.offline.contrasts import ASKED, LEAD, NO_CHANGE, SCOPE

_INFINITIVE = re.compile(
    r"(?P<rest>.+)\s(?P<verb>(?:ä|ae)ndern|ersetzen|korrigieren|berichtigen|verschieben|setzen|tauschen|streichen|"
    r"l(?:ö|oe)schen|entfernen)[\s.!?]*",
    re.I,
)
_PASSIVE = re.compile(
    r"(?P<subject>.+?)\s(?:wurde|ist|wird)\s(?P<rest>.+)\s(?:verschoben|ge(?:ä|ae)ndert|verlegt|vertagt|gesetzt|gelegt|"
    r"erh(?:ö|oe)ht|gesenkt)(?:\sworden)?[\s.!]*",
    re.I,
)
_DOUBTS = re.compile(
    r"(?:(?:i|we)\s+(?:do not|don['’]?t|never)\s+(?:think|believe|say|see)|(?:i|we)\s+doubt|(?:nobody|no one)\s+\w+|"
    r"(?:ich|wir)\s+(?:glaube|denke|sage)n?\s+(?:nicht|nie)|(?:ich|wir)\s+bezweif\w+|niemand\s+\w+|"
    r"non\s+(?:credo|penso|dico|crediamo|pensiamo)|dubito|nessuno\s+\w+|je\s+ne\s+(?:crois|pense|dis)\s+pas|je\s+doute|"
    r"personne\s+ne|no\s+(?:creo|pienso|digo|creemos)|dudo|nadie\s+\w+)\b",
    re.I,
)
_CONDITION = re.compile(r"(?:whether|if|ob|falls|wenn)\b", re.I)
LONGEST = 300  # characters: a longer sentence is no correction of one value


def without_lead(point: str) -> str:
    """Return a sentence without the words before its content; a wish put as a question counts as a wish."""
    polite = ASKED.match(point)
    bare = point[polite.end() :].rstrip("? ") if polite else point
    bare = bare[_match_end(LEAD, bare) :]
    return bare[_match_end(SCOPE, bare) :].strip()


def verb_first(point: str) -> str:
    """Return a German sentence (“das Datum … ändern”) with its last verb put first; others stay as they are."""
    bare = without_lead(point)
    if len(bare) > LONGEST:
        return point
    if passive := _PASSIVE.fullmatch(bare):
        return f"{passive['subject']} was moved {passive['rest']}"
    match = _INFINITIVE.fullmatch(bare)
    if match is None:
        return point
    verb = match["verb"].lower()
    return f"{verb[:-1] if verb.endswith('en') else verb[:-1] + 'e'} {match['rest']}"


def is_denied(text: str) -> bool:
    """Tell whether a sentence only doubts something, makes it a condition, or forbids the change."""
    return is_doubt(text) or _CONDITION.match(text) is not None or NO_CHANGE.match(text) is not None


def is_doubt(text: str) -> bool:
    """Tell whether a sentence says that its writer, or nobody, believes something."""
    return _DOUBTS.match(text) is not None


def _match_end(pattern: "re.Pattern[str]", text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0
