"""How a reviewer words a sentence: what stands before what it says, and where its verb stands."""

import re

from agents.offline.contrasts import ASKED, LEAD, SCOPE

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


def _match_end(pattern: "re.Pattern[str]", text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0
