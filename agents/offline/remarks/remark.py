"""A remark: a line, with all of its sentences, since they depend on one another."""

import re
from dataclasses import dataclass

from agents.offline.remarks.sentences import split_sentences

_SPEAKER = re.compile(r"(?P<name>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,2})(?: \([^)]{1,30}\))?:\s+")
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
