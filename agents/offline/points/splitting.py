"""A reviewer's text as points: each sentence, and each wish of a sentence that has several."""

import re
from collections.abc import Callable, Sequence

from agents.offline.corrections.reading import correction, lacks_new, says_new
from agents.offline.points.facts import fact
from agents.offline.points.sentences import sentences_of, unlisted
from agents.offline.points.wishes import COURTESY, wishes_of
from storage.rules.meaning import meaning

_PRAISE = re.compile(
    r"(?:(?:it|this|that|all|looks?|is|it['’]s|that['’]s|very|really|so)\s+)*(?:great|good|fine|nice|perfect|ok(?:ay)?|super|gut|bene|bien|"
    r"perfetto|thanks|thank you)[^,;.:\d]{0,20}[,;]\s*(?:but|only|aber|ma|mais|pero)\s+",
    re.I,
)


def points(note: str, understood: Callable[[str], bool]) -> list[str]:
    """Return the points of a reviewer's text; a sentence that is only polite does not count.

    Args:
        understood: tells whether a text is a wish that can be carried out.
    """
    lines = [_PRAISE.sub("", unlisted(line)) for line in note.splitlines()]
    sentences = _joined([s for line in lines for s in sentences_of(line)])
    single = [part for sentence in sentences for part in wishes_of(sentence, understood)]
    return [part for part in single if meaning(part).meaning not in COURTESY] or single


def facts(note: str, understood: Callable[[str], bool]) -> str:
    """Return the facts in a reviewer's text, one on each line."""
    return "\n".join(words for point in points(note, understood) if (words := fact(point)))


def _joined(sentences: Sequence[str]) -> list[str]:
    """Join a sentence that says what is right to the one before it that says what is wrong."""
    lines: list[str] = []
    for sentence in sentences:
        joined = f"{lines[-1]} {sentence}" if lines and says_new(sentence) and lacks_new(lines[-1]) else ""
        if joined and not lacks_new(joined) and correction(joined) is not None:
            lines[-1] = joined
        else:
            lines.append(sentence)
    return lines
