"""The app's own words in a draft, told from the worker's: they are never counted, and never prove anything."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from storage.rules.words import count

NOTICE = "_Made without a language model: arranged from the brief and its sources, nothing added._"
NOTHING = "Nothing in the material says this."
TITLES = r"Mr|Mrs|Ms|Dr|Prof|Herrn?|Frau|Sig|Signora?|M|Mme|Monsieur|Madame|Sr|Sra|Señora?"


@dataclass(frozen=True, slots=True)
class Frame:
    """The first and the last line of a letter.

    Attributes:
        greeting: with a place for a name.
    """

    greeting: str
    closing: str


FRAMES: Mapping[str, Frame] = {
    "en": Frame("Hello{},", "Kind regards"),
    "it": Frame("Buongiorno{},", "Cordiali saluti"),
    "de": Frame("Guten Tag{},", "Mit freundlichen Grüßen"),
    "fr": Frame("Bonjour{},", "Cordialement"),
    "es": Frame("Hola{}:", "Saludos cordiales"),
}
_NAME = rf"(?: (?:(?:{TITLES})\.? )?[\w’'-]+)?"
_FRAMES = "|".join(part for f in FRAMES.values() for part in (f.greeting.format(_NAME), f.closing))
_OURS = re.compile(
    rf"\s*(?:{re.escape(NOTICE)}|(?:[-*]\s+)?{re.escape(NOTHING)}|{_FRAMES}|"
    r"(?:[-*]\s+)?Which notes, messages or files should this be made from\?.*)\s*"
)

_GREETINGS = "|".join(frame.greeting.format("").rstrip(",:") for frame in FRAMES.values())
_GREETED = re.compile(rf"\s*(?:{_GREETINGS}) (?P<name>.+?)[,:]\s*")


def count_words(body: str) -> int:
    """Return how many words of a draft are its own: no marks of lists, headings and tables, none of the app's."""
    return count(without_ours(body))


def is_ours(line: str) -> bool:
    """Tell whether a line of a draft is the app's own: its notice, its questions, or the frame of a letter."""
    return _OURS.fullmatch(line) is not None


def without_ours(body: str) -> str:
    """Return a draft's text without the lines that are the app's own."""
    return "\n".join(line for line in body.splitlines() if not is_ours(line)).strip()


def without_frames(body: str) -> str:
    """Return a draft's text without the lines that are the app's own, but with the name of whom it greets."""
    return "\n".join(_named(line) for line in body.splitlines()).strip()


def _named(line: str) -> str:
    if not is_ours(line):
        return line
    greeted = _GREETED.fullmatch(line)
    return greeted["name"] if greeted else ""
