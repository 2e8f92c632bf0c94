"""What the owner of a stream set for new tasks."""

from dataclasses import replace

from storage.ledger import people
from storage.ledger.core.ledger import Read
from storage.ledger.streams.stream_rows import find_row, stream_of
from storage.rules.values.stream import Stream
from storage.rules.values.worker import Worker, colleague


def defaults(read: Read, team: str, name: str | None, channel: str | None) -> Stream | None:
    """Return the stream that a brief names, for what its owner set; None where there is none. A person who left, or may
    not decide, stands in for nobody."""
    row = find_row(read, team, f"#{channel}") if channel else find_row(read, team, name) if name else None
    if row is None:
        return None
    named = stream_of(row)
    worker = named.worker if named.worker is None or _is_here(read, team, named.worker) else None
    reviewer = named.reviewer if named.reviewer and _is_here(read, team, colleague(named.reviewer)) else ""
    return replace(named, worker=worker, reviewer=reviewer)


def _is_here(read: Read, team: str, worker: Worker) -> bool:
    person = people.find(read, team, worker.name) if worker.is_person else None
    return not worker.is_person or (person is not None and person.actor.may_be_member)
