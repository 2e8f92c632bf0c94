"""The lines of a brief that say how to work, and are no material."""

import re
from collections.abc import Sequence

SHAPING = re.compile(
    r"(?:please\s+|then\s+|and\s+)?(?:list|sort|order|group|rank|keep|write|use|include|show|name|put|start|begin|end|"
    r"make|mention|focus|answer|reply|be|avoid|don't|do not|format|summari[sz]e|draft|prepare|give|tell|compare|create|"
    r"turn|extract|highlight|add|leave|translate|shorten|rewrite|explain|say|find|pick|choose|state|cite|quote|only|no)"
    r"\b",
    re.I,
)
TEXT_LABEL = re.compile(  # what stands behind it is to be read as it is
    r"(?:our |my |the )?(?:answer|reply|response|say|text|"
    r"antwort|sagen|risposta|testo|réponse|texte|respuesta|texto)\s*:\s*",
    re.I,
)
_STATES = re.compile(r"\b(?:is|are|was|were|will|has|had|costs?|comes?|decided|agreed)\b", re.I)
_ABOUT_IT = re.compile(rf"{SHAPING.pattern}\s+(?:it|them|these|this|those)\b", re.I)


def without_orders(lines: Sequence[str], keep: bool) -> tuple[str, list[str]]:
    """Return the lines of a brief without those at its beginning that say how to work, and these."""
    filled = [line for line in lines if line.strip()]
    orders: list[str] = []
    for line in filled[:3]:
        bare = line.strip()
        bulleted = re.match(r"[-*•\d\[]", bare) is not None
        shaping = _ABOUT_IT if keep else SHAPING
        states = _STATES.search(bare) is not None
        labelled = TEXT_LABEL.match(bare) is not None
        if labelled or bulleted or states or not shaping.match(bare) or not re.search(r"[.!:]$", bare):
            break
        orders.append(bare)
    rest = list(lines)
    for order in orders:
        rest.remove(next(line for line in rest if line.strip() == order))
    return "\n".join(rest), orders
