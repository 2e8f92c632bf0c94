"""What is asked once before a draft with anything left to look at is approved, and how evidence is shown."""

from collections.abc import Sequence

from bot.views.kit import Block, confirm, cut
from storage.rules.delivery import to_oneself
from storage.rules.values.change import Change
from storage.rules.values.check import Check, Finding
from storage.rules.values.draft import THEY_ASK, Draft
from storage.rules.values.task import Task
from storage.rules.words import many, unmarked

NAMED, PATH = 3, 50  # paths that a question names, and characters of each
READ = "and others will read this"
CHECKS, ROOM = 2, 230  # checks that a question names, and characters for them all; Slack takes 300 of a text


def doubts(task: Task, draft: Draft | None, what: str = "Approve") -> Block | None:
    """Return the question that Slack asks before an approval counts; None where there is nothing to doubt.

    It is asked where another company reads it; where a change fails its tests or touches what runs by itself; where
    something is missing, not met or in doubt, or unchecked where others read it: a check, or whether a reply answers.
    """
    if draft is None:
        return None
    if task.brief.outside:
        return confirm(f"{what} for another company to read?", _outside(task), what, "Not yet")
    if draft.change and draft.change.failing:
        return confirm(f"{what} though its tests failed?", _failed(draft.change), what, "Not yet")
    if draft.change and draft.change.sensitive:
        return confirm(f"{what} what runs by itself?", _touched(draft.change), what, "Not yet")
    unmet = _worst_first(draft.unsettled(Finding.IN_DOUBT, Finding.NOT_MET))
    if draft.missing:
        named = f"{many(len(unmet), 'check')} {_state(unmet)}: “{unmet[0].criterion}”. " if unmet else ""
        return confirm(f"{what} an incomplete draft?", f"{named}{draft.missing[0]}", what, "Not yet")
    unchecked = () if to_oneself(task) else draft.found(Finding.NOT_CHECKED)
    checks = unmet or unchecked
    if not checks:
        asked = () if to_oneself(task) else [r for r in draft.remarks if r.startswith(THEY_ASK)]
        return confirm(f"{what} a reply that nobody has checked?", asked[0], what, "Not yet") if asked else None
    named = many(len(checks), "check")
    return confirm(f"{what} with {named} {_state(checks)}?", _listed(checks, bool(unmet)), what, "Not yet")


def _worst_first(checks: Sequence[Check]) -> tuple[Check, ...]:
    return tuple(sorted(checks, key=lambda check: check.finding is not Finding.NOT_MET))


def _listed(checks: Sequence[Check], unmet: bool) -> str:
    """Return criteria with what is known of each; of several, each has its part of the room."""
    shown = checks[:CHECKS]
    room = ROOM // len(shown)
    lines = [_known(check, room) if unmet else f"“{cut(check.criterion, room - 30)}”" for check in shown]
    listed = " · ".join([*lines, *([f"and {len(checks) - CHECKS} more"] if len(checks) > CHECKS else [])])
    return listed if unmet else f"{listed}: nobody has checked {'it' if len(checks) == 1 else 'them'}, {READ}"


def _known(check: Check, room: int) -> str:
    criterion = cut(check.criterion, room // 2)
    return cut(f"“{criterion}”: {quoted(check.evidence) or 'not proved'}", room)


def _failed(change: Change) -> str:
    """Return how the tests of a change ended, and what else it touches, as far as it fits."""
    ended = f"Sluice ran the tests of {change.repository} on it: {change.failing}."
    return cut(f"{ended} {_touched(change)}" if change.sensitive else ended, ROOM + PATH)


def _touched(change: Change) -> str:
    """Return what a change touches that runs by itself, or leads elsewhere, as far as it fits."""
    named = ", ".join(shown_path(path) for path in change.sensitive[:NAMED])
    more = f" and {len(change.sensitive) - NAMED} more" if len(change.sensitive) > NAMED else ""
    why = "They may run, or lead elsewhere, before anybody looks again."
    return f"It changes {named}{more} of {change.repository}. {why}"


def shown_path(path: str) -> str:
    """Return a path for the eye: characters that hide or turn a part of it are spelled out, and its end is kept."""
    plain = ascii(path)[1:-1]
    return plain if len(plain) <= PATH else f"…{plain[1 - PATH :]}"


def _outside(task: Task) -> str:
    """Return who else reads what is approved."""
    many_places = len(task.brief.outside) > 1
    where = f"{len(task.brief.outside)} of the channels are" if many_places else "The channel is"
    return f"{where} shared with another company: people outside of this workspace read it there, for good."


def _state(checks: tuple[Check, ...]) -> str:
    findings = {check.finding for check in checks}
    return str(findings.pop()) if len(findings) == 1 else "not met or in doubt"


def quoted(evidence: str) -> str:
    """Return evidence for the eye, without its Markdown."""
    whole = evidence.startswith("“") and evidence.endswith("”")
    return f"“{unmarked(evidence[1:-1])}”" if whole else unmarked(evidence)


def ends(task: Task) -> Block:
    """Return the question that Slack asks before a task is canceled: there is no way back."""
    return confirm(f"Cancel {task.name}?", "Its work ends, and nothing of it comes back.", "Cancel it", "Keep it")
