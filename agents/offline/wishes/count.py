"""A wish for a number of sentences or lines."""

import re
from collections.abc import Iterator

from agents.offline.remarks.sentences import split_sentences

_COUNTS = {
    word: count
    for count, words in enumerate(
        (
            "one single ein eine einem einen un una une",
            "two zwei due deux dos",
            "three drei tre trois tres",
            "four vier quattro quatre cuatro",
            "five fünf cinque cinq cinco",
        ),
        1,
    )
    for word in words.split()
}
_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(_COUNTS)})"
_COUNTED = re.compile(
    rf"\b{_COUNT}[\s-]+(?:(?P<bullets>bullets?(?:\s+points?)?|stichpunkte?n?)|(?P<sentences>sentences?|s[äa]tze?n?|frasi|frase|"
    rf"phrases?|frases))\b|\bin\s+(?:at most\s+)?{_COUNT.replace('count', 'many')}\s+"
    r"(?P<lines>points?|lines?|paragraphs?|punkten?|zeilen?|punti|righe|points|lignes|puntos|líneas)\b",
    re.I,
)


def unmet_count(goal: str, lines: list[str]) -> Iterator[str]:
    """Yield the number of sentences or lines that is asked for, where the draft has another."""
    match = _COUNTED.search(goal)
    if match is None:
        return
    word = (match["count"] or match["many"]).lower()
    there = sum(len(split_sentences(line)) for line in lines) if match["sentences"] else len(lines)
    if there != (int(word) if word.isdecimal() else _COUNTS[word]):
        yield match[0]
