"""What is asked once before a draft with anything left to look at is approved, and how evidence is shown."""

from bot.views.kit import Block, confirm
from storage.rules.delivery import to_oneself
from storage.rules.task import THEY_ASK, Check, Draft, Finding, Task
from storage.rules.words import many, unmarked


def doubts(task: Task, draft: Draft | None, what: str = "Approve") -> Block | None:
    """Return a confirmation where something is missing, not met or in doubt, or unchecked where others read it: a
    check, or whether a reply answers."""
    if draft is None:
        return None
    if draft.missing:
        return confirm(f"{what} an incomplete draft?", draft.missing[0], what, "Not yet")
    unmet = draft.found(Finding.IN_DOUBT, Finding.NOT_MET)
    unchecked = () if to_oneself(task) else draft.found(Finding.NOT_CHECKED)
    checks = unmet or unchecked
    if not checks:
        asked = () if to_oneself(task) else [r for r in draft.remarks if r.startswith(THEY_ASK)]
        return confirm(f"{what} a reply that nobody has checked?", asked[0], what, "Not yet") if asked else None
    named = many(len(checks), "check")
    evidence = quoted(checks[0].evidence) or "not proved"
    text = f"“{checks[0].criterion}”: {evidence if unmet else 'nobody has checked it, and others will read this'}"
    return confirm(f"{what} with {named} {_state(checks)}?", text, what, "Not yet")


def _state(checks: tuple[Check, ...]) -> str:
    findings = {check.finding for check in checks}
    return str(findings.pop()) if len(findings) == 1 else "not met or in doubt"


def quoted(evidence: str) -> str:
    """Return evidence as it is shown: what it quotes is read, not its Markdown."""
    whole = evidence.startswith("“") and evidence.endswith("”")
    return f"“{unmarked(evidence[1:-1])}”" if whole else unmarked(evidence)
