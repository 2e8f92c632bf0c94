"""What a small model hands in and nobody should have to read: markup, and its source once more."""

import re
from collections.abc import Sequence

_TAG = re.compile(
    r"</?(?:p|div|span|table|thead|tbody|tr|td|th|ul|ol|li|h[1-6]|br|hr|strong|em|b|i|a|html|body|head|pre|code|"
    r"section|article|header|footer|blockquote)\b[^<>]*>",
    re.I,
)
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.S)
REPEATED = 0.8  # the share of a draft's words that may stand in its sources
ENOUGH = 25  # words from which a draft is held to it


def fault(body: str, sources: Sequence[str]) -> str:
    """Return in plain words why a draft is not worth reading; empty when it is."""
    prose = _CODE.sub(" ", body)
    if tag := _TAG.search(prose):
        return f"The built-in model wrote markup ({tag[0][:20]}) in place of text."
    share = repeated(body, sources)
    if share >= REPEATED:
        return f"The built-in model repeated its source: {share:.0%} of the draft stands there word for word."
    return ""


def repeated(body: str, sources: Sequence[str]) -> float:
    """Return the share of a draft's words (0 to 1) that stand in sentences of its sources; 0 for a short draft."""
    known = " ".join(_plain(text) for text in sources)
    sentences = [_plain(s) for line in body.splitlines() for s in re.split(r"(?<=[.!?])\s+|\|", line)]
    counted = [s for s in sentences if s]
    words = sum(len(s.split()) for s in counted)
    if words < ENOUGH or not known:
        return 0.0
    return sum(len(s.split()) for s in counted if f" {s} " in f" {known} ") / words


def _plain(text: str) -> str:
    """Words alone, in small letters: marks and punctuation make no sentence a new one."""
    return " ".join(re.findall(r"[\w€$£%]+", text.lower()))
