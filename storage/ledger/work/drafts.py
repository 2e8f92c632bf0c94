"""A draft as it was handed in, kept as a new version."""

from dataclasses import asdict

from storage.ledger.core.ledger import Tx
from storage.ledger.work.draft_parts import save_parts
from storage.prepared import insert
from storage.rules.handed_in import handed_in_by
from storage.rules.values.draft import Draft
from storage.rules.values.spent import Spent
from storage.rules.values.task import Task
from storage.tables import draft

# fmt: off
_NEW = insert(
    draft, "team", "task_id", "version", "title", "summary", "answer", "look_first", "body", "made_by", "made_at",
    "base", "remarks", "missing", "spent", "change", "edited_by", returning="id",
)
# fmt: on


def save_draft(tx: Tx, task: Task, the_draft: Draft, spent: Spent | None) -> None:
    """Keep a draft as a new version of its task.

    Args:
        spent: what its attempts took; None where no model was asked.
    """
    (saved,) = _NEW(
        tx.conn,
        {
            "team": task.team,
            "task_id": task.id,
            "version": the_draft.version,
            "title": the_draft.title,
            "summary": the_draft.summary,
            "answer": the_draft.answer,
            "look_first": the_draft.look_first,
            "body": the_draft.body,
            "made_by": handed_in_by(the_draft.handed_by) if the_draft.handed_by else the_draft.made_by,
            "made_at": tx.now,
            "base": the_draft.base,
            "remarks": list(the_draft.remarks),
            "missing": list(the_draft.missing),
            "spent": asdict(spent) if spent else None,
            "change": asdict(the_draft.change) if the_draft.change else None,
            "edited_by": the_draft.edited_by,
        },
    )
    save_parts(tx, task.team, saved, the_draft)
