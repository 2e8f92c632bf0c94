"""Which lines may go out, where the notes say that something may not."""

from collections.abc import Sequence
from dataclasses import replace

from agents.offline.arranged import Arranged, Question
from agents.offline.document.own_words import own_words
from agents.offline.markdown import quoted
from agents.offline.material.material import Material
from agents.offline.own_text import answered, not_followed, was_answered
from agents.roster.ends import CannotDo
from storage.rules.values.item import Remedy

PRIVATE = (
    "To tell which of these lines may go out needs a language model. Without one, answer with the lines that may, as "
    "whole sentences."
)


def what_may(private: Sequence[str], material: Material) -> Arranged | Question:
    """Return the lines that were named as those that may go out, or the question which may.

    Raises:
        CannotDo: what was named are no whole sentences.
    """
    if not was_answered(material):
        return Question(
            f"Which lines may go out? The notes say that something may not: {quoted(private[0], 20)} Paste the "
            "lines that may, as they are to be read.",
            PRIVATE,
            shown=False,
        )
    if not (lines := answered(material)):
        raise CannotDo(PRIVATE, Remedy.MATERIAL)
    return replace(own_words(lines), missing=not_followed(material))
