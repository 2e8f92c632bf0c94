"""The sections of a draft that are called so."""

import re
from collections.abc import Sequence

from agents.offline.arranged import Section
from agents.offline.headings import names_of
from agents.offline.remarks.terms import terms
from agents.offline.verbs.target import BARE, PART, QUOTES

_LISTED = re.compile(r"\s*,\s*(?:(?:and|und|ed?|et|y)\s+)?|\s+(?:and|und|ed?|et|y)\s+", re.I)
_NOT_MEANT = re.compile(r"(?:not|nicht|non|pas|no)\b", re.I)


def sections_called(parts: Sequence[Section], what: str) -> list[Section]:
    """Return the sections that are called so; none where a name of several is none, since it may mean a part of one."""
    if sections := _titled(parts, what):
        return sections
    names = [name for name in _LISTED.split(what) if not _NOT_MEANT.match(name)]
    each = [_titled(parts, PART.sub("", BARE.sub("", name)).strip(QUOTES)) for name in names]
    return [s for s in parts if any(s in sections for sections in each)] if all(each) else []


def _titled(parts: Sequence[Section], name: str) -> list[Section]:
    """The section with a title; else those whose titles have all words of it."""
    exact = [s for s in parts if s.title and name.lower() in (known.lower() for known in names_of(s.title))]
    words = set(terms(name))
    return exact or [s for s in parts if words and any(words <= set(terms(known)) for known in names_of(s.title))]
