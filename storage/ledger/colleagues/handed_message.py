"""The message about what a colleague handed in."""

from storage.ledger import people
from storage.ledger.core.ledger import Read
from storage.ledger.rows.draft_rows import load_draft
from storage.ledger.rows.finding_tasks import find_task
from storage.ledger.rows.submitted import is_submitted
from storage.ledger.shelf import owed, standing_in
from storage.ledger.shelf.expecting import comes_at_once
from storage.ledger.work.versions import worked_on
from storage.rules.pages.owed import Handed


def handed(read: Read, team: str, subject: str) -> Handed | None:
    """Return what a colleague handed in, as they read of it; None where it is not kept any more.

    Args:
        subject: of the message: the task's id and the version.
    """
    task_id, version = (int(part) for part in subject.split(":"))
    task, the_draft = find_task(read, team, id=task_id), load_draft(read, team, task_id, version)
    if task is None or the_draft is None:
        return None
    reviewer = standing_in.seer(read, task)
    worker = people.look_up(read, team, task.brief.worker.name)
    submitted = is_submitted(read, team, task_id, version)
    there = comes_at_once(read, reviewer, task)
    return Handed(
        task=task,
        draft=the_draft,
        submitted=submitted,
        checking=not the_draft.checks,
        seer=reviewer.user,
        is_here=reviewer.actor.outside is None,
        sees_at=None if there else people.next_time(read, reviewer),
        zone=worker.zone or read.terms.zone,
        moved=bool(the_draft.handed_by) and the_draft.handed_by != worker.user,
        current=worked_on(read, task, task.draft_version) == version,
        overtaken=not submitted and owed.of_task(read, task).version != version,
    )
