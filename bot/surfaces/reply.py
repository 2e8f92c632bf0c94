"""What people write of a task instead of tapping: a reply in its thread or under its card, or a direct message with its
number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.desk import Desk
from bot.people.acquaintances import AGAIN
from bot.surfaces.about import About, below_question
from bot.surfaces.answer import Answering
from bot.surfaces.control import Controls
from bot.surfaces.heard import envelope_of
from bot.surfaces.several import Several
from bot.surfaces.spoken import SAID, TO_AGENT, Spoken
from bot.surfaces.thread import Thread, Threads
from bot.surfaces.whose_task import can_answer, is_named, own, the_meant
from bot.surfaces.yes_or_no import YesOrNo
from bot.views import replies
from bot.views.replies import Why
from bot.views.sentence import sentence
from storage.jobs.port import Again
from storage.ledger import access
from storage.ledger.messages import posting
from storage.ledger.queries import portfolio as book
from storage.ledger.queries import reading
from storage.rules.authority import Action
from storage.rules.intents import wants_all
from storage.rules.lifecycle import RUNNING
from storage.rules.meaning import meaning
from storage.rules.numbered_answers import read_cards
from storage.rules.picks import Pick, read_picks
from storage.rules.posts import PostKind
from storage.rules.refusal import Refused
from storage.rules.replies import DECISIONS, PRESSES, Meaning, yes_or_no
from storage.rules.values.item import Item
from storage.rules.values.place import Place
from storage.rules.values.task import Task
from storage.rules.values.worker import colleague

WITHOUT_NUMBER = frozenset(
    {Meaning.UNDO, Meaning.APPROVE, Meaning.REJECT, Meaning.LATER, Meaning.STOP, Meaning.INQUIRY}
)
WHICH = frozenset(
    {Meaning.APPROVE, Meaning.REJECT, Meaning.LATER, Meaning.REOPEN, Meaning.RETRY, Meaning.ALLOW}
)  # what is asked of which task it is said
OF_SLUICE = frozenset(
    {Meaning.HELP, Meaning.STATUS, Meaning.READY, Meaning.STOP, Meaning.GREETING, Meaning.THANKS, Meaning.PRAISE}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replying:
    """The surface for words about a task that stand in a message."""

    desk: Desk
    answering: Answering
    several: Several
    controls: Controls
    yes_or_no: YesOrNo
    threads: Threads

    async def reply(self, content: dict[str, Any], key: str) -> bool:
        """Take a reply if it is clear what it answers; return False if its thread is about no task.

        Talk of others, and talk that names no task in a thread of people, gets no answer.

        Raises:
            Refused: they are no full member.
            Again: nobody knows who they are.
        """
        place = Place(str(content["channel"]), str(content["thread"]))
        thread = await self.threads.at(place)
        if not (thread.about or thread.ours):
            return False
        spoken = await self.spoken(content, key, place)
        mentions = "<@" in str(content["text"])
        mine = self._below_ours(spoken, thread) if thread.asks else self._in_thread(spoken, thread, mentions)
        if not await self.desk.acquaintances.knows(str(content["user"]), key, greet=bool(mine)):
            raise Again(AGAIN, "nobody knows who replied")
        if mine:  # what was read above may be of before they turned out to be no member any more
            await self.desk.ledger.see(access.check, spoken.envelope.claim, Action.LOOK)
        if len(mine) > 1 and await self._of_all(spoken, thread.cards):
            return True
        if await self.yes_or_no.take(spoken):
            return True
        if not thread.about:
            return False
        if await self._picked(spoken, thread, bool(mine)):
            return True
        if not mine:
            return thread.asks or not place.channel.startswith("D")
        if self._of_sluice(spoken, mine) and await self.controls.answered(content):
            return True
        await self._take(spoken, thread, mine)
        return True

    async def _take(self, spoken: Spoken, thread: Thread, mine: Sequence[About]) -> None:
        chosen = [about for about in mine if is_named(about, spoken.reply)]
        if not chosen and spoken.reply.dashed:
            await self._numbered(spoken)
        elif len(chosen) > 1 and (spoken.reply.meaning is Meaning.LATER or yes_or_no(spoken.reply) is False):
            await self.answering.tell(spoken, sentence(replies.NOTHING_DECIDED))
        elif len(chosen) > 1 and thread.asks:
            await self.several.which(spoken, [about.item for about in chosen if about.item is not None])
        else:
            await self._meant(spoken, mine)

    async def _meant(self, spoken: Spoken, mine: Sequence[About]) -> None:
        try:
            one = the_meant(mine, spoken.reply)
        except Refused as no:
            await self.answering.tell(spoken, sentence(no.why))
        else:
            await self.answering.take(spoken, one)

    async def _picked(self, spoken: Spoken, thread: Thread, has_part: bool) -> bool:
        """Take what is said of cards by their numbers, or of several tasks; return whether it is that."""
        picks = read_cards(spoken.said, bool(thread.cards), thread.offered)
        if picks is None or (len(thread.about) == 1 and all(p.reply.meaning is Meaning.STATUS for p in picks.picks)):
            return False
        known = all(pick.task or pick.number in thread.cards for pick in picks.picks)
        decides = all(pick.reply.meaning in DECISIONS for pick in picks.picks)
        if not known and not picks.certain and len(picks.picks) == 1:
            return False  # a number that no card has counts something
        if not has_part and not (picks.certain and known and decides):
            return False
        await self.several.take(spoken, picks, thread.cards)
        return True

    async def _of_all(self, spoken: Spoken, cards: Mapping[int, Item]) -> bool:
        """Answer what is said of all that a person decides, or undoes; return whether it was."""
        if spoken.reply.number is not None or spoken.files:
            return False
        if spoken.reply.meaning is Meaning.UNDO:
            await self.several.undoable(spoken)
        elif wants_all(spoken.said):
            await self.several.all_at_once(spoken, cards)
        else:
            return False
        return True

    def _of_sluice(self, spoken: Spoken, mine: Sequence[About]) -> bool:
        """Tell whether words ask something of Sluice itself, and not of the one thing that they stand under."""
        if spoken.reply.number is not None or spoken.reply.meaning not in OF_SLUICE or yes_or_no(spoken.reply) is False:
            return False
        alone = mine[0] if len(mine) == 1 else None
        return alone is None or (spoken.reply.meaning is Meaning.READY and not below_question(spoken, alone))

    def _below_ours(self, spoken: Spoken, thread: Thread) -> list[About]:
        """Return what a reply under a card is about; who has no part in it is heard only where they would decide."""
        reply, about = spoken.reply, thread.about
        mine = own(spoken, about)
        clear = len(about) == 1 or reply.number is not None
        return mine or (list(about) if clear and reply.meaning in DECISIONS else [])

    def _in_thread(self, spoken: Spoken, thread: Thread, mentions: bool) -> list[About]:
        """Return what words in the thread of a task are about: they name it, or there is no other way to read them.
        Among people, a verdict without a number may be one on what a colleague said."""
        reply, ours, mine = spoken.reply, thread.ours, own(spoken, thread.about)
        if reply.number is not None or (spoken.private and len(mine) == 1):
            return mine
        if ours and reply.meaning in (Meaning.APPROVE, Meaning.REJECT) and reply.outright and not mentions:
            return [a for a in mine if a.task.reviewer == spoken.envelope.user] if len(mine) == 1 else []
        at_work = [a for a in mine if a.task.state in RUNNING]
        heard = reply.meaning not in SAID if ours else reply.meaning in TO_AGENT
        return at_work if len(at_work) == 1 and not mentions and heard else []

    async def mentioned(self, content: dict[str, Any], key: str) -> bool:
        """Take a mention in a thread as words for the thread's task; return whether they were for one."""
        place = Place(str(content["channel"]), str(content["thread"] or "") or None)
        spoken = await self.spoken(content, key, place)
        if spoken.reply.number is not None and spoken.reply.dashed:
            return await self._numbered(spoken)
        if (picks := read_picks(spoken.said, cards=False)) is not None:
            await self.several.take(spoken, picks, {})
            return True
        mine = own(spoken, (await self.threads.at(place)).about) if place.ts else []
        if len(mine) != 1 and await self._of_all(spoken, {}):
            return True
        kind = spoken.reply.meaning
        if kind not in WITHOUT_NUMBER or not place.ts:
            return False  # a wish that names no task may well be a brief
        if not mine or (kind is Meaning.INQUIRY and not can_answer(mine)):
            return False
        await self._meant(spoken, mine)
        return True

    async def direct(self, content: dict[str, Any], key: str) -> bool:
        """Take a direct message that is about a task; return whether it was one."""
        spoken = await self.spoken(content, key, Place(str(content["channel"]), str(content["thread"] or "") or None))
        reply = spoken.reply
        if await self._of_all(spoken, {}) or await self.yes_or_no.take(spoken) or await self._several(spoken):
            return True
        if reply.number is not None and (reply.dashed or reply.meaning in (Meaning.APPROVE, Meaning.REJECT)):
            return await self._numbered(spoken)
        if reply.meaning in (Meaning.UNCLEAR, Meaning.THANKS) and yes_or_no(reply) is False:
            await self.answering.tell(spoken, sentence(replies.NOTHING_ASKED))
            return True
        if reply.number is not None or reply.meaning not in WHICH:
            return False
        await self._which(spoken)
        return True

    async def _several(self, spoken: Spoken) -> bool:
        """Take what is said of several tasks. Numbers of cards are asked: it is only likely which message they mean."""
        if (picks := read_picks(spoken.said, cards=False)) is not None:
            await self.several.take(spoken, picks, {})
            return True
        last = await self.desk.ledger.see(posting.newest, self.desk.team, Place(spoken.place.channel), PostKind.DIGEST)
        thread = await self.threads.digest(int(last.subject)) if last is not None else Thread(about=())
        picks = read_cards(spoken.said, True, thread.offered)
        if picks is None or not picks.certain or not any(map(_closes, picks.picks)):
            return False
        if not all(pick.number in thread.cards and not pick.task for pick in picks.picks):
            return False
        await self.several.which(spoken, [thread.cards[pick.number] for pick in picks.picks], replies.LAST_CARDS)
        return True

    async def _numbered(self, spoken: Spoken) -> bool:
        assert spoken.reply.number is not None
        try:
            claim, reply = spoken.envelope.claim, spoken.reply
            page = await self.desk.ledger.see(reading.whole, claim, number=reply.number, run=reply.run)
        except Refused as no:
            await self.answering.tell(spoken, sentence(no.why))
        else:
            if _only_works(page.task, claim.user) and reply.meaning is not Meaning.STATUS:
                await self.answering.tell(spoken, sentence(replies.YOURS.format(page.task.name)))
            else:
                await self.answering.take(spoken, About(page.task))
        return True

    async def _which(self, spoken: Spoken) -> None:
        """Ask which draft is meant; where one waits, with its buttons."""
        waiting = (await self.desk.ledger.see(book.portfolio, self.desk.team, spoken.envelope.user)).waiting
        if len(waiting) == 1 and spoken.reply.meaning is not Meaning.LATER:
            await self.answering.show(spoken, waiting[0], Why.NUMBER)
            return
        names = ", ".join(dict.fromkeys(i.task.name for i in waiting[:5]))
        text = replies.waiting(names) if waiting else "Nothing waits for you. /sluice shows what is under way."
        if spoken.reply.meaning is Meaning.LATER and waiting:
            text = replies.NOTHING_DECIDED
        await self.answering.tell(spoken, sentence(text))

    async def spoken(self, content: dict[str, Any], key: str, place: Place) -> Spoken:
        """Return the words of a message that was kept, with their meaning."""
        text = (await self.desk.said(str(content["text"]).replace(f"<@{self.desk.bot_user}>", ""))).text.strip()
        envelope = envelope_of(content, self.desk.team, key)
        reply, files = meaning(text), bool(content.get("files"))
        return Spoken(
            envelope=envelope, place=place, reply=reply, key=key, files=files, certain=reply.certain, said=text
        )


def _closes(pick: Pick) -> bool:
    """Tell whether what is said for certain of a card decides or answers it: unclear words are an offered answer."""
    return pick.reply.meaning in DECISIONS | PRESSES | {Meaning.UNCLEAR}


def _only_works(task: Task, user: str) -> bool:
    """Tell whether a person works on a task now, and neither assigned it nor decides on it."""
    theirs = task.brief.worker == colleague(user) and task.state in RUNNING
    return theirs and user not in (task.assigner, task.reviewer)
