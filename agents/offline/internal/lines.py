"""Which lines are marked as internal, and the material without them."""

from collections.abc import Sequence
from dataclasses import replace

from agents.offline.internal.words import HEADING, LABEL, OTHER_HEADING, SAYS
from agents.offline.material.material import Material
from agents.offline.remarks.remark import Remark
from agents.offline.remarks.sentences import split_sentences


def internal(lines: Sequence[Remark]) -> tuple[Remark, ...]:
    """Return the lines that are marked as internal, by their own words or by their heading."""
    found, block = list[Remark](), None
    for line in lines:
        place = (line.source, line.heading, line.block)
        begins = not line.mark and HEADING.fullmatch(line.text) is not None
        goes_on = block == place and not OTHER_HEADING.fullmatch(line.text)
        block = place if begins else block if goes_on else None
        if block is not None or HEADING.fullmatch(line.heading) or marked_itself(line.text):
            found.append(line)
    return tuple(found)


def marked_itself(text: str) -> bool:
    """Tell whether a line marks itself as internal, by its own words."""
    return any(LABEL.match(sentence) or SAYS.search(sentence) for sentence in split_sentences(text))


def without(material: Material) -> Material:
    """Return the material without the lines that are marked as internal.

    What stands before such a label on the same line stays; a line that only speaks of itself (“this is confidential”)
    goes as a whole.
    """
    marked = internal(material.remarks)
    kept = (_public(r) if r in marked else r for r in material.remarks)
    return replace(material, remarks=tuple(r for r in kept if r is not None))


def _public(remark: Remark) -> Remark | None:
    """What stands before a label on its line; None where nothing does."""
    sentences = split_sentences(remark.text)
    at = next((n for n, sentence in enumerate(sentences) if LABEL.match(sentence)), 0)
    before = " ".join(sentences[:at])
    return replace(remark, text=before) if before and not SAYS.search(before) else None
