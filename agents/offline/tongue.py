"""The language of a text, told by its small words: a letter is framed in the language that it is written in."""

import re
from collections.abc import Iterable

_SMALL = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the is are was were we you and of to for with not our your have has will it its on at this that please "
        "thanks thank letter reply answer respond response yes",
        "it": "il lo la gli è di che per con non del della dei sono abbiamo siamo una nel alla al grazie lettera "
        "risposta rispondi rispondere anche sì cosa quando lunedì martedì mercoledì giovedì venerdì invece",
        "de": "der die das den dem ein eine einen ist sind und nicht wir sie ihr ihre für mit von zum zur am im auf "
        "auch ja nein er kommt kein keine bitte danke brief schreiben antwort antworte antworten bis zurück wird "
        "werden uns frau herr herrn montag dienstag mittwoch donnerstag freitag",
        "fr": "le la les des du et est sont nous vous pour avec pas une dans sur au votre notre merci lettre réponse "
        "répondre réponds oui ce cette lundi mardi mercredi jeudi vendredi",
        "es": "el la los las es son y de que por para con no una del al en su nuestro gracias carta respuesta responde "
        "responder sí está están lunes miércoles jueves viernes",
    }.items()
}
ENGLISH = "en"
FEW = 3  # small words: a name such as “La Scala” has one


def language_of(*texts: str) -> str:
    """Return the language of the first text that shows one clearly; English when none does."""
    return next((language for text in texts if (language := clear_language(text))), ENGLISH)


def plain_language(lines: Iterable[str]) -> str:
    """Return the language that a few words of the lines show clearly; English when none stands out."""
    counts = _counts(" ".join(lines))
    first, second, *_ = sorted(counts.values(), reverse=True)
    return max(counts, key=lambda language: counts[language]) if first >= FEW and first * 2 >= second * 3 else ENGLISH


def clear_language(text: str) -> str:
    """Return the language that a text shows clearly; empty when it shows none."""
    counts = _counts(text)
    first, second, *_ = sorted(counts.values(), reverse=True)
    return max(counts, key=lambda language: counts[language]) if first > second else ""


def _counts(text: str) -> dict[str, int]:
    """Return how many small words of each language a text has."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return {language: sum(word in small for word in words) for language, small in _SMALL.items()}
