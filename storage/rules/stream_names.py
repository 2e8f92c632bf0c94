"""The names that a stream can have: those that a brief can say, as in “; for Beta launch”."""

import re
import unicodedata

from storage.rules.words import visible

LONGEST = 40  # characters
MOST_WORDS = 5  # more would be a part of the text, “for customers who bought twice last year”
SIGNS = "&+#'’ -_"  # beside letters and figures
NO_NAME = re.compile(  # “for the board”, “For more information”: who reads it, or a sentence of something pasted
    r"(?:the|an?(?=\s+\w|$)|our|my|your|his|her|their|its|all|every|each|this|that|these|those|any|more|further|example|instance|"
    r"everyone|anyone|everybody|me|us|you|now|questions?|details?|information|reference|free)\b",
    re.I,
)


def can_be_named(stream: str) -> bool:
    """Tell whether a brief can name a stream so."""
    short = 1 <= len(stream) <= LONGEST and len(stream.split()) <= MOST_WORDS
    is_name = not stream.startswith("#") and not NO_NAME.match(stream) and all(map(_is_sign, stream))
    return short and is_name and visible(stream)


def nearest(text: str) -> str | None:
    """Return the name nearest to a text; None where nothing of it can be one."""
    words = "".join(sign if _is_sign(sign) else " " for sign in text).split()
    while words and not can_be_named(words[0]):  # “the payroll”
        words = words[1:]
    names = (" ".join(words[:count]) for count in range(min(MOST_WORDS, len(words)), 0, -1))
    return next((name for name in names if can_be_named(name)), None)


def unreadable(name: str) -> str:
    """Return why a stream can't have a name, and which it can."""
    return (
        f"“; for {name}” could not be read in a brief. A stream's name has letters, figures, spaces and & + # ' - "
        f"alone, at most {MOST_WORDS} words, and does not begin with a word such as “the” or “all”."
    )


def _is_sign(sign: str) -> bool:
    """Tell whether a name may have a sign: a letter, a figure, what stands above or below one, or one of `SIGNS`."""
    return sign.isalnum() or sign in SIGNS or unicodedata.category(sign).startswith("M")
