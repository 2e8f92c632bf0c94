"""Text taken apart into remarks: a line, with all of its sentences, since they depend on one another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from storage.rules.dates_in_text import days
from storage.rules.dots import shortens_day

COMMON = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be been but by can could did do does for from had has have he her his how i if in is it "
        "its just me more my no not of on one or our out she should so than that the their them then there they this "
        "to up us was we were what when where which who why will with would you your about into over also only very "
        "please",
    )
)
_BULLET = re.compile(r"\s*(?P<mark>[-*•–]\s+\[[ xX]\]|\[[ xX]\]|[☐☑]|[-*•–>]|\d{1,3}[.)])\s+")
_SPEAKER = re.compile(r"(?P<name>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,2})(?: \([^)]{1,30}\))?:\s+")
_SENTENCE = re.compile(
    r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!\b[A-Zaei]\.[ge]\.)(?<!\b[DMS][rst]\.)(?<!\bMrs\.)(?<!\bNo\.)\s+(?=[A-Z0-9“\"'(À-Ý])"
)
_LABELS = re.compile(
    r"(?:actions?|todo|notes?|decisions?|questions?|answer|next|present|participants|date|location|status|open|owner|price|re|subject|"
    r"update|agenda|attendees|yes|no|[qa]|from|to|cc|bcc|sent|reply-to|von|an|betreff|gesendet|da|oggetto|inviato|de|para|"
    r"objet|asunto|enviado|envoyé|datum|fecha|data|ps|pros?|cons?|internal|confidential|"
    r"beschl(?:uss|üsse)|entscheidung(?:en)?|offen|aufgaben?|anwesend|teilnehmer|ort|frist|intern|vertraulich|"
    r"decision[ei]|delibera|apert[oaie]|azion[ei]|presenti|luogo|scadenza|riservato|"
    r"décisions?|ouverte?s?|tâches?|présents?|lieu|échéance|confidentiel|"
    r"decisi(?:ón|ones)|abiert[oa]s?|tareas?|presentes|asistentes|lugar|plazo|confidencial)\b",
    re.I,
)
LONGEST_ENTRY = 6  # words
WRAPPED = 50  # characters of a line that may go on in the next
LONGEST_DATE = 40  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One line of the material.

    Attributes:
        mark: its bullet, number or box, as it stands; empty where it has none.
        heading: the heading above it.
        block: which paragraph of its source, counted from 0.
    """

    text: str
    source: str
    mark: str = ""
    heading: str = ""
    block: int = 0

    @property
    def speaker(self) -> str:
        """The name before the colon (“Dana Roth (Acme): …”); empty when there is none."""
        match = _SPEAKER.match(self.text)
        return match["name"] if match and not is_label(match["name"]) else ""

    @property
    def words(self) -> str:
        """The text without its speaker."""
        match = _SPEAKER.match(self.text)
        return self.text[match.end() :] if match and self.speaker else self.text

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of the text, without the speaker."""
        return tuple(split_sentences(self.words))

    @property
    def done(self) -> bool:
        """Whether the box is ticked."""
        return self.box == "[x]"

    @property
    def box(self) -> str:
        """The box, “[ ]” or “[x]”; empty when there is none."""
        marks = {"☐": "[ ]", "☑": "[x]"}
        return marks.get(self.mark, self.mark[-3:].lower() if self.mark.endswith("]") else "")

    @property
    def asks(self) -> bool:
        """Whether the line ends with a question."""
        return self.text.rstrip("*_ ").endswith("?")


def is_label(name: str) -> bool:
    """Tell whether the words before a colon say what follows, not who says it."""
    return _LABELS.match(name) is not None


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text; a date is never split."""
    ends = [m.start() for m in _SENTENCE.finditer(text) if not shortens_day(text, m.start())]
    parts = (text[start:end].strip() for start, end in pairwise([0, *ends, len(text)]))
    return [part for part in parts if part]


def named(text: str) -> list[str]:
    """Return the things that a line lists (“pears, apples and figs”); empty when the line is not such a list.

    Semicolons part before commas: “Rossi, Anna; Verdi, Bob” names two.
    """
    parts = [part.strip() for part in text.split(";") if part.strip()]
    complete = len(parts) > 1 and len({len(re.split(r",\s+", part)) for part in parts}) == 1
    found = parts if complete else [entry for part in parts for entry in _between_commas(part)]
    return found if len(found) > 1 and all(map(is_entry, found)) else []


def _between_commas(text: str) -> list[str]:
    *first, last = re.split(r",\s+", text)
    ends = re.split(r"^(?:and|und|ed?|et|y)\s+|\s+(?:and|und|ed?|et|y)\s+", last, flags=re.I) if first else [last]
    return [entry.strip() for entry in (*first, *ends) if entry.strip()]


def is_entry(text: str) -> bool:
    """Tell whether a text is an entry of a list and not a sentence."""
    return len(text.split()) <= LONGEST_ENTRY and re.search(r"[.!?:]\W*$", text) is None


def terms(text: str) -> list[str]:
    """Return the words that carry meaning, in their base form; a plural and a possessive count as the same word."""
    words = re.findall(r"[^\W\d_][\w’'-]+", text.lower())
    return [re.sub(r"(?:['’]s|(?<=[^s])s)$", "", w) if len(w) > 3 else w for w in words if w not in COMMON]


def remarks(source: str, text: str) -> Iterator[Remark]:
    """Yield the remarks of a text; a remark that is wrapped over several lines stays one."""
    heading, block, pending = "", 0, ""
    for line in [*text.splitlines(), ""]:
        if pending and _goes_on(pending, line):
            pending = f"{pending} {line.strip()}"
            continue
        if pending:
            yield _remark(pending, source, heading, block)
            pending = ""
        if not line.strip():
            block += 1
        elif title := re.match(r"\s*#{1,6}\s+(.*?)\s*#*\s*$", line):
            heading, block = title[1], block + 1
        elif not re.match(r"\s*(?:```|-{3,}\s*$|={3,}\s*$)", line):
            pending = line
    if pending:
        yield _remark(pending, source, heading, block)


def _goes_on(line: str, following: str) -> bool:
    """Whether a line was only wrapped, and its sentence goes on in the next."""
    ended = re.search(r"[.!?:;|]\W*$", line) is not None
    return len(line) >= WRAPPED and not ended and re.match(r"\s*[a-zà-ÿ]", following) is not None


def _remark(line: str, source: str, heading: str, block: int) -> Remark:
    bullet = None if _begins_with_date(line) else _BULLET.match(line)
    text = line[bullet.end() :] if bullet else line
    return Remark(
        text=" ".join(text.split()), source=source, mark=bullet["mark"] if bullet else "", heading=heading, block=block
    )


def _begins_with_date(line: str) -> bool:
    """Whether the number at the beginning of a line is the day of a date (“3. Dezember”), and counts nothing."""
    return any(day.start == 0 for day in days(line.strip()[:LONGEST_DATE]))


def spans(text: str) -> Iterator[str]:
    """Yield the headings of a text."""
    for line in text.splitlines():
        if title := re.match(r"\s*#{1,6}\s+(.*?)\s*#*\s*$", line):
            yield title[1]
