"""What happened to a task, in lines."""

import re
from datetime import datetime

from bot.views.kit import Block, context, cut, esc
from bot.views.moments import moment
from storage.ledger.queries.histories import Change
from storage.rules.verdicts import ANSWERS

_MENTION = re.compile(r"<@[UW][A-Z0-9]+>")
PAST = {
    "assign": "assigned it",
    "begin": "began",
    "hand in": "handed in",
    "approve": "approved",
    "revise": "asked to revise it",
    "reject": "rejected it",
    "undo": "undid it",
    "reopen": "reopened it",
    "cancel": "canceled it",
    "fail": "could not do it",
    "retry": "started it again",
    "edit": "changed the brief",
    "edit draft": "edited the draft into",
    "start": "started",
    "deliver": "had it sent off",
    "pass on": "gave it to the next step",
    "free": "let it start",
    "hold": "held it back",
    "flow": "let it go on by itself",
    "by habit": "approved it by a rule of its reviewer's",
    "still right": "said that it is still right",
    "critic wrong": "said that the critic was wrong about a check of",
    "critic right": "took back that the critic was wrong about a check of",
    "let flow": "lets it go on by itself while all its checks are met",
    "delivered": "delivered it",
    "undelivered": "could not deliver it",
    "reason": "gave a reason",
    "bring when ready": "asked to bring it when ready",
    "due": "set the due time",
    "void": "decided it, which has no effect",
    "take over": "decides now in place of who left",
    "answer": "answered",
    "allow": "allowed it once",
    "allow all": "allowed it for this task",
    "refuse": "refused it",
    "suggest": "suggested criteria",
    "publish": "brought it to its repository",
    "steer": "said something to it",
    "stop": "stopped it",
    "question": "asked a question",
    "permission": "asked for permission",
    "wondered": "asked its agent",
    "explained": "answered a question",
    "clarify": "said what should come back",
    "propose": "handed in",
    "submit": "submitted",
    "decline": "gave it back",
    "reassign": "gave it to",
    "reviewer": "let decide from now on:",
    "wait": "left it as it is",
    "here": "had it brought here",
    "leave": "left it undelivered",
    "busy": "is busy for a while",
    "put off": "put it off",
    "bring back": "brought it back",
    "offer": "asked to decide from now on:",
    "not me": "does not decide it",
}
TOLD = (
    "revise",
    "reject",
    "fail",
    "undelivered",
    "reason",
    "steer",
    "question",
    "answer",
    "wondered",
    "explained",
    "void",
    "decline",
)  # whose words are shown


HIDDEN = ("ask", "answered", "give", "problem")  # told by another row


def history(changes: tuple[Change, ...], now: datetime, zone: str) -> Block:
    """Return the last twelve things that happened to a task, a line each."""
    lines = []
    for c in _once(changes)[-12:]:
        user = f"<@{c.who}>" if c.who.startswith(("U", "W")) else esc(c.who) or "Sluice"
        version = f" {c.became}" if c.became.startswith("v") and c.became != "v0" else ""
        version = f" {_named(c.became)}" if c.what in ("reassign", "reviewer", "offer") else version
        why = f": {esc(cut(c.why, 80))}" if c.why and c.what in TOLD else ""
        lines.append(f"{moment(c.at, now, zone)} · {user} {PAST.get(c.what, c.what)}{version}{why}")
    return context("\n".join(lines) or "No history yet.")


def _named(worker: str) -> str:
    """Return who works on it or decides: a mention of ours as it is, an agent's name letter by letter."""
    return worker if _MENTION.fullmatch(worker) else esc(worker)


def _once(changes: tuple[Change, ...]) -> list[Change]:
    """Without the changes of state that follow a decision, an answer or a question: each was told when it was made."""
    made: set[tuple[str, str]] = set()
    told = []
    for c in changes:
        event = "answer" if c.what in ANSWERS else c.what
        if c.what in HIDDEN or (c.was and (c.who, event) in made):
            made.discard((c.who, event))
            continue
        if c.what == "undo":
            made.discard((c.who, c.became))
        elif not c.was:
            made.add((c.who, event))
        told.append(c)
    return told
