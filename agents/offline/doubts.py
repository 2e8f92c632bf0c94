"""Whether a reviewer's sentence only doubts something, makes it a condition, or forbids the change."""

import re

from agents.offline.contrasts import NO_CHANGE

_DOUBTS = re.compile(
    r"(?:(?:i|we)\s+(?:do not|don['’]?t|never)\s+(?:think|believe|say|see)|(?:i|we)\s+doubt|(?:nobody|no one)\s+\w+|"
    r"(?:ich|wir)\s+(?:glaube|denke|sage)n?\s+(?:nicht|nie)|(?:ich|wir)\s+bezweif\w+|niemand\s+\w+|"
    r"non\s+(?:credo|penso|dico|crediamo|pensiamo)|dubito|nessuno\s+\w+|je\s+ne\s+(?:crois|pense|dis)\s+pas|je\s+doute|"
    r"personne\s+ne|no\s+(?:creo|pienso|digo|creemos)|dudo|nadie\s+\w+)\b",
    re.I,
)
_CONDITION = re.compile(r"(?:whether|if|ob|falls|wenn)\b", re.I)


def is_denied(text: str) -> bool:
    """Tell whether a sentence only doubts something, makes it a condition, or forbids the change."""
    return is_doubt(text) or _CONDITION.match(text) is not None or NO_CHANGE.match(text) is not None


def is_doubt(text: str) -> bool:
    """Tell whether a sentence says that its writer, or nobody, believes something."""
    return _DOUBTS.match(text) is not None
