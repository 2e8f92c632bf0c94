"""What a colleague reads of what they handed in: what the checks found, or that it is with who decides."""

from datetime import datetime

from bot.views import ids
from bot.views.kit import Message, actions, button, cut, esc, section
from bot.views.moments import at
from storage.rules.lifecycle import CLOSED
from storage.rules.pages.tasks import Handed
from storage.rules.values.draft import Check, Finding
from storage.rules.words import one_line

NAMED = 5  # criteria


def handed(shown: Handed, now: datetime) -> Message:
    """Return where a colleague's work is; where it did not go on by itself, what is not met and the two ways on."""
    task = shown.task
    if shown.submitted:
        return _line(_with(shown, now))
    if task.state in CLOSED:
        return _line(f"{task.name} is {task.state} meanwhile: nothing is left to do.")
    if shown.checking:
        return _line(f"The checks look at what you handed in for {task.name}.")
    met, total = len(shown.draft.found(Finding.MET)), len(shown.draft.checks)
    title = f"*Before {task.name} goes to <@{task.reviewer}>*"
    if task.reviewer == task.brief.worker.name:
        title = f"*Before you decide on {task.name}*"
    lines = [f"{met} of {total} met.", *_named("Not met", shown, Finding.NOT_MET)]
    lines += _named("In doubt", shown, Finding.IN_DOUBT)
    value = str(ids.Value(task.key, shown.draft.version))
    doors = actions(
        button("Submit anyway", ids.SUBMIT_ANYWAY, value), button("Change it", ids.SUBMIT_CHANGE, task.key, "primary")
    )
    text = f"{title}\n{' '.join(lines)}\nOnly you see this."
    return Message(f"{met} of {total} checks of {task.name} are met.", (section(text), doors))


def _with(shown: Handed, now: datetime) -> str:
    task = shown.task
    if task.reviewer == task.brief.worker.name:
        return f"{task.name} is handed in and waits for your own decision."
    user = f"<@{task.reviewer}>"
    sees = f"they see it {at(shown.sees_at, now, shown.zone)}" if shown.sees_at else "they have it already"
    return f"{task.name} · {esc(cut(task.brief.title, 60))} is with {user}: {sees}. You are done."


def _named(words: str, shown: Handed, finding: Finding) -> list[str]:
    found = shown.draft.found(finding)
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return [f"{words}: {', '.join(map(_criterion, found[:NAMED]))}{more}."] if found else []


def _criterion(check: Check) -> str:
    evidence = f" ({esc(cut(one_line(check.evidence), 120))})" if check.evidence else ""
    return f"“{esc(cut(check.criterion, 80))}”{evidence}"


def gone() -> Message:
    """Return the message of what a colleague handed in and is not kept any more."""
    return _line("What you handed in is not here any more.")


def _line(text: str) -> Message:
    return Message(text, (section(text),))
