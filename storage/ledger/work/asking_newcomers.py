"""Who never used Sluice and is named as a reviewer is asked, by each who names them; until they say yes, who assigned
it decides. A no holds for all that this person assigns."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.codec.briefs import brief_json
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.index import renew_words
from storage.ledger.messages import keeping, proposals
from storage.ledger.messages.posting import put_post
from storage.ledger.messages.redraws import redraw_about
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.ledger.work import newcomers
from storage.rules.authority import Claim, Subject
from storage.rules.happenings import Happening
from storage.rules.lifecycle import CLOSED, NOT_BEGUN
from storage.rules.people import Person
from storage.rules.posts import PostKind
from storage.rules.refusal import Reason, Refused
from storage.rules.values.task import State, Task
from storage.tables import inbox, task

NOT_AGREED = (
    "{0} never used Sluice, and nobody decides here unasked: ask them to send me /collect at 9:00 first, or name "
    "somebody else who decides."
)
NOT_YET = "{0} has not said that they decide on what you assign: name somebody else who decides."
SAID_NO = "{0} said that they don't decide on what you assign: name somebody else who decides."
AGAIN = timedelta(days=7)  # until somebody who did not answer is asked once more


def is_to_be_asked(read: Read, owner: Person, reviewer: Person) -> bool:
    """Tell whether somebody has to say that they decide before they do: they never used Sluice, have not answered this
    person yet, or said no to them. Of whom nobody knows yet who they are, Slack is asked first."""
    team, by, user = owner.team, owner.user, reviewer.user
    if user == by or reviewer.actor.outside is Subject.NOT_KNOWN:
        return False
    if not newcomers.has_used(read, reviewer) or has_declined(read, team, by, user):
        return True
    return bool(_question(read, team, by, user)) and _waits_for_answer(read, team, by, user)


def _why_not(read: Read, owner: Person, reviewer: Person) -> str:
    """Return why somebody can't decide at once who has to be asked first, where nobody else can meanwhile."""
    if has_declined(read, owner.team, owner.user, reviewer.user):
        return SAID_NO.format(f"<@{reviewer.user}>")
    why = NOT_YET if newcomers.has_used(read, reviewer) else NOT_AGREED
    return why.format(f"<@{reviewer.user}>")


def check_agreed(read: Read, owner: Person, decider: Person) -> None:
    """Check that somebody decides on what a person assigns without being asked first.

    Raises:
        Refused: they have to be asked, or said no.
    """
    if is_to_be_asked(read, owner, decider):
        raise Refused(_why_not(read, owner, decider), Reason.STANDING)


def check_willing(read: Read, claim: Claim, user: str) -> None:
    """Check that somebody has not said no to a person.

    Raises:
        Refused: they don't decide on what the person assigns.
    """
    if has_declined(read, claim.team, claim.user, user):
        raise Refused(SAID_NO.format(f"<@{user}>"), Reason.STANDING)


def ask_newcomer_for(tx: Tx, the_task: Task) -> None:
    """Ask who shall decide on a task whether they do, unless they said no to who assigned it. While they have not
    answered, the question before stands for this task, too; it comes again after a week in which nothing waited."""
    team, by, user = the_task.team, the_task.assigner, the_task.brief.invited
    if has_declined(tx, team, by, user):
        return
    if has_open_question(tx, team, by, user, but_for=the_task):
        redraw_about(tx, team, PostKind.INVITATION, _question(tx, team, by, user))
        return
    key = question_key(the_task.key, user)
    _remember(tx, team, asked_key(by, user), key)
    tx.once(team, key, kept={"task": the_task.key, "by": by, "user": user, "note": ""})
    newcomers.introduce(tx, team, user)
    put_post(tx, team, PostKind.INVITATION, key, owner=user)
    tx.note(team, by, Happening.INVITATION, the_task.name, became=f"<@{user}>")


