"""What is asked for when there is too little material."""

from agents.offline.echo import NOTHING_TO_ARRANGE
from agents.offline.markdown import quoted
from agents.roster.ends import CannotDo, Waits
from storage.ledger.work.assignment import Assignment
from storage.rules.values.ask import MATERIAL, Ask, Kind
from storage.rules.values.item import Remedy


def no_more(assignment: Assignment, asked: str) -> Exception:
    """Return what is said instead of handing in an echo: a question for more, as long as nobody was asked."""
    if assignment.answers.get(MATERIAL):
        return CannotDo(NOTHING_TO_ARRANGE, Remedy.MATERIAL)
    which = (
        f"Which notes belong to {quoted(asked)}? I can only arrange what there is, and what came with it would come "
        "back unchanged. Paste more, or give a file or a thread."
    )
    return Waits((ask_for_material(" ".join([*unread_files(assignment), which])),))


def unread_files(assignment: Assignment) -> tuple[str, ...]:
    """Return the files that could not be read, each with the reason."""
    return tuple(f"{s.name} could not be read: {s.unread}" for s in assignment.task.brief.sources if s.unread)


def ask_for_material(text: str, offers: tuple[str, ...] = ()) -> Ask:
    """Return a question for material."""
    return Ask(key=MATERIAL, kind=Kind.QUESTION, text=text, choices=offers)
