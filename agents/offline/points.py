"""Split a reviewer's text into points: each sentence, and each wish of a sentence that has several."""

import re
from collections.abc import Callable, Iterator, Sequence

from agents.offline.contrasts import ADD_ABROAD, MUST, NOUN, WHY, WRONG
from agents.offline.corrections import correction, lacks_new, says_new
from agents.offline.plans import is_plan
from agents.offline.wording import LONGEST, is_doubt
from storage.rules.dates_in_text import days
from storage.rules.dots import shortens_day
from storage.rules.replies import Meaning, meaning, plain, wished

_ORDER = re.compile(
    r"(?:please\s+|can you\s+|could you\s+|you\s+)*+(?:make|write|rewrite|shorten|use|try|don't|do not|be|change|say|"
    r"explain|mention|put|move|drop|remove|delete|keep|add|include|insert|fix|mend|correct|check|translate|turn|more|less|too|"
    r"not|it should|should|must|needs?|sounds?)\b",
    re.I,
)
_STATES = re.compile(
    r"\b(?:is|are|was|were|will|has|have|had|costs?|comes?|starts?|ends?|takes?|gets?|pays?|ships?|means?|needs?)\b|\d|:",
    re.I,
)
_REMARK = re.compile(  # what speaks of the draft, and is nothing for it to say
    rf"{WRONG.pattern}|\b(?:right|correct|fine|ok(?:ay)?|richtig|giusto|corretto|juste|bien)[.!]*$|^(?:no|nein|non)\b,|^you\b|"
    rf"\b(?:{'|'.join(NOUN)})\s+{MUST}(?!\w)|"
    r"\bthe (?:draft|text)\b",
    re.I,
)
_TO_ADD = r"(?:add|include|insert)\b"
_TO_SAY = re.compile(r"(?:please\s+)?(?:mention|say|state|write|note|tell (?:them|him|her))\s+that\s+", re.I)
CONTRAST = re.compile(
    r"[,;]\s*(?:and |but )?(?:not|nicht|non|pas|no)\s", re.I
)  # “coffee, not tea” corrects, and adds nothing
_PRAISE = re.compile(
    r"(?:(?:it|this|that|all|looks?|is|it['’]s|that['’]s|very|really|so)\s+)*(?:great|good|fine|nice|perfect|ok(?:ay)?|super|gut|bene|bien|"
    r"perfetto|thanks|thank you)[^,;.:\d]{0,20}[,;]\s*(?:but|only|aber|ma|mais|pero)\s+",
    re.I,
)
_WRITTEN = re.compile(
    rf"(?:(?:please|and|also|can you|could you|you should)\s+)*{_TO_ADD}(?:\s+(?:this|that|the|a|one)(?:\s+\w+)?)?"
    r"(?:\s*:\s*|\s+(?=[“\"])|"
    r"\s+that\s+(?!(?:to|in|at|as|too|here|there|back|please|section|paragraph|sentence|line|part)\b))"
    r"(?P<words>.+)|"
    rf"(?:(?:bitte|per favore|por favor|und|e|et|y)\s+)*{ADD_ABROAD}(?:\s+(?:bitte|per favore|por favor))?\s*:\s*"
    r"(?P<abroad>.+)",
    re.I,
)
_ASIDE = re.compile(
    r"(?:also|and|plus|fyi|p\.?s\.?|note|by the way|auch|au(?:ß|ss)erdem|"
    r"inoltre|anche|aussi|de plus|adem[áa]s|tambi[ée]n)"
    r"\s*[:,]\s+(?=\S)",
    re.I,
)
_QUOTED = re.compile(r"“[^“”\n]*”|\"[^\"\n]*\"|„[^„“”\n]*[“”]|«[^«»\n]*»")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_SHORTENED = re.compile(r"(?:\b(?:e\.g|i\.e|z\.\s?B|ca|approx|etc|vs|[DM]r|Mrs|No|Nr|St))\.$", re.I)
_ORDINAL = re.compile(r"(?<![\d.])(?:\d{1,2}\.){1,2}$")
_AND = (
    r"(?:and|und|e|ed|et|y|but|aber|ma|mais|pero|plus|also|then|dann|poi|anche|auch|aussi|puis|luego|también|please|"
    r"bitte)"
)
_JOIN = re.compile(rf"[,;]\s+(?:{_AND}\s+)*+|\s(?:{_AND}\s+)++", re.I)
_REASON = re.compile(r"(?:it|this|that|they|es|das|è|c['’]est|elle|il|since|because|as|so)\b", re.I)
_WHOLE = re.compile(
    r"(?:keep|use|don't|do not|stay|leave|make|put|move|write|no more|lass|behalte|lascia|garde|deja)\b", re.I
)
_TURNS = re.compile(r"[^\s,;]+(?:\s[^\s,;]+){0,2}\s(?:to|in|con|par|por|a|durch)\s[^\s,;]+(?:\s[^\s,;]+){0,2}[.!]?")
_CHANGES = re.compile(
    r"(?:please\s)?(?P<verb>change|replace|(?:ä|ae)ndere?|ersetze?|cambia|sostituisci|remplace[rz]?|sustituye|reemplaza)\s",
    re.I,
)
JOINS = 12  # places at which a sentence may be two corrections
COURTESY = frozenset({Meaning.THANKS, Meaning.GREETING, Meaning.PRAISE})


