"""Where a sentence may be two wishes, or two corrections."""

import re

from agents.offline.points.sentences import QUOTED
from agents.offline.points.written import exchanges
from agents.offline.wording import LONGEST

_AND = (
    r"(?:and|und|e|ed|et|y|but|aber|ma|mais|pero|plus|also|then|dann|poi|anche|auch|aussi|puis|luego|también|please|"
    r"bitte)"
)
JOIN = re.compile(rf"[,;]\s+(?:{_AND}\s+)*+|\s(?:{_AND}\s+)++", re.I)
JOINS = 12  # places at which a sentence may be two corrections


def two_corrections(sentence: str) -> tuple[str, str] | None:
    """Return a sentence before and after the place where a second correction begins; None where it has only one."""
    if len(sentence) > 2 * LONGEST:
        return None
    for match in [*JOIN.finditer(QUOTED.sub(lambda m: "x" * len(m[0]), sentence))][:JOINS]:
        halves = sentence[: match.start()].strip(), sentence[match.end() :].strip()
        if all(map(exchanges, halves)):
            return halves
    return None


def without_join(part: str, masked: str) -> str:
    """Return a part without the words that join it to the next."""
    ends = [m.start() for m in JOIN.finditer(masked) if m.end() == len(masked)]
    return part[: ends[-1] if ends else None].strip()
