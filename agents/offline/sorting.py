"""What a goal wants sorted by."""

import re
from dataclasses import dataclass

from agents.offline.sort_keys import Kind

_BACKWARDS = re.compile(
    r"\b(?:descending|backwards|reversed?|z to a|(?:largest|highest|biggest|most|latest|newest) first|absteigend|"
    r"decrescente|d[ée]croissant|descendente)\b",
    re.I,
)
_BY = re.compile(r"\b(?:by|nach|per|par|por)\s+(?P<by>.+)", re.I)
_THEN = re.compile(r"\b(?:and|then|und|dann|e|poi|et|puis|y|luego)\b", re.I)

_KINDS = {
    Kind.NUMBER: "amount amounts number numbers size value values figure price cost largest highest biggest smallest "
    "lowest most fewest betrag zahl größe preis importo numero prezzo montant nombre prix importe número precio",
    Kind.DATE: "date dates day days due deadline earliest latest newest oldest when datum tag frist data scadenza "
    "échéance fecha",
    Kind.LETTERS: "name names letter letters alphabet alphabetical alphabetically alfabeto alfabetico alphabétique "
    "alfabético alphabetisch nome nom nombre",
}
WORDS = frozenset(
    re.findall(
        r"\w+",
        "sort sorted order ordered list first then ascending descending backwards reverse reversed z by in all "
        "sortiere sortieren sortiert nach aufsteigend absteigend liste ordina ordinare ordine crescente decrescente "
        "per elenco lista trie trier triez ordre croissant décroissant par ordena ordenar orden ascendente descendente "
        "por table rows tabelle zeilen tabella righe tableau lignes tabla filas " + " ".join(_KINDS.values()),
    )
)


@dataclass(frozen=True, slots=True)
class Wish:
    """How to sort something; `by` is what the goal names, empty when it names nothing."""

    by: str
    kind: Kind
    backwards: bool

    @property
    def several(self) -> bool:
        """Whether the goal asks to sort by one thing and then by another."""
        return _THEN.search(self.by) is not None


def wish(goal: str) -> Wish:
    """Return how a goal asks to sort."""
    named = _BY.search(goal)
    by = named["by"].strip(" .,:;") if named else ""
    asked = re.findall(r"\w+", (by or goal).lower())
    kind = next((k for word in asked for k, words in _KINDS.items() if word in words.split()), Kind.LETTERS)
    return Wish(by, kind, _BACKWARDS.search(goal) is not None)