def offer_key(item_key: str, user: str) -> str:
    """Return the key under which it is kept that somebody was asked to decide on an item."""
    return f"offer:{item_key}:{user}"


def question_key(task_key: str, user: str) -> str:
    """Return the key under which it is kept that somebody was asked to decide on what a person assigns.

    Args:
        task_key: of the first task that they were asked about.
    """
    return f"asks:{task_key}:{user}"


def asked_key(by: str, user: str) -> str:
    """Return the key under which it is kept that a person asked somebody to decide on what they assign."""
    return f"asked:{by}:{user}"


def _question(read: Read, team: str, by: str, user: str) -> str:
    """Return the key of the last question of a person to somebody; '' where there was none."""
    return str((keeping.kept(read, team, asked_key(by, user)) or {}).get("question", ""))


def _remember(tx: Tx, team: str, asked: str, question: str) -> None:
    tx.conn.execute(sa.delete(inbox).where(inbox.c.team == team, inbox.c.key == asked))
    tx.once(team, asked, kept={"question": question})


def has_open_question(read: Read, team: str, by: str, user: str, but_for: Task | None = None) -> bool:
    """Tell whether the last question of a person to somebody stands for what they assign next, too: it has no answer,
    and is young, or something waits for it.

    Args:
        but_for: a task that is not counted.
    """
    last = _question(read, team, by, user)
    if not last or proposals.proposal_outcome(read, team, asked_key(by, user)) is not None:
        return False
    return _was_lately(read, team, last) or _waits_for_answer(read, team, by, user, but_for)


def _was_lately(read: Read, team: str, question: str) -> bool:
    at = read.conn.execute(sa.select(inbox.c.at).where(inbox.c.team == team, inbox.c.key == question)).scalar()
    return at is not None and at > read.now - AGAIN


def _waits_for_answer(read: Read, team: str, by: str, user: str, but_for: Task | None = None) -> bool:
    """Tell whether an open task of a person waits for what somebody answers; one is not counted, if it is given."""
    return any(but_for is None or one.id != but_for.id for one in waiting_for(read, team, by, user))


def has_declined(read: Read, team: str, by: str, user: str) -> bool:
    """Tell whether somebody said that they don't decide on what a person assigns."""
    return proposals.proposal_outcome(read, team, asked_key(by, user)) == newcomers.DECLINED


def waiting_for(read: Read, team: str, by: str, user: str) -> Sequence[Task]:
    """Return the open tasks of a person that somebody whom they asked is to decide on."""
    mine = task.c.team == team, task.c.reviewer == by, task.c.assigner == by
    open_ = task.c.state.in_([state for state in State if state not in CLOSED])
    found = map(task_of, read.conn.execute(tasks().where(*mine, open_).order_by(task.c.id)).all())
    return [one for one in found if one.brief.invited == user]


def ask_first(tx: Tx, team: str, user: str) -> set[str]:
    """Ask somebody of whom Slack has said now who they are whether they decide on what has waited for that; until then
    who assigned it does. Return those."""
    if tx.terms.policy.four_eyes or newcomers.has_used(tx, people.look_up(tx, team, user)):
        return set()
    theirs = (task.c.team == team, task.c.reviewer == user, task.c.assigner != user, task.c.state.in_(NOT_BEGUN))
    found = map(task_of, tx.conn.execute(tasks().where(*theirs).order_by(task.c.id)).all())
    waiting = [one for one in found if one.brief.worker.name != one.assigner]  # nobody decides on their own work
    for target in waiting:
        brief = replace(target.brief, invited=user)
        mine = task.c.team == team, task.c.id == target.id
        changed = {"reviewer": target.assigner, "brief": brief_json(brief), "version": task.c.version + 1}
        tx.conn.execute(sa.update(task).where(*mine).values(changed))
        renew_words(tx, team, target.id)
        ask_newcomer_for(tx, replace(target, brief=brief))
    return {target.assigner for target in waiting}
