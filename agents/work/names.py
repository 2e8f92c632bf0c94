"""Names of files that an agent hands in, as a person can trust them: what they see is what it is called."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 100  # characters
ODD = re.compile(r"[<>:\"/\\|?*]")  # some system gives them a meaning
ENDING = re.compile(r"[A-Za-z0-9]{1,10}")


def plain_names(names: Iterable[str]) -> list[str]:
    """Return a plain name for each name; no two are the same."""
    taken: set[str] = set()
    plain = []
    for name in names:
        free = _free(plain_name(name), taken)
        taken.add(free.lower())
        plain.append(free)
    return plain


def plain_name(name: str) -> str:
    """Return a name in NFC, with no control or direction characters, one ending, and at most 100 characters."""
    text = "".join(c for c in " ".join(name.split()) if unicodedata.category(c)[0] != "C")
    text = ODD.sub("-", unicodedata.normalize("NFC", text)).strip(". ")
    stem, dot, ending = text.rpartition(".")
    if not dot or not ENDING.fullmatch(ending):
        stem, ending = text, ""
    stem = stem.replace(".", "-").strip("- ") or "file"
    return f"{stem[: LONGEST - len(ending) - 1]}.{ending}" if ending else stem[:LONGEST]


def _free(name: str, taken: set[str]) -> str:
    """Return the name, or it with the first number that makes it another than those that are taken."""
    stem, dot, ending = name.rpartition(".")
    stem, end = (stem, f".{ending}") if dot else (ending, "")
    number, free = 1, name
    while free.lower() in taken:
        number += 1
        more = f"-{number}"
        free = f"{stem[: LONGEST - len(end) - len(more)]}{more}{end}"
    return free
