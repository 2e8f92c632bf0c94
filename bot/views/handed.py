"""What a colleague reads of what they handed in: what the checks found, or that it is with who decides."""

from datetime import datetime

from bot.views import ids
from bot.views.kit import Message, actions, button, cut, esc, section
from bot.views.moments import at
from bot.views.owed.closed import ENDS
from storage.rules.lifecycle import CLOSED
from storage.rules.pages.owed import Handed
from storage.rules.values.check import Check, Finding
from storage.rules.values.task import State
from storage.rules.words import one_line

NAMED = 5  # criteria


def handed(handed_in: Handed, now: datetime) -> Message:
    """Return where a colleague's work is; where it did not go on by itself, what is not met and the two ways on."""
    task = handed_in.task
    if handed_in.submitted:
        return _line(_with(handed_in, now) if _waits(handed_in) else _became(handed_in))
    if task.state in CLOSED:
        return _line(f"{task.name} is {task.state} meanwhile: nothing is left to do.")
    change = button("Change it", ids.SUBMIT_CHANGE, task.key, "primary")
    if handed_in.overtaken:
        text = f"{task.name} has changed since you handed this in, so it was not passed on. Your words are kept."
        return Message(text, (section(text), actions(change)))
    if handed_in.checking:
        return _line(f"The checks look at what you handed in for {task.name}.")
    met, total = len(handed_in.draft.found(Finding.MET)), len(handed_in.draft.checks)
    title = f"*Before {task.name} goes to <@{task.reviewer}>*"
    if task.reviewer == task.brief.worker.name:
        title = f"*Before you decide on {task.name}*"
    lines = [f"{met} of {total} met.", *_named("Not met", handed_in, Finding.NOT_MET)]
    lines += _named("In doubt", handed_in, Finding.IN_DOUBT)
    value = str(ids.Value(task.key, handed_in.draft.version))
    choices = actions(button("Submit anyway", ids.SUBMIT_ANYWAY, value), change)
    text = f"{title}\n{' '.join(lines)}\nOnly you see this."
    return Message(f"{met} of {total} checks of {task.name} are met.", (section(text), choices))


def _waits(handed_in: Handed) -> bool:
    """Tell whether what was handed in still waits for a decision."""
    return handed_in.task.state is State.READY and handed_in.current


def _became(handed_in: Handed) -> str:
    """Return what became of what was handed in."""
    task, version = handed_in.task, handed_in.draft.version
    became = f"with {task.brief.worker} now" if handed_in.moved else f"v{version} was sent back to you"
    if handed_in.current:
        became = ENDS.get(task.state, became)
    return f"{task.name} · {esc(cut(task.brief.title, 60))} · {became}."


def _with(handed_in: Handed, now: datetime) -> str:
    task = handed_in.task
    if task.reviewer == task.brief.worker.name:
        return f"{task.name} is handed in and waits for your own decision."
    user = f"<@{handed_in.seer}>"
    if not handed_in.is_here:
        return f"{task.name} is handed in. {user} can't decide here any more; it waits until somebody else is named."
    sees = f"they see it {at(handed_in.sees_at, now, handed_in.zone)}" if handed_in.sees_at else "they have it already"
    return f"{task.name} · {esc(cut(task.brief.title, 60))} is with {user}: {sees}. You are done."


def _named(words: str, handed_in: Handed, finding: Finding) -> list[str]:
    checks = handed_in.draft.found(finding)
    more = f" and {len(checks) - NAMED} more" if len(checks) > NAMED else ""
    return [f"{words}: {', '.join(map(_criterion, checks[:NAMED]))}{more}."] if checks else []


def _criterion(check: Check) -> str:
    evidence = f" ({esc(cut(one_line(check.evidence), 120))})" if check.evidence else ""
    return f"“{esc(cut(check.criterion, 80))}”{evidence}"


def gone() -> Message:
    """Return the message of what a colleague handed in and is not kept any more."""
    return _line("What you handed in is not here any more.")


def _line(text: str) -> Message:
    return Message(text, (section(text),))
