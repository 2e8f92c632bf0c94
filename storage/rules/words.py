"""Text from outside, made safe to keep and to show: no control characters, no invisible instructions."""

import re
import unicodedata
from collections.abc import Sequence

FIELD = 3_000  # characters of a form's field
NAMED = 5  # tasks that a line names

_ESCAPES = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[@-_]")
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\U000e0000-\U000e007f]"
)
_LEADING = re.compile(r"^\s*(?:#{1,6}\s+|>\s?|[-*+•]\s+|\|\s*)+|\s*\|\s*$")
_MARKS = re.compile(r"(\*\*|__|`)(?=\S)((?:(?!\1).)+)(?<=\S)\1")  # to the next mark of its kind, and no further
_JOINER = "\u200d"  # between pictures that are one, as a family
_PRINTED = re.compile("[!-~]")
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and a sign of which nothing is drawn


def clean(text: str) -> str:
    """Remove terminal escapes, controls, bidi overrides, lone surrogates and tag characters; lines end in \\n."""
    if text.isascii() and text.isprintable():
        return text
    text = _ESCAPES.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text))


def one_line(text: str) -> str:
    """Return a cleaned text in one line, with single spaces."""
    return " ".join(clean(text).split())


def capital(text: str) -> str:
    """Return a text whose first letter is a capital."""
    return f"{text[:1].upper()}{text[1:]}"


def unmarked(text: str) -> str:
    """Return one line of Markdown as a person reads it: no stars, backticks, bullets or heading signs."""
    lines = [_LEADING.sub("", line) for line in clean(text).splitlines()]
    return " ".join(_MARKS.sub(lambda m: m[2], " ".join(" ".join(lines).split())).split())


def visible(text: str) -> bool:
    """Tell whether a text has anything that a person can see."""
    return bool(_PRINTED.search(text)) or any(
        unicodedata.category(c)[0] not in "CZM" and c not in _BLANKS for c in clean(text)
    )


def count(text: str) -> int:
    """Return how many words a text has; the marks of lists, headings and tables are none."""
    return sum(any(c.isalnum() or c in "€$£¥%" for c in word) for word in text.split())


def listed(names: Sequence[str]) -> str:
    """Return the names of tasks in a line: some, and how many more there are."""
    others = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{', '.join(names[:NAMED])}{others}"


def many(number: int, one: str, several: str = "") -> str:
    """Return “1 line”, “2 lines”."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def split_long(goal: str) -> tuple[str, str]:
    """Return what a form can show of a goal, and the rest: a field of Slack's holds 3,000 characters."""
    if len(goal) <= FIELD:
        return goal, ""
    first, _, rest = goal.partition("\n")
    return (first, rest) if len(first) <= FIELD else (goal[:FIELD], goal[FIELD:])


def cut_words(text: str, most: int) -> str:
    """Return the first words of one line, with “…” where more follow."""
    parts = text.split()
    return " ".join(parts) if len(parts) <= most else f"{' '.join(parts[:most])} …"


def whole_signs(text: str, most: int) -> str:
    """Return the beginning of a text, at most so many characters, without a part of a sign that people see as one."""
    end = min(most, len(text))
    while 0 < end < len(text) and _joins(text[end - 1], text[end]):
        end -= 1
    return text[: end or most]


def _joins(before: str, behind: str) -> bool:
    """Tell whether two characters are parts of one sign: a letter and its mark, or pictures that are joined."""
    return (
        _JOINER in (before, behind) or unicodedata.category(behind)[0] == "M" or "\U0001f3fb" <= behind <= "\U0001f3ff"
    )


def shortened(text: str, most: int) -> str:
    """Return the beginning of one line, up to the end of a word if one is near, with “…” where more follows."""
    if len(text) <= most:
        return text
    start = whole_signs(text, most - 1)
    whole_words = start if text[most - 1] == " " else start.rpartition(" ")[0]
    return f"{(whole_words if len(whole_words) > most // 2 else start).rstrip(' ,;:…')}…"


def told_apart(title: str, by: str, most: int = 60) -> str:
    """Return a title with what tells it from others of its series, such as “Sign-ups · Mon 23 Nov”."""
    room = max(10, most - len(by) - 3)
    short = title if len(title) <= room else f"{whole_signs(title, room - 1).rstrip(' ,;:…')}…"
    return f"{short} · {by}"
