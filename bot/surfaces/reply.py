"""What people write of a task instead of tapping: a reply in its thread or under its card, or a direct message that
begins with its number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.desk import Desk
from bot.payload import Envelope
from bot.views import receipt
from storage.ledger import deciding, posting, reading, running
from storage.ledger.core import Duplicate
from storage.ledger.deciding import Click
from storage.rules.authority import UNKNOWN
from storage.rules.lifecycle import RUNNING
from storage.rules.refusal import Refused
from storage.rules.task import Kind, Place, State, Task, Verdict

_NUMBER = re.compile(r"\s*T-?(\d{1,7})\b[\s:,.-]*", re.I)


@dataclass(frozen=True, slots=True)
class Replying:
    desk: Desk

    async def reply(self, kept: dict[str, Any], key: str) -> None:
        """A reply is a Revise where it is clear what it answers; the answer, where a question is open; else a word to
        the agent that works on it.

        Talk of others, and talk that names no task in a thread of people, gets no answer.
        """
        envelope = Envelope("event", self.desk.team, str(kept["user"]), str(kept["channel"]), key)
        place = Place(str(kept["channel"]), str(kept["thread"]))
        text = (await self.desk.said(str(kept["text"]))).text.strip()
        named, (tasks, ours) = _NUMBER.match(text), await self._spoken_of(place)
        mine = [t for t in tasks if envelope.user in (t.assigner, t.reviewer)]
        if named is None and not ours:  # talk of people, unless one agent is at work on what they talk of
            mine = [t for t in mine if t.state in RUNNING and "<@" not in str(kept["text"])]
            mine = mine if len(mine) == 1 else []
        if not mine:
            return
        note = text[named.end() :] if named else text
        try:
            task = _meant(mine, int(named[1]) if named else None)
            said = await self._take(envelope, task, note, f"{key}:reply")
        except Duplicate:
            return
        except Refused as no:
            said = no.why
        await self.desk.tell(place.channel, envelope.user, receipt.refusal(said), place.ts)

    async def named(self, kept: dict[str, Any], key: str) -> bool:
        """A direct message that begins with a task's number is for that task; whether it does."""
        envelope = Envelope("event", self.desk.team, str(kept["user"]), str(kept["channel"]), key)
        text = (await self.desk.said(str(kept["text"]))).text.strip()
        number = _NUMBER.match(text)
        if number is None or "-" not in number[0]:  # “T5 models” may well begin a brief
            return False
        try:
            whole = await self.desk.ledger.see(reading.whole, envelope.actor, number=int(number[1]))
            note = text[number.end() :].strip()
            if not note:
                raise Refused(f"Say what you want of {whole.task.name}, for example: {whole.task.name} shorter, please")
            said = await self._take(envelope, whole.task, note, f"{key}:reply")
            said += " The files are not used: give them with Edit." if kept.get("files") else ""
        except Duplicate:
            return True
        except Refused as no:
            said = no.why
        await self.desk.tell(envelope.channel, envelope.user, receipt.refusal(said), None)
        return True

    async def _spoken_of(self, place: Place) -> tuple[tuple[Task, ...], bool]:
        """The tasks that a thread may speak of, and whether it stands under a message of ours that asks to decide."""
        at = await self.desk.ledger.see(posting.find_at, self.desk.team, place)
        if at is None or at.surface != "digest":
            return await self.desk.ledger.see(
                reading.task_in_thread, self.desk.team, place.channel, place.ts or ""
            ), False
        shown = await self.desk.ledger.see(reading.collected_view, self.desk.team, int(at.subject))
        cards = shown.cards if shown else ()
        waiting = tuple(c.item.task for c in cards if c.item.open and c.item.decision is None and not c.moved)
        return waiting or tuple(c.item.task for c in cards), True

    async def _take(self, envelope: Envelope, task: Task, note: str, dedup: str) -> str:
        """What became of a reply, in words.

        Raises:
            Refused: nothing of the task's waits for words, or several things do.
            Duplicate: Slack sent this before.
        """
        found = await self.desk.ledger.see(deciding.open_items_of, self.desk.team, task.id)
        if task.state is State.WORKING and not found:
            await self.desk.ledger.do(running.say, envelope.actor, task.key, note, dedup)
            return f"{task.brief.worker} hears that before its next step on {task.name}."
        if len(found) > 1:
            raise Refused(f"{task.name} asks several things: answer on their cards.")
        if not found or found[0].kind not in REPLIES:
            raise Refused(f"{task.name} has nothing that a reply could answer. /sluice {task.name} shows it.")
        (item,), verdict = found, REPLIES[found[0].kind]
        click = Click(item.key, item.draft_version, None, dedup)
        await self.desk.ledger.do(deciding.decide, envelope.actor, click, verdict, (), note)
        if verdict is Verdict.ANSWER:
            return f"{task.brief.worker} goes on with {task.name} and your answer. Undo is on its card."
        return f"{task.name} goes back to {task.brief.worker} with your words. Undo is on its card."


REPLIES = {Kind.DRAFT: Verdict.REVISE, Kind.QUESTION: Verdict.ANSWER}


def _meant(tasks: Sequence[Task], number: int | None) -> Task:
    """
    Raises:
        Refused: it is not clear which, or it is none of them.
    """
    if number is None and len(tasks) > 1:
        raise Refused("Which one do you mean? Begin with its number, for example: T-12 shorter, please")
    chosen = [t for t in tasks if number in (None, t.number)]
    if not chosen:
        raise Refused(UNKNOWN)
    return chosen[0]
