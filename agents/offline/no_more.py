"""An answer that only says that there is no more: it is no material."""

from agents.offline.remarks.sentences import split_sentences
from storage.rules.covering import covered
from storage.rules.phrases import FILLERS, NO, NO_MORE, NOTHING, SORRY, THANKS
from storage.rules.plain import plain, tokens_of

_BESIDE = (FILLERS, THANKS, SORRY, NO)


def what_is_more(answer: str) -> str:
    """Return an answer without the words that say there is no more; empty when it says nothing else."""
    if _is_made_of(NOTHING | NO_MORE, answer):
        return ""
    return "\n".join(_rest(line) for line in answer.splitlines()).strip()


def _rest(line: str) -> str:
    sentences = split_sentences(line)
    lines = [s for s in sentences if not _is_made_of(NO_MORE, s)]
    return line if lines == sentences else " ".join(lines)


def _is_made_of(needed: frozenset[str], text: str) -> bool:
    return covered(tokens_of(plain(text)), (needed, *_BESIDE), needs=needed)
