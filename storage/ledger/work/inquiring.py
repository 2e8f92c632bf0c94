"""Inquiries: what a person asks the agent of a draft. They change nothing; the answer is kept and shown once."""

from storage.ledger import access
from storage.ledger.core.ledger import Tx
from storage.ledger.messages.keeping import hold
from storage.ledger.messages.posting import put_post
from storage.ledger.rows.approved_versions import approved_version
from storage.ledger.work.inquiries import LONGEST
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.posts import PostKind
from storage.rules.refusal import Refused
from storage.rules.values.place import Place
from storage.rules.values.task import State, Task
from storage.rules.words import clean


def inquire(tx: Tx, claim: Claim, key: str, text: str, place: Place, dedup: str | None = None) -> Task:
    """Promise that an agent looks at a question about a draft, and the message that will hold the answer.

    Args:
        place: where the answer stands; an empty channel for the person's direct messages.

    Raises:
        Refused: not theirs, or there is no draft that could answer.
        Duplicate: Slack sent this before.
    """
    task = access.task(tx, claim, Action.READ, key=key)
    if not task.draft_version:
        raise Refused(f"{task.name} has no draft yet that could answer. /sluice {task.name} shows where it stands.")
    if task.brief.worker.is_person:
        raise Refused(f"{task.brief.worker} made this: ask them, or send it back with Revise and your question.")
    tx.once(claim.team, dedup, key)
    said = clean(text)[:LONGEST]
    newest, closed = task.draft_version, task.state is State.APPROVED
    version = approved_version(tx, claim.team, task.id, newest) if closed else newest
    inquiry = {"task": task.id, "version": version, "text": said, "user": claim.user}
    held = hold(tx, claim.team, inquiry)
    put_post(tx, claim.team, PostKind.QUESTION, held, channel=place.channel, thread=place.ts or "", owner=claim.user)
    tx.promise(claim.team, JobKind.QUESTION, held, priority=-5)
    tx.note(claim.team, claim.user, Happening.WONDERED, task.name, why=said[:300])
    return task
