"""What a goal wishes of a draft and rules cannot do: a language, a count, a shape, a tone, a choice."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from agents.offline.arranged import Arranged
from agents.offline.document import words_are_wanted
from agents.offline.markdown import quoted
from agents.offline.remarks.sentences import split_sentences
from agents.offline.remarks.terms import terms
from agents.offline.tongue import clear_language

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
_FORM = (
    r"(?:memo|summary|minutes|reports?|protokoll|zusammenfassung|riassunto|verbale|résumé|compte[- ]rendu|resumen|acta|"
    r"notes|update|overview|post|letter|reply|message|announcement|list|table|brief)"
)
_IN_LANGUAGE = re.compile(
    rf"\b(?:in(?:to)?|auf|en)\s+(?P<after>{_NAMES})(?=\W*$|[,;.]|\s+(?:please|and|with|for|to|by|bitte|per favore)\b)|"
    rf"\b(?P<before>{_NAMES})\s+(?:{_FORM}|version|translation|text)\b",
    re.I,
)
_COUNTS = {
    word: count
    for count, words in enumerate(
        (
            "one single ein eine einem einen un una une",
            "two zwei due deux dos",
            "three drei tre trois tres",
            "four vier quattro quatre cuatro",
            "five fünf cinque cinq cinco",
        ),
        1,
    )
    for word in words.split()
}
_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(_COUNTS)})"
_COUNTED = re.compile(
    rf"\b{_COUNT}[\s-]+(?:(?P<bullets>bullets?(?:\s+points?)?|stichpunkte?n?)|(?P<sentences>sentences?|s[äa]tze?n?|frasi|frase|"
    rf"phrases?|frases))\b|\bin\s+(?:at most\s+)?{_COUNT.replace('count', 'many')}\s+"
    r"(?P<lines>points?|lines?|paragraphs?|punkten?|zeilen?|punti|righe|points|lignes|puntos|líneas)\b",
    re.I,
)
_TONE = re.compile(
    r"\W*(?:(?:please|an?|write|make|draft|create|me|the|eine?n?|schreibe?|un[ae]?|scrivi)\s+)*(?P<wish>friend\w+|formal|"
    r"informal|funny|humorous|persuasive|professional|polite|warm|casual|catchy|witty|inspiring|upbeat|diplomatic|detailed|"
    r"freundlich\w*|förmlich\w*|lustig\w*|höflich\w*|ausführlich\w*|amichevole|formale|divertente|gentile|dettagliat\w+|"
    r"amical\w*|drôle|formelle?|détaillée?|amable|divertid[oa]|detallad[oa])\b",
    re.I,
)
_AUDIENCE = re.compile(
    r"\bfor\s+(?:an?\s+)?(?:[\w-]+[\s-]years?[\s-]olds?|kids|children|beginners|lay(?:men|people)|dummies|executives?)\b",
    re.I,
)
_SHAPE = re.compile(
    r"\b(?:as|als|come|comme|como)\s+(?:(?:an?|eine?|un[ae]?)\s+)?(?:(?P<table>table|tabelle|tabella|tableau|tabla)|"
    r"poem|song|story|e-?mail|letter|slides?|presentation|chart|diagram|gedicht|brief|präsentation|poesia|lettera|"
    r"presentazione|poème|lettre|présentation|poema|carta|presentación)\b",
    re.I,
)
_WITH = re.compile(
    rf"\b{_FORM}\s+(?P<wish>(?:with|including|incl\.?|mit|inklusive|con|avec|incluyendo)\s+(?P<what>.+))", re.I
)
_CHOICE = re.compile(
    r"\b(?:only|just|without|except|excluding|leaving out|nur|ohne|außer|solo|solamente|senza|tranne|eccetto|seulement|"
    r"uniquement|sans|sauf|sin|excepto|salvo)\b.*",
    re.I,
)
_SAID = re.compile(
    r"\b(?:what|was|(?:quello )?che cosa|ce que|lo que)\s+[A-ZÀ-Þ][\w’-]+\s+(?:said|says|thinks|wants|wrote|promised|"
    r"gesagt|sagt|ha detto|a dit|dijo)\b"
)
_KIND = re.compile(  # what has to be thought out
    r"(?:analys[ei]s|plan|proposal|strategy|description|contract|invoice|offer|quote|policy|essay|poem|cv|roadmap|"
    r"specification|script|business case|concept|analyse|konzept|angebot|rechnung|vertrag|stellenanzeige|strategie|"
    r"analisi|piano|offerta|fattura|contratto|proposta|strategia|devis|facture|contrat|proposition|stratégie|análisis|oferta|"
    r"factura|contrato|propuesta|estrategia)\W*$",
    re.I,
)
_NAMED_FORM = re.compile(rf"\b{_FORM}\b|:", re.I)
_ABOUT = re.compile(
    r"\s(?:on|of|about|for|with|from|to|in|as|über|für|zu[mr]?|von|mit|su|di|del\w*|per|con|sur|de|du|pour|avec|sobre|"
    r"para)\b.*",
    re.I,
)
_COVERED = {  # words that a heading of ours answers
    "Decision": "decision decided",
    "Decided": "decision decided",
    "Next steps": "next step action item owner date task todo",
    "Next steps, no owner found": "next step action item task todo",
    "Open questions": "open question point issue",
    "The table": "table figure number total",
}


def with_unmet(goal: str, arranged: Arranged) -> Arranged:
    """Return a draft that names the wishes of its goal that it does not meet."""
    if any(line.startswith(("Not done", "Not written")) for line in arranged.missing):
        return arranged
    lines = [line for section in arranged.sections for line in section.lines if line.strip()]
    wishes = (*_tongue(goal, lines), *_counts(goal, lines), *_shape(goal, lines), *_tone(goal))
    told = [_not_followed(wish) for wish in (*wishes, *_parts(goal, arranged, lines))]
    if _KIND.search(head := _ABOUT.sub("", goal)) and not _NAMED_FORM.search(head):
        told.append(f"Not written as {quoted(head)}: without a language model your lines stay as they are.")
    return replace(arranged, missing=(*arranged.missing, *told))


def _not_followed(wish: str) -> str:
    return f"Not followed, that needs a language model: {quoted(wish.strip(' .,;'))}"


def _tongue(goal: str, lines: Iterable[str]) -> Iterator[str]:
    """The language that is asked for, unless the draft is clearly in it."""
    match = _IN_LANGUAGE.search(goal)
    if match and clear_language(" ".join(lines)) != _LANGUAGE[(match["after"] or match["before"]).lower()]:
        yield match[0]


def _counts(goal: str, lines: list[str]) -> Iterator[str]:
    """The number of sentences or lines that is asked for, where the draft has another."""
    match = _COUNTED.search(goal)
    if match is None:
        return
    word = (match["count"] or match["many"]).lower()
    there = sum(len(split_sentences(line)) for line in lines) if match["sentences"] else len(lines)
    if there != (int(word) if word.isdecimal() else _COUNTS[word]):
        yield match[0]


def _shape(goal: str, lines: Iterable[str]) -> Iterator[str]:
    """The shape that is asked for, where the draft has another."""
    match = _SHAPE.search(goal)
    if match and not (match["table"] and any(line.startswith("|") for line in lines)):
        yield match[0]


def _tone(goal: str) -> Iterator[str]:
    """How it is to sound, and to whom."""
    if match := _TONE.match(goal):
        yield match["wish"]
    if match := _AUDIENCE.search(goal):
        yield match[0]


def _parts(goal: str, arranged: Arranged, lines: Iterable[str]) -> Iterator[str]:
    """What a draft is to have besides, or is to have alone."""
    if (match := _WITH.search(goal)) and not set(terms(match["what"])) <= _terms_of(arranged, lines):
        yield match["wish"]
    if words_are_wanted(goal):
        return
    if choice := _CHOICE.search(goal):
        yield choice[0] if " " in choice[0].strip() else goal
    elif said := _SAID.search(goal):
        yield said[0]


def _terms_of(arranged: Arranged, lines: Iterable[str]) -> set[str]:
    """The words that a draft has, and those that its headings answer."""
    titles = (f"{section.title} {_COVERED.get(section.title, '')}" for section in arranged.sections)
    return {term for text in (*titles, *lines) for term in terms(text)}
