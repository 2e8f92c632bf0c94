"""The button of a card that words name."""

from bot.views import asks, ids
from bot.views.versions import takes
from storage.rules.offers import verdicts
from storage.rules.replies import Meaning, Reply
from storage.rules.values.ask import Kind
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item, Remedy


def pressed(item: Item, reply: Reply) -> tuple[Verdict, int] | None:
    """Return the verdict and the version of the button that words name.

    None where the card has no such button, or the button asks first.
    """
    kind = reply.meaning
    if item.remedy is Remedy.WORKER:  # who has it is asked again, or goes on
        return (Verdict.WAIT, item.draft_version) if kind is Meaning.RETRY else None
    again = kind is Meaning.RETRY or (kind is Meaning.REVISE and not reply.note)
    if item.kind is Kind.PROBLEM and again and Verdict.RETRY in verdicts(item):
        return Verdict.RETRY, item.draft_version
    if item.kind is Kind.PERMISSION and kind in (Meaning.ALLOW, Meaning.REJECT):
        verdict, action = (Verdict.ALLOW, ids.ALLOW) if kind is Meaning.ALLOW else (Verdict.REFUSE, ids.REFUSE)
        offered = {element["action_id"] for element in asks.answers(item)["elements"]}
        return (verdict, item.draft_version) if action in offered else None
    if kind is not Meaning.TAKE or not item.candidates:
        return None
    version = dict(item.lettered).get(reply.note)
    asks_first = [e for e in takes(item) if e["text"]["text"] == f"Take {reply.note}" and "confirm" in e]
    return (Verdict.APPROVE, version.version) if version is not None and not asks_first else None
