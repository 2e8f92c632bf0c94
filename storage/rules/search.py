"""The words that a task is found by: small letters without accents; of writing without spaces, each sign."""

import re
import unicodedata

MOST, LONGEST = 500, 40  # words of a task, and characters of a word
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")


def words_of(text: str) -> list[str]:
    """Return the different words of a text in their order, in lower case and without accents."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return list(dict.fromkeys(word[:LONGEST] for word in _WORD.findall(text.casefold())))[:MOST]


def person_word(team: str, user: str) -> str:
    """Return the word by which a person's tasks are found; no text contains it."""
    return f"@{team}{user}".casefold()
