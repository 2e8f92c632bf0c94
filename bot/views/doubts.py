"""What is asked once before a draft with a check in doubt is approved, and how evidence is shown."""

from bot.views.kit import Block, confirm
from storage.rules.task import Draft, Finding
from storage.rules.words import unmarked


def doubts(draft: Draft | None, what: str = "Approve") -> Block | None:
    """A confirmation, where something is not met or in doubt."""
    found = draft.found(Finding.IN_DOUBT, Finding.NOT_MET) if draft else ()
    if not found:
        return None
    many = "1 check" if len(found) == 1 else f"{len(found)} checks"
    state = "in doubt" if all(c.finding is Finding.IN_DOUBT for c in found) else "not met or in doubt"
    return confirm(
        f"{what} with {many} {state}?",
        f"“{found[0].criterion}”: {quoted(found[0].evidence) or 'not proved'}",
        what,
        "Not yet",
    )


def quoted(evidence: str) -> str:
    """Evidence as it is shown: what it quotes is read, not its Markdown."""
    whole = evidence.startswith("“") and evidence.endswith("”")
    return f"“{unmarked(evidence[1:-1])}”" if whole else unmarked(evidence)
