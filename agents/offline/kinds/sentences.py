"""What sentences of a line belong together, by their kinds."""

import re
from collections.abc import Sequence

from agents.offline.kinds.kind import STEPS, Kind

_LEANS = re.compile(  # what such a sentence is about stands before it
    r"(?:and|but|so|then|otherwise|because|also|there|er|sie|es|das|dies|dann|sonst|aber|deshalb|lo|questo|quindi|ma|"
    r"altrimenti|allora|cela|ça|il|elle|alors|mais|eso|esto|entonces|pero)\b|"
    r".*\b(?:it|its|them|they|their|this|that|these|those|both|he|she|him|his|her)\b",
    re.I,
)


def joined_parts(sentences: Sequence[tuple[str, Kind]]) -> list[tuple[Kind, list[str]]]:
    """Put together what belongs together: a sentence of no kind stands with the one before it, unless that tells a step
    and it can be understood alone; what leans on the one before it stands with it."""
    kinds = {kind for _, kind in sentences} - {Kind.OTHER}
    if len(kinds) < 2 and kinds & {Kind.DECIDED, Kind.OPEN}:
        return [(kinds.pop(), [sentence for sentence, _ in sentences])]
    parts = list[tuple[Kind, list[str]]]()
    for sentence, kind in sentences:
        before = parts[-1][0] if parts else None
        leans = _LEANS.match(sentence) is not None
        if kind is Kind.OTHER and before is not None and (leans or before not in STEPS):
            parts[-1][1].append(sentence)
        elif kind in STEPS and before is Kind.OTHER and leans:
            parts[-1] = (kind, [*parts[-1][1], sentence])
        else:
            parts.append((kind, [sentence]))
    return parts
