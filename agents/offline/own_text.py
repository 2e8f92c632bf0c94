"""The words that are surely the text of what goes out: what stands under a label for it, or a reviewer's answer."""

import re
from collections.abc import Sequence

from agents.offline.corrections.reading import correction
from agents.offline.markdown import quoted
from agents.offline.material.material import Material
from agents.offline.material.shaping import TEXT_LABEL
from agents.offline.orders.words import DENIED_VALUE
from agents.offline.points.facts import is_order
from agents.offline.remarks.remark import Remark
from agents.offline.remarks.sentences import split_sentences
from agents.offline.withheld import withheld

_ENDED = re.compile(r"[.!?…,:][\"”’)\s]*$")


def labelled(material: Material) -> tuple[str, ...]:
    """Return the lines of paragraphs labelled “Answer:”, “Reply:” or “Say:”, without the label."""
    lines, block = list[str](), None
    for remark in material.remarks:
        label = TEXT_LABEL.match(remark.text)
        if label:
            block = (remark.source, remark.heading, remark.block)
            lines += [remark.text[label.end() :]] if remark.text[label.end() :] else []
        elif block == (remark.source, remark.heading, remark.block):
            lines.append(line_of(remark))
    return tuple(lines)


def answered(material: Material) -> tuple[str, ...]:
    """Return the lines of a person's answer that are whole sentences; orders, corrections and secrets do not count."""
    return tuple(line for line in map(line_of, material.answer) if _is_text(line))


def not_followed(material: Material) -> tuple[str, ...]:
    """Return a message for each line of a person's answer that is not text for the draft."""
    lines = (line for line in map(line_of, material.answer) if not _is_text(line))
    return tuple(f"Not followed, that needs a language model: {quoted(line)}" for line in lines)


def was_answered(material: Material) -> bool:
    """Tell whether a question was answered."""
    return bool(material.answer)


def line_of(remark: Remark) -> str:
    """Return a line with its bullet."""
    return f"{remark.mark} {remark.text}".strip()


def outside(material: Material, lines: Sequence[str]) -> list[Remark]:
    """Return the remarks that are not among these lines and are no label for them."""
    return [r for r in material.remarks if not TEXT_LABEL.match(r.text) and line_of(r) not in lines]


def _is_text(line: str) -> bool:
    if not _ENDED.search(line) or DENIED_VALUE.search(line) or withheld([line]):
        return False
    return not any(is_order(s) or _corrects(s) for s in split_sentences(line))


def _corrects(sentence: str) -> bool:
    found = correction(sentence)
    return found is not None and (found.old is not None or found.new is None or found.ordered)
