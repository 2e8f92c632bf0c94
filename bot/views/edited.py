"""How a draft that a person edited is marked, wherever it is shown."""

from bot.views import ids
from bot.views.kit import Block, button, cut, esc, run, section
from storage.rules.edits import is_looking
from storage.rules.values.check import Finding
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.draft import Draft
from storage.rules.values.item import Item
from storage.rules.words import capital, one_line
from storage.rules.worse import worse

CRITERION = 60  # characters


def by(draft: Draft | None, viewer: str) -> str:
    """Return “edited by you” or by whom, in mrkdwn; empty for a draft that nobody edited."""
    if draft is None or not draft.edited_by:
        return ""
    return f"edited by {'you' if draft.edited_by == viewer else f'<@{draft.edited_by}>'}"


def line(draft: Draft | None, previous: Draft | None, viewer: str) -> str:
    """Return who edited a draft, and what the checks find in it that they did not find before; in a channel only who.

    Args:
        previous: the version that was edited.
    """
    if draft is None or not draft.edited_by or not viewer:
        return by(draft, viewer)
    if is_looking(draft):
        return f"{by(draft, viewer)}: the checks look at it now"
    checks = worse(previous.checks, draft.checks) if previous is not None and previous.version == draft.base else ()
    if not checks:
        return by(draft, viewer)
    whose = "Your edit" if draft.edited_by == viewer else f"Edit of <@{draft.edited_by}>"
    state = "not checked any more" if checks[0].finding is Finding.NOT_CHECKED else checks[0].finding
    more = f" and {len(checks) - 1} more" if len(checks) > 1 else ""
    return f"{whose}: {state} “{esc(cut(one_line(checks[0].criterion), CRITERION))}”{more}"


def before(item: Item, decision: Decision) -> str:
    """Return “edited and ” for an approval of what its reviewer edited, to stand before what they did."""
    drafts = (item.draft, *item.candidates)
    edited_draft = next((one for one in drafts if one is not None and one.version == decision.draft_version), None)
    mine = edited_draft is not None and bool(edited_draft.edited_by) and edited_draft.edited_by == decision.who
    return "edited and " if mine and decision.verdict is Verdict.APPROVE else ""


def above(draft: Draft, previous: Draft | None, item: Item | None, viewer: str) -> list[Block]:
    """Return what stands above the buttons of an edited draft in a window, where the checks look at it or mind it."""
    text = line(draft, previous, viewer)
    if text == by(draft, viewer):
        return []
    waits = item is not None and item.open and item.decision is None and not is_looking(draft)
    return [section(f"*{capital(text)}.*" + (" Nothing is approved yet." if waits else ""))]


def again(item: Item) -> list[Block]:
    """Return the button with which who edited a draft goes on with that; nothing for anybody else's."""
    mine = [draft for draft in item.drafts if draft.edited_by and draft.edited_by == item.reviewer]
    return [button("Edit again", ids.EDIT_DRAFT, str(ids.Value(item.key, draft.version))) for draft in mine[-1:]]


def provenance(draft: Draft) -> str:
    """Return who edited a draft, for the small print of its delivery."""
    return f" · edited by <@{draft.edited_by}>" if draft.edited_by else ""


def runs(draft: Draft) -> list[Block]:
    """Return who edited a draft, as elements of rich text."""
    return [run(" · edited by "), {"type": "user", "user_id": draft.edited_by}] if draft.edited_by else []