def points(note: str, understood: Callable[[str], bool]) -> list[str]:
    """Return the points of a reviewer's text; a sentence that is only polite does not count.

    Args:
        understood: tells whether a text is a wish that can be carried out.
    """
    lines = [_PRAISE.sub("", _unlisted(line)) for line in note.splitlines()]
    sentences = _joined([s for line in lines for s in _sentences(line)])
    single = [part for sentence in sentences for part in _wishes(sentence, understood)]
    return [part for part in single if meaning(part).meaning not in COURTESY] or single


def fact(point: str) -> str:
    """Return the words of a point that the draft has to say; empty when it has none."""
    if words := written(point):
        return words
    aside = _ASIDE.match(point)
    text = point[aside.end() :] if aside else point
    if not is_fact(text):
        return ""
    return text[:1].upper() + text[1:] if aside else text


def facts(note: str, understood: Callable[[str], bool]) -> str:
    """Return the facts in a reviewer's text, one on each line."""
    return "\n".join(words for point in points(note, understood) if (words := fact(point)))


def written(point: str) -> str:
    """Return the sentence that a reviewer asks to add (“add that …”, “add: …”); empty when there is none."""
    match = _WRITTEN.fullmatch(point.strip())
    words = (match["words"] or match["abroad"]).strip(' “”„"«»') if match else ""
    if len(words.split()) < 3 or words.endswith("?") or (re.search(r"[“”\"]", words) and _exchanges(point)):
        return ""
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!")) else ".")


def _exchanges(point: str) -> bool:
    """Whether a point names what is wrong and what is right."""
    found = correction(point)
    return found is not None and found.old is not None and found.new is not None


def stated(point: str) -> str:
    """Return what a point says to be true (also after “mention that …”); empty when it states nothing."""
    match = _TO_SAY.match(point)
    text = point[match.end() :] if match else fact(point)
    return text if len(text.split()) > 2 else ""


def is_fact(point: str) -> bool:
    """Tell whether a point states a fact, and not what to do or what is wrong with the draft."""
    return (
        not _ORDER.match(point)
        and not point.endswith("?")
        and re.match(rf"{WHY}\b", point, re.I) is None
        and not is_doubt(point)
        and (_STATES.search(point) is not None or is_plan(point))
        and len(point.split()) > 2
        and not _REMARK.search(point)
        and not wished(plain(point))
    )


def is_order(point: str) -> bool:
    """Tell whether a point is an order about a text, and not itself text for the draft."""
    return _ORDER.match(point) is not None or re.match(r"(?:sign|ask|tell)\b", point, re.I) is not None


def _unlisted(line: str) -> str:
    """A line without its bullet or number; the number of a date stays."""
    bare = " ".join(line.split())
    return bare if any(day.start == 0 for day in days(bare[:40])) else re.sub(r"^(?:[-*•]|\d+[.)])\s+", "", bare)


