"""How often a task comes again, from its words to what is kept."""

from storage.ledger.core.ledger import Read
from storage.rules.kept_rhythm import to_json
from storage.rules.people import Person
from storage.rules.refusal import Refused
from storage.rules.repetition import settled
from storage.rules.rhythms import read_rhythm
from storage.rules.values.rhythm import Repetition, Rhythm


def rhythm_of(words: str) -> Rhythm:
    """Return the rhythm that words say.

    Raises:
        Refused: they say none.
    """
    rhythm = read_rhythm(words)
    if rhythm is None:
        raise Refused("I can't read how often it comes again. For example: every weekday 7:00")
    return rhythm


def settled_for(read: Read, rhythm: Rhythm, owner: Person, reviewer: Person) -> Repetition:
    """Return a rhythm with the times at which it comes for a reviewer."""
    first = min(reviewer.schedule.times, default=None) if reviewer.schedule else None
    return settled(rhythm, read.wall, owner.zone or read.terms.zone, first)


def rule_as_json(rhythm: Rhythm, repetition: Repetition) -> dict[str, object]:
    """Return a repetition as its row keeps it."""
    return {**to_json(repetition), "assumed": not rhythm.times and bool(rhythm.days)}
