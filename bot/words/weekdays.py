"""Words for days in the languages that people write due times in, read as English ones."""

import re
from collections.abc import Mapping

from storage.rules.day_names import WEEKDAYS

_PORTUGUESE = {"monday": "segunda", "tuesday": "terça", "wednesday": "quarta", "thursday": "quinta", "friday": "sexta"}
_DAYS = {name: f"{names} {_PORTUGUESE.get(name, '')}" for name, _, names in (row.partition(" ") for row in WEEKDAYS)}
_WORDS: Mapping[str, str] = {  # English word: German, French, Spanish, Italian, Dutch, Portuguese
    **_DAYS,
    "today": "heute aujourd'hui aujourd’hui hoy oggi vandaag hoje",
    "yesterday": "gestern ayer ieri gisteren ontem",
    "tomorrow": "morgen demain mañana domani amanhã",
    "overmorrow": "übermorgen uebermorgen dopodomani après-demain overmorgen",
    "next": "nächsten nächste nächster prochain próximo próxima prossimo prossima volgende",
    "last": "letzten letzte letzter vergangenen vorigen dernier passé pasado scorso scorsa laatste passada",
    "this": "diesen dieser questo ce este esta deze",
    "at": "um alle ore à às a om kl",
    "": "el le il la las o am den dem op",
}
_ENGLISH: Mapping[str, str] = {word: english for english, words in _WORDS.items() for word in words.split()}
_NAMES = frozenset(word for word, english in _ENGLISH.items() if english.endswith(("day", "morrow")))
_OVERMORROW = re.compile(r"\b(?:the )?day after tomorrow\b|\bpasado mañana\b")
_BEHIND = re.compile(r"(?P<day>\w+day) (?P<which>next|last)\b")


def in_english(text: str) -> str:
    """Return a text in lower case, with English words for its days; other words stay.

    “Vendredi prochain à 17h” is “next friday at 17h”.
    """
    text = _OVERMORROW.sub("overmorrow", text.lower())
    words = text.split()
    if not _NAMES & set(words):
        return text
    english = " ".join(e for word in words if (e := _ENGLISH.get(word, word)))
    return _BEHIND.sub(r"\g<which> \g<day>", english)
