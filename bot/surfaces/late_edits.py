"""A text that came too late, since another version came in or somebody decided: kept, and offered again."""

from dataclasses import dataclass
from typing import Any

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Open, Update
from bot.routes.route import Route, opens
from bot.surfaces.unfinished import GONE
from bot.views import ids
from bot.views.editing import late_edit
from storage.ledger.decisions import editing
from storage.ledger.messages import keeping
from storage.rules.authority import UNKNOWN
from storage.rules.refusal import Refused
from storage.rules.values.item import Item


@dataclass(frozen=True, slots=True)
class LateEdits:
    """The surface for edits that came too late."""

    desk: Desk

    def routes(self) -> tuple[Route, ...]:
        """Return the button that shows such a text beside what is there now."""
        return (opens(ids.SHOW_BOTH, self.show_both),)

    async def keep(self, envelope: Envelope, value: ids.Value, text: str, why: str) -> Answer:
        """Keep a text that nothing came of, for who wrote it, and offer it on what is there now.

        Args:
            value: the item and the version that the person edited.
            why: nothing came of it.
        """
        now = await self.desk.ledger.see(editing.newest, envelope.claim, value.key)
        is_open = await self._is_open(envelope, now)
        if is_open and now.draft_version != value.version:
            why = f"v{now.draft_version} came in while you wrote."
        content = {"kind": ids.EDIT_DRAFT_VIEW, "user": envelope.user, "item": value.key, "text": text}
        key = await self.desk.ledger.do(keeping.hold, self.desk.team, content)
        blocks = late_edit.late(why, key, now if is_open else None)
        message = late_edit.late_message(why, blocks)
        return Update(late_edit.late_window(blocks), then=lambda: self.desk.tell("", envelope.user, message))

    async def _is_open(self, envelope: Envelope, now: Item) -> bool:
        try:
            await self.desk.ledger.see(editing.editable, envelope.claim, now.key, now.draft_version)
        except Refused:
            return False
        return True

    async def find(self, envelope: Envelope, key: str) -> tuple[Item, str]:
        """Return what is there now instead of what was edited, and the text that was kept.

        Raises:
            Refused: it is forgotten, or somebody else's.
        """
        content = await self._kept(envelope, key)
        return await self.desk.ledger.see(editing.newest, envelope.claim, str(content["item"])), str(content["text"])

    async def text(self, envelope: Envelope, key: str) -> str:
        """Return a text that was kept.

        Raises:
            Refused: it is forgotten, or somebody else's.
        """
        return str((await self._kept(envelope, key))["text"])

    async def _kept(self, envelope: Envelope, key: str) -> dict[str, Any]:
        content = await self.desk.ledger.see(keeping.kept, envelope.team, key)
        if content is None or content.get("kind") != ids.EDIT_DRAFT_VIEW:
            raise Refused(GONE)
        if content.get("user") != envelope.user:
            raise Refused(UNKNOWN)
        return content

    async def show_both(self, envelope: Envelope) -> Answer:
        """Show the text that came too late beside what is there now."""
        now, text = await self.find(envelope, ids.key(envelope.value) or "-")
        return Open(late_edit.both(now, text, self.desk.hosts))
