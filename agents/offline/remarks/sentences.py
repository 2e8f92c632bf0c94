"""The sentences of a text."""

import re
from itertools import pairwise

from storage.rules.dots import shortens_day

_SENTENCE = re.compile(
    r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!\b[A-Zaei]\.[ge]\.)(?<!\b[DMS][rst]\.)(?<!\bMrs\.)(?<!\bNo\.)\s+(?=[A-Z0-9“\"'(À-Ý])"
)


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text; a date is never split."""
    ends = [m.start() for m in _SENTENCE.finditer(text) if not shortens_day(text, m.start())]
    parts = (text[start:end].strip() for start, end in pairwise([0, *ends, len(text)]))
    return [part for part in parts if part]
