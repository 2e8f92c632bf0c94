"""The correction that replaces words by words."""

import re

from agents.offline.contrasts import FRAMES, PLEASE
from agents.offline.corrections.correction import Correction
from agents.offline.values import value_of


def of_words(text: str) -> Correction | None:
    """Return the correction that replaces words by words (“replace seat with team”); None where there is none."""
    bare = text.strip(" .!,")
    tail = re.search(rf"[\s,]+{PLEASE}$", bare, re.I)
    bare = bare[: tail.start()] if tail else bare
    match = next((m for frame in FRAMES if (m := frame.fullmatch(bare))), None)
    if match is None:
        return None
    old, new = (match[name].strip(" .,“”\"„«»'‘’") for name in ("old", "new"))
    if not old or not new or re.match(r"(?:something|anything|an?\s+\w+er|one\s+that)\b", new, re.I):
        return None
    return Correction(old=value_of(old), new=value_of(new), ordered=True)
