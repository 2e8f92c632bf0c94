"""The ledger's history as lines that a person can follow: time, what, task, who."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from storage.ledger.core.ledger import Ledger
from storage.ledger.queries import histories
from storage.rules.happenings import Happening
from storage.rules.pages.history import Change

SAID: Mapping[str, str] = {
    Happening.ASSIGN: "assigned",
    Happening.BEGIN: "work begins",
    Happening.HAND_IN: "ready",
    Happening.QUESTION: "asks",
    Happening.PERMISSION: "asks for permission",
    Happening.FAIL: "did not work",
    Happening.COLLECT: "collection",
    Happening.APPROVE: "approved",
    Happening.REVISE: "asked to revise",
    Happening.REJECT: "rejected",
    Happening.UNDO: "undone",
    Happening.DELIVER: "on its way",
    Happening.DELIVERED: "delivered",
    Happening.UNDELIVERED: "not delivered",
    Happening.POSTED: "posted",
    Happening.TIMES: "times set",
    Happening.CHANNEL_TIMES: "channel times set",
    Happening.CANCEL: "canceled",
    Happening.REOPEN: "reopened",
    Happening.EDIT: "brief changed",
    Happening.RETRY: "started again",
    Happening.ANSWER: "answered",
    Happening.ALLOW: "allowed once",
    Happening.ALLOW_ALL: "allowed for this task",
    Happening.REFUSE: "refused",
    Happening.REASON: "reason added",
    Happening.POST_FAILED: "post failed",
    Happening.POST_UNKNOWN: "post unknown",
    Happening.VOID: "without effect",
    Happening.TIMES_OFF: "times off",
    Happening.DUE: "due time set",
    Happening.BRING_WHEN_READY: "comes when ready",
}

DECIDED = frozenset(
    {
        Happening.APPROVE,
        Happening.REVISE,
        Happening.REJECT,
        Happening.RETRY,
        Happening.ANSWER,
        Happening.ALLOW,
        Happening.ALLOW_ALL,
        Happening.REFUSE,
    }
)
DETAILED = frozenset(
    {
        Happening.ASSIGN,
        Happening.REVISE,
        Happening.FAIL,
        Happening.DELIVER,
        Happening.UNDELIVERED,
        Happening.HAND_IN,
        Happening.QUESTION,
        Happening.PERMISSION,
        Happening.ANSWER,
    }
)


@dataclass(slots=True, kw_only=True)
class Transcript:
    """The printed history of one workspace: a new line for each change."""

    ledger: Ledger
    team: str
    say: Callable[[str], None]
    names: Mapping[str, str]
    last: int = 0

    async def follow(self, every: float = 0.1) -> None:
        """Say each new line of the history, without end; look every `every` seconds."""
        while True:
            await self.catch_up()
            await asyncio.sleep(every)

    async def catch_up(self) -> None:
        """Say one line for each change of the history since the last look."""
        self.last, changes = await self.ledger.see(histories.changes_since, self.team, self.last)
        for change in changes:
            line = self.line(change)
            if line:
                self.say(line)

    def line(self, change: Change) -> str:
        """Return a change as one line; "" where another line says the same (an effect follows its decision)."""
        effect = change.was and change.became and change.what in DECIDED
        if change.what not in SAID or effect:
            return ""
        user = self.names.get(change.who, change.who)
        what = SAID[change.what] + (f" {change.became}" if change.became.startswith("v") else "")
        if change.what == Happening.COLLECT:
            what = f"collection {change.became}: {change.why} to decide"
        elif change.what == Happening.POSTED:
            what = f"posted: {change.became}"
        elif change.what == Happening.TIMES:
            what = f"times set: {change.became}"
        subject = change.subject if change.subject.startswith("T-") else ""
        detail = change.why if change.what in DETAILED else ""
        detail = "" if detail.startswith("v") and len(detail) < 4 else detail
        return f"{change.at:%H:%M:%S}  {what:<44.44}  {subject:<6}  {user:<8}  {self._named(detail)[:60]}".rstrip()

    def _named(self, text: str) -> str:
        for known, name in self.names.items():
            text = text.replace(f"<@{known}>", f"@{name}").replace(f"<#{known}>", name)
        return text

    async def skip(self) -> None:
        """Leave out everything that happened until now."""
        before = -1
        while before != self.last:
            before = self.last
            self.last, _ = await self.ledger.see(histories.changes_since, self.team, self.last)
