"""The words of a text that carry meaning."""

import re

COMMON = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be been but by can could did do does for from had has have he her his how i if in is it "
        "its just me more my no not of on one or our out she should so than that the their them then there they this "
        "to up us was we were what when where which who why will with would you your about into over also only very "
        "please",
    )
)


def terms(text: str) -> list[str]:
    """Return the words that carry meaning, in their base form; a plural and a possessive count as the same word."""
    words = re.findall(r"[^\W\d_][\w’'-]+", text.lower())
    return [re.sub(r"(?:['’]s|(?<=[^s])s)$", "", w) if len(w) > 3 else w for w in words if w not in COMMON]
