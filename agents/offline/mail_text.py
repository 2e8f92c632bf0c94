"""A person's own lines, as the sentences of a mail."""

import re
from collections.abc import Sequence
from itertools import pairwise

from agents.offline.greeting_closing import greets, signs
from agents.offline.material.shaping import TEXT_LABEL
from agents.offline.own_text import line_of
from agents.offline.remarks.remark import Remark
from storage.rules.words import capital


def as_text(remarks: Sequence[Remark]) -> tuple[str, ...]:
    """Return lines as sentences, with an empty one where a paragraph ends."""
    lines = [_sentence(remark) for remark in remarks[:1]]
    for before, remark in pairwise(remarks):
        apart = (before.source, before.block) != (remark.source, remark.block)
        lines += ["", _sentence(remark)] if apart else [_sentence(remark)]
    return tuple(lines)


def _sentence(remark: Remark) -> str:
    """A line with a capital letter and a full stop; what has a bullet, greets or closes stays as it is."""
    text = TEXT_LABEL.sub("", remark.text, count=1)
    if remark.mark or greets(text) or signs(text):
        return line_of(remark)
    ended = re.search(r"[.!?…:,;][\"”’)\s]*$", text) is not None
    return f"{capital(text)}{'' if ended else '.'}"