def _sentences(line: str) -> Iterator[str]:
    """Find the sentences of a line; a quotation, a date and an abbreviation stay whole."""
    start = 0
    for match in _SENTENCE.finditer(_QUOTED.sub(lambda m: "x" * len(m[0]), line)):
        if _goes_on(line, match.start()):
            continue
        yield line[start : match.start()].strip(" ;")
        start = match.end()
    if line[start:].strip():
        yield line[start:].strip()


def _goes_on(line: str, at: int) -> bool:
    """Whether the dot before a place belongs to an abbreviation or to a date."""
    if shortens_day(line, at):
        return True
    before = line[max(0, at - 8) : at]
    ordinal = _ORDINAL.search(before)
    if ordinal is None:
        return _SHORTENED.search(before) is not None
    follows = line[at : at + 2].strip()
    dated = any(day.start == 0 for day in days(line[at - len(ordinal[0]) :][:40]))
    return dated and (ordinal[0].count(".") == 1 or follows.islower())


def _joined(sentences: Sequence[str]) -> list[str]:
    """Join a sentence that says what is right to the one before it that says what is wrong."""
    lines: list[str] = []
    for sentence in sentences:
        joined = f"{lines[-1]} {sentence}" if lines and says_new(sentence) and lacks_new(lines[-1]) else ""
        if joined and not lacks_new(joined) and correction(joined) is not None:
            lines[-1] = joined
        else:
            lines.append(sentence)
    return lines


def _wishes(sentence: str, understood: Callable[[str], bool]) -> list[str]:
    """Split a sentence into its wishes."""
    if written(sentence):
        return [sentence]
    if apart := _two_corrections(sentence):
        return [part for half in apart for part in _wishes(half, understood)]
    masked = _QUOTED.sub(lambda m: "x" * len(m[0]), sentence)
    parts, start, end, wish = list[str](), 0, 0, False

    def is_wish(text: str) -> bool:
        polite = meaning(text).meaning in COURTESY
        return polite or understood(text) or wished(plain(text)) or _WHOLE.match(text) is not None

    for match in [*_JOIN.finditer(masked), None]:
        segment = sentence[end : match.start() if match else None].strip()
        begins = end > start and wish and not _REASON.match(segment) and _begins(sentence[start:end], segment, is_wish)
        if begins:
            parts.append(_without_join(sentence[start:end], masked[start:end]))
            start, wish = end, False
        wish = wish or (bool(segment) and is_wish(segment))
        end = match.end() if match else len(sentence)
    parts.append(sentence[start:].strip())
    return _with_verbs(parts)


def _two_corrections(sentence: str) -> tuple[str, str] | None:
    """A sentence before and after the place where a second correction begins; None where it has only one."""
    if len(sentence) > 2 * LONGEST:
        return None
    for match in [*_JOIN.finditer(_QUOTED.sub(lambda m: "x" * len(m[0]), sentence))][:JOINS]:
        halves = sentence[: match.start()].strip(), sentence[match.end() :].strip()
        if all(map(_exchanges, halves)):
            return halves
    return None


def _begins(before: str, segment: str, is_wish: Callable[[str], bool]) -> bool:
    """Whether a segment is a wish of its own, or a fact that stands beside one."""
    if _TURNS.fullmatch(segment) and _CHANGES.match(before):
        return True
    return is_wish(segment) or (is_fact(segment) and len(segment.split()) > 3 and correction(before) is not None)


def _without_join(part: str, masked: str) -> str:
    """A part without the words that join it to the next."""
    ends = [m.start() for m in _JOIN.finditer(masked) if m.end() == len(masked)]
    return part[: ends[-1] if ends else None].strip()


def _with_verbs(parts: Sequence[str]) -> list[str]:
    """Repeat the verb before a part that only names two values (“change a to b and c to d”)."""
    verb, lines = "", list[str]()
    for part in parts:
        match = _CHANGES.match(part)
        verb = match["verb"] if match else verb
        lines.append(
            f"{verb} {part}" if verb and not match and _TURNS.fullmatch(part) and not correction(part) else part
        )
    return lines
