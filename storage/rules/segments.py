"""The pieces of a brief, between which its clauses stand."""

import re

_OPENS, _CLOSES = r"(?<![^\s(:,])", r"(?<!\s)"  # a quotation begins where a word does, and ends behind one
_FENCE = re.compile(r"(```.*?(?:```|\Z))", re.S)
_PIECE = re.compile(
    rf"""(?:
        [^;\n`“„«»"&]++
        | {_OPENS}`(?=\S)[^`\n]*{_CLOSES}`
        | {_OPENS}“(?=\S)[^“”"\n]*{_CLOSES}”
        | {_OPENS}„(?=\S)[^„“”"\n]*{_CLOSES}[“”]
        | {_OPENS}«(?=\S)[^«»\n]*{_CLOSES}»
        | {_OPENS}»(?=\S)[^«»\n]*{_CLOSES}«
        | {_OPENS}"(?=[^\s"])[^"\n]*{_CLOSES}"(?!\w)
        | &(?:nbsp|amp|lt|gt|quot|apos|\#\w+);
        | [^;\n]
    )*(?:[;\n]|\Z)""",
    re.X,
)


def segments(text: str) -> list[str]:
    """Return pieces that end at `;` or a line's end, with their ends; a fence of code is one, and so is a quotation."""
    pieces: list[str] = []
    for part in _FENCE.split(text) if "```" in text else [text]:
        pieces += [part] if part.startswith("```") else [piece[0] for piece in _PIECE.finditer(part)]
    return [p for p in pieces if p]
