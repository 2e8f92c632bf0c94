"""A stream: a named line of related tasks, and what its owner set for it."""

from dataclasses import dataclass

from storage.rules.values.worker import Worker, agent, colleague

HIGH = 1  # the priority of a stream whose things cost twice as much to let wait
_PERSON = "@"  # begins what a row keeps of a colleague; no agent's name does


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A stream as the ledger has it.

    Attributes:
        channel: the channel that it is the stream of; empty for none.
        shown_in: the channel that new tasks of it are shown in; empty for none.
        worker: who works on a new task that names nobody.
        reviewer: who decides on a new task that names nobody; empty for who assigns it.
        budget: in millionths of a dollar; None for no bound.
        stopped_by: who holds it; empty while its tasks start.
    """

    id: int
    team: str
    name: str
    goal: str = ""
    owner: str = ""
    channel: str = ""
    shown_in: str = ""
    worker: Worker | None = None
    reviewer: str = ""
    priority: int = 0
    budget: int | None = None
    stopped_by: str = ""
    is_closed: bool = False


def write_worker(worker: Worker | None) -> str:
    """Return a default worker as a row keeps it; '' for none."""
    if worker is None:
        return ""
    return f"{_PERSON}{worker.name}" if worker.is_person else worker.name


def read_worker(text: str) -> Worker | None:
    """Return the default worker that a row keeps; None where it keeps none."""
    if not text:
        return None
    return colleague(text[1:]) if text.startswith(_PERSON) else agent(text)
