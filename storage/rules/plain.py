"""A text as the tables of phrases are written: in lower case, without accents, emoji by their names."""

import re
import unicodedata
from functools import lru_cache

from storage.rules import phrases

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": "'", "‘": "'", "´": "'", "`": "'"})
_NAMES = {sign: f" {name} " for name, signs in phrases.EMOJI.items() for sign in signs.split() if not sign.isascii()}
_CODES = {code: f" {name} " for name, signs in phrases.EMOJI.items() for code in signs.split() if code.isascii()}
_SIGN = re.compile("|".join(map(re.escape, _NAMES)))
_CODE = re.compile(r":([a-z0-9_+'-]+):(?::skin-tone-\d:)?")
_TONES = re.compile("[\U0001f3fb-\U0001f3ff\ufe0e\ufe0f\u200d\u2640\u2642]")
_SMILES = re.compile(r"(?:^|\s)(?:[:;]-?[)dp]|<3|:-?\*)(?=\s|$)")
_APART = re.compile(r"[^\w'?…]+")
_EDGES = re.compile(r"\A(?:[\s,;.:)\-–—]|(?:and|und|et|e|y)\s)+|(?:[\s,;.:(\-–—]|\s(?:and|und|et|e|y))+\Z", re.I)
_HYPHEN = re.compile(r"(?<=\w)[-‐‑](?=\w)|[¿¡]")
_QUOTES = re.compile(r"[„“”\"«»*~]|(?<!\w)_|_(?!\w)")


@lru_cache(maxsize=8)
def plain(text: str) -> str:
    """Return a text in lower case, without accents, with emoji by name: as the tables are written. Several rules look
    at the same text one after the other."""
    text = _TONES.sub("", text).lower().translate(_UMLAUTS)
    text = _CODE.sub(lambda code: _CODES.get(code[1], " e_other "), text)
    text = _SMILES.sub(" e_happy ", _SIGN.sub(lambda sign: _NAMES[sign[0]], text))
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(_other(c) for c in apart if unicodedata.category(c) != "Mn")
    text = _HYPHEN.sub(" ", text)
    return re.sub(r"([a-z])\1{2,}", r"\1", _QUOTES.sub("", text).replace("...", "…")).strip()


def _other(sign: str) -> str:
    """Return a sign itself, or the name of an emoji that no table has."""
    return " e_other " if ord(sign) > 0x2100 and unicodedata.category(sign) == "So" else sign


def tokens_of(spoken: str) -> tuple[str, ...]:
    """Return the words and signs of a text that `plain` has left."""
    return tuple(_APART.sub(" ", spoken).replace("?", " ? ").replace("…", " … ").split())


def spelled(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return tokens without the emoji."""
    return tuple(token for token in tokens if not token.startswith("e_"))


def trimmed(text: str) -> str:
    """Remove the signs and the “and” around words."""
    return _EDGES.sub("", text)
