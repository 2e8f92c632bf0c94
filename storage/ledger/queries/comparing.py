"""A version of a draft beside the one that it was made from."""

from storage.ledger import access
from storage.ledger.core.ledger import Read
from storage.ledger.rows.draft_rows import load_draft
from storage.ledger.rows.submitted import is_submitted
from storage.rules.authority import Action, Claim
from storage.rules.refusal import Stale
from storage.rules.values.draft import Draft
from storage.rules.values.task import Task


def compared(read: Read, claim: Claim, key: str, version: int) -> tuple[Task, Draft, Draft | None]:
    """Return an item's task, a version with its files, and the version that it was made from; None for a first one.

    Raises:
        Refused: there is none, or it is not theirs to read.
        Stale: there is no such version, or its colleague never submitted it.
    """
    item = access.item(read, claim, Action.READ, key)
    draft = load_draft(read, claim.team, item.task.id, version, files=True)
    if draft is None or not _is_theirs_to_read(read, item.task, draft):
        raise Stale("That version is not there any more.")
    return item.task, draft, load_draft(read, claim.team, item.task.id, draft.base)


def _is_theirs_to_read(read: Read, task: Task, draft: Draft) -> bool:
    """Tell whether others read a version: what a colleague handed in is theirs until they submit it."""
    own = draft.handed_by and not draft.edited_by
    return not own or is_submitted(read, task.team, task.id, draft.version)
