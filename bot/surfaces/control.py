"""What people ask of Sluice itself, in direct messages and mentions: help, what is under way, what is ready, stop."""

import re
from dataclasses import dataclass
from typing import Any

from bot.desk import Desk
from bot.views import notices, replies
from bot.views.kit import Message
from bot.views.portfolio import found_tasks, task_list
from bot.views.sentence import sentence
from storage.ledger.queries import portfolio as book
from storage.ledger.queries import searching
from storage.rules.intents import looked_for
from storage.rules.lifecycle import RUNNING
from storage.rules.meaning import meaning
from storage.rules.replies import Meaning, wants_list


@dataclass(frozen=True, slots=True)
class Controls:
    """The answers to what people ask of Sluice itself."""

    desk: Desk

    async def answered(self, content: dict[str, Any]) -> bool:
        """Answer a message that asks something of Sluice itself; return whether it was one."""
        bare = re.sub(rf"<@{self.desk.bot_user}(\|[^>]*)?>", "", str(content["text"]))
        reply = meaning((await self.desk.said(bare)).text)
        kind = Meaning.STATUS if wants_list(reply.text) else reply.meaning
        answer = await self._answer(kind, reply.text, str(content["user"])) if reply.number is None else None
        if answer is None or content.get("files"):
            return False
        await self.desk.tell(
            str(content["channel"]), str(content["user"]), answer, str(content.get("thread") or "") or None
        )
        return True

    async def _answer(self, kind: Meaning, text: str, user: str) -> Message | None:
        """Return what is said to this; None where it may be a task."""
        if kind is Meaning.HELP:
            return notices.help_message(self.desk.agents)
        if kind is Meaning.GREETING:
            return replies.hello(self.desk.command("assign"))
        if kind in (Meaning.THANKS, Meaning.PRAISE):
            return sentence(replies.WELCOME)
        if words := looked_for(text):
            tasks = await self.desk.ledger.see(searching.search, self.desk.team, user, words)
            return found_tasks.found(tasks, words, await self.desk.person(user), self.desk.now)
        if kind not in (Meaning.STATUS, Meaning.READY, Meaning.STOP):
            return None
        await self.desk.person(user)
        shown = await self.desk.ledger.see(book.portfolio, self.desk.team, user)
        if kind is Meaning.STATUS:
            return task_list.tasks(shown, self.desk.now, 0)
        if kind is Meaning.READY:
            return replies.ready(shown, self.desk.now)
        return replies.stop_which(tuple(task for task in shown.tasks if task.state in RUNNING))
