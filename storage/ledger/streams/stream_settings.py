"""What the owner of a stream sets for new tasks."""

from dataclasses import dataclass

from storage.ledger import people
from storage.ledger.core.ledger import Tx
from storage.ledger.streams.finding import find
from storage.ledger.streams.holding import release_stream
from storage.ledger.streams.owning import change_stream, owned
from storage.ledger.work.deciders import OUTSIDE
from storage.rules.authority import Action, Claim, Subject
from storage.rules.happenings import Happening
from storage.rules.pages.streams import GOAL
from storage.rules.refusal import Reason, Refused
from storage.rules.values.stream import Stream, write_worker
from storage.rules.values.worker import Worker
from storage.rules.words import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the owner of a stream sets: what new tasks take where their brief says nothing, and how it counts."""

    goal: str = ""
    worker: Worker | None = None
    reviewer: str = ""
    priority: int = 0
    budget: int | None = None


def change_settings(tx: Tx, claim: Claim, text: str, settings: Settings) -> Stream:
    """Set what new tasks of a stream take, and how it counts; what a larger budget lets in starts.

    Raises:
        Refused: it is not theirs, or its reviewer can't be one.
    """
    target = owned(tx, claim, text, Action.STREAM)
    if settings.reviewer:
        outside = people.ensure(tx, claim.team, settings.reviewer).actor.outside
        if outside not in (None, Subject.NOT_KNOWN):
            raise Refused(OUTSIDE[outside].format(settings.reviewer), Reason.STANDING, wrong="reviewer")
    change_stream(
        tx,
        target,
        goal=one_line(settings.goal)[:GOAL],
        worker=write_worker(settings.worker),
        reviewer=settings.reviewer,
        priority=settings.priority,
        budget=settings.budget,
    )
    tx.note(claim.team, claim.user, Happening.STREAM_SETTINGS, f"S-{target.id}", why=target.name)
    release_stream(tx, target)
    return find(tx, claim, f".{target.id}")
