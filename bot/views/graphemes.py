"""Where text may be cut: between the signs that a person sees, never inside one."""

import regex

STEP = 512  # characters looked at together: \X counts flags from their first, so long rows of them are slow

_SIGN = regex.compile(r"\X")
_VISIBLE = regex.compile(r"[^\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]")
_DRAWN = regex.compile(r"[^\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]|[\t\n]")
_MARKS = regex.compile(r"([\p{M}\p{Cc}\p{Cf}--[\s]]{30})(?=[\p{M}\p{Cc}\p{Cf}--[\s]])", regex.V1)


def ends(text: str) -> list[int]:
    """Return the index after each grapheme of a text, in linear time."""
    places: list[int] = []
    at, step = 0, STEP
    while at < len(text):
        part = [at + match.end() for match in _SIGN.finditer(text[at : at + step])]
        if at + step < len(text):
            part.pop()  # it may go on behind this part
        if part:
            at, step = part[-1], STEP
            places += part
        else:
            step *= 2
    return places


def visible(text: str) -> bool:
    """Tell whether a person sees anything of a text, also for emoji that are newer than Python's tables."""
    return "!" <= text[:1] <= "~" or _VISIBLE.search(text) is not None  # most begin so, and the search takes its time


def ignorable(text: str) -> bool:
    """Tell whether a text is empty, or only joiners, fillers and the like, which take no room on a screen."""
    return _DRAWN.search(text) is None


def short_marks(text: str) -> str:
    """Break rows of combining marks with a joiner, as Unicode's stream-safe form does (unicode.org/reports/tr15)."""
    return str(_MARKS.sub("\\1\u034f", text))
