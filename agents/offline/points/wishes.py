"""The wishes of a sentence that has several."""

import re
from collections.abc import Callable

from agents.offline.corrections.reading import correction
from agents.offline.points.changes import CHANGES, TURNS, with_verbs
from agents.offline.points.facts import is_fact
from agents.offline.points.joins import JOIN, two_corrections, without_join
from agents.offline.points.sentences import QUOTED
from agents.offline.points.written import written
from storage.rules.meaning import meaning
from storage.rules.plain import plain
from storage.rules.replies import Meaning, wished

_REASON = re.compile(r"(?:it|this|that|they|es|das|è|c['’]est|elle|il|since|because|as|so)\b", re.I)
_WHOLE = re.compile(
    r"(?:keep|use|don't|do not|stay|leave|make|put|move|write|no more|lass|behalte|lascia|garde|deja)\b", re.I
)
COURTESY = frozenset({Meaning.THANKS, Meaning.GREETING, Meaning.PRAISE})


def wishes_of(sentence: str, understood: Callable[[str], bool]) -> list[str]:
    """Split a sentence into its wishes."""
    if written(sentence):
        return [sentence]
    if apart := two_corrections(sentence):
        return [part for half in apart for part in wishes_of(half, understood)]
    masked = QUOTED.sub(lambda m: "x" * len(m[0]), sentence)
    parts, start, end, wish = list[str](), 0, 0, False

    def is_wish(text: str) -> bool:
        polite = meaning(text).meaning in COURTESY
        return polite or understood(text) or wished(plain(text)) or _WHOLE.match(text) is not None

    for match in [*JOIN.finditer(masked), None]:
        segment = sentence[end : match.start() if match else None].strip()
        begins = end > start and wish and not _REASON.match(segment) and _begins(sentence[start:end], segment, is_wish)
        if begins:
            parts.append(without_join(sentence[start:end], masked[start:end]))
            start, wish = end, False
        wish = wish or (bool(segment) and is_wish(segment))
        end = match.end() if match else len(sentence)
    parts.append(sentence[start:].strip())
    return with_verbs(parts)


def _begins(before: str, segment: str, is_wish: Callable[[str], bool]) -> bool:
    """Whether a segment is a wish of its own, or a fact that stands beside one."""
    if TURNS.fullmatch(segment) and CHANGES.match(before):
        return True
    return is_wish(segment) or (is_fact(segment) and len(segment.split()) > 3 and correction(before) is not None)
