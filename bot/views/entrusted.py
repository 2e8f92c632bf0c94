"""What who assigns a task to a colleague is told: who has it, when they see it, and who decides."""

from datetime import datetime

from bot.views.moments import at, clock, moment, zone_city
from storage.rules.pages.owed import Theirs
from storage.rules.pages.receipts import Receipt
from storage.rules.values.task import State


def state(receipt: Receipt) -> str:
    """Return who has a task, to follow its title."""
    task = receipt.task
    if task.state is State.ASKING:
        return f"{task.brief.worker} asked something"
    own = task.brief.worker.name == task.assigner
    return "is yours" if own else f"is with {task.brief.worker}"


def sees(receipt: Receipt, now: datetime) -> str:
    """Return when a colleague sees what they are asked for, in the time zone of who asks, as a line."""
    theirs, worker = receipt.theirs, receipt.task.brief.worker
    if theirs is None or receipt.held or receipt.missing or receipt.task.state is not State.WORKING:
        return ""
    own = worker.name == receipt.task.assigner
    user = "You" if own else str(worker)
    lines = [_when(theirs, receipt.zone, now, user, own)]
    if theirs.away_until and not own:
        lines.append(f"{user} is away until {moment(theirs.away_until, now, receipt.zone)}.")
    elif theirs.busy_until and not own:
        lines.append(f"{user} is busy until {moment(theirs.busy_until, now, receipt.zone)}.")
    return "\n".join(lines)


def _when(theirs: Theirs, zone: str, now: datetime, user: str, own: bool) -> str:
    if theirs.told:
        return f"{user} {'have' if own else 'has'} seen it."
    verb = "see" if own else "sees"
    if theirs.sees_at is None and theirs.away_until:
        return f"{user} {verb} it when {'you are' if own else 'they are'} back, {moment(theirs.away_until, now, zone)}."
    if theirs.sees_at is None:
        before = f"it is due before {'your' if own else 'their'} next collection"
        return f"{user} {verb} it at once: {before if theirs.has_times else 'no collection times are set'}."
    there = _there(theirs, theirs.sees_at, zone)
    return f"{user} {verb} it {at(theirs.sees_at, now, zone)} ({there}{'your' if own else 'their'} next collection)."


def _there(theirs: Theirs, when: datetime, zone: str) -> str:
    """Return a time as it is where the colleague is; empty where that is the same."""
    here, there = clock(when, zone), clock(when, theirs.zone)
    return f"{there} in {zone_city(theirs.zone)}, " if here != there else ""


def decides(receipt: Receipt) -> str:
    """Return who decides on a task, with who was asked whether they do."""
    task = receipt.task
    invited = task.brief.invited
    return who_decides(task.assigner, task.reviewer, invited, invited in receipt.declined, receipt.stand_in)


def who_decides(
    assigner: str, reviewer: str, invited: str, declined: bool = False, stand_in: str = "", asked: bool = True
) -> str:
    """Return who decides on what somebody assigned, in words to them.

    Args:
        invited: who was asked whether they do; `declined` whether they said no.
        stand_in: who decides in the place of the reviewer, who is away.
        asked: whether their question is open; else they are asked with the next task.
    """
    if invited and reviewer == assigner:
        no = f"you decide: <@{invited}> was asked and does not"
        new = "who is new here and was asked" if asked else "who is asked with the next task"
        return no if declined else f"you decide until <@{invited}>, {new}, says yes"
    whose = "you" if reviewer == assigner else f"<@{reviewer}>"
    if stand_in:
        return f"<@{stand_in}> decides for {whose}"
    return "you decide" if whose == "you" else f"{whose} decides"
