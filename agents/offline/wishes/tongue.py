"""A wish for a language."""

import re
from collections.abc import Iterable, Iterator

from agents.offline.tongue import clear_language
from agents.offline.wishes.shape import FORM

_LANGUAGES = {
    "en": "english englisch inglese anglais inglés",
    "de": "german deutsch tedesco allemand alemán",
    "it": "italian italienisch italiano italien",
    "fr": "french französisch francese français francés",
    "es": "spanish spanisch spagnolo espagnol español",
    "other": "dutch portuguese polish czech russian ukrainian turkish arabic hebrew chinese japanese korean swedish "
    "danish norwegian finnish greek hungarian romanian hindi latin niederländisch polnisch russisch türkisch "
    "portugiesisch portoghese polacco russo cinese portugais polonais russe portugués",
}
_LANGUAGE = {name: language for language, names in _LANGUAGES.items() for name in names.split()}
_NAMES = "|".join(_LANGUAGE)
_IN_LANGUAGE = re.compile(
    rf"\b(?:in(?:to)?|auf|en)\s+(?P<after>{_NAMES})(?=\W*$|[,;.]|\s+(?:please|and|with|for|to|by|bitte|per favore)\b)|"
    rf"\b(?P<before>{_NAMES})\s+(?:{FORM}|version|translation|text)\b",
    re.I,
)


def unmet_tongue(goal: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield the language that is asked for, unless the draft is clearly in it."""
    match = _IN_LANGUAGE.search(goal)
    if match and clear_language(" ".join(lines)) != _LANGUAGE[(match["after"] or match["before"]).lower()]:
        yield match[0]
