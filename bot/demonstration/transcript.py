"""The ledger's history as lines that a person can follow: time, what, task, who."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from storage.ledger.core.ledger import Ledger
from storage.ledger.queries import histories
from storage.ledger.queries.histories import Change

SAID: Mapping[str, str] = {
    "assign": "assigned",
    "begin": "work begins",
    "hand in": "ready",
    "question": "asks",
    "permission": "asks for permission",
    "fail": "did not work",
    "collect": "collection",
    "approve": "approved",
    "revise": "asked to revise",
    "reject": "rejected",
    "undo": "undone",
    "deliver": "on its way",
    "delivered": "delivered",
    "undelivered": "not delivered",
    "posted": "posted",
    "times": "times set",
    "channel times": "channel times set",
    "cancel": "canceled",
    "reopen": "reopened",
    "edit": "brief changed",
    "retry": "started again",
    "answer": "answered",
    "allow": "allowed once",
    "allow all": "allowed for this task",
    "refuse": "refused",
    "reason": "reason added",
    "post failed": "post failed",
    "post unknown": "post unknown",
    "void": "without effect",
    "times off": "times off",
    "due": "due time set",
    "bring when ready": "comes when ready",
}

DECIDED = frozenset({"approve", "revise", "reject", "retry", "answer", "allow", "allow all", "refuse"})
DETAILED = frozenset(
    {"assign", "revise", "fail", "deliver", "undelivered", "hand in", "question", "permission", "answer"}
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
        if change.what == "collect":
            what = f"collection {change.became}: {change.why} to decide"
        elif change.what == "posted":
            what = f"posted: {change.became}"
        elif change.what == "times":
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
