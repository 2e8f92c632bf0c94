"""A yes or a no to the last question of ours in a conversation: it presses the button of that question."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.desk import Desk
from bot.surfaces.about import About
from bot.surfaces.answer import Answering
from bot.surfaces.give import Giving
from bot.surfaces.spoken import Spoken
from bot.surfaces.understood import Understood
from bot.views import ids, replies
from bot.views.replies import Why
from bot.views.sentence import sentence
from storage.ledger.decisions import inviting
from storage.ledger.messages import keeping, posting, proposals, receiving
from storage.ledger.rows import finding_items
from storage.rules.meaning import meaning
from storage.rules.pages.messages import Post
from storage.rules.posts import PostKind
from storage.rules.refusal import Refused
from storage.rules.replies import Meaning, Reply, says_yes, yes_or_no
from storage.rules.values.ask import Kind
from storage.rules.values.place import Place

FRESH = timedelta(hours=1)  # a yes outside of its thread is one to a question of this age at most


@dataclass(frozen=True, slots=True)
class YesOrNo:
    """The surface for a yes or a no in words or as a reaction."""

    desk: Desk
    answering: Answering
    understood: Understood
    giving: Giving

    async def take(self, spoken: Spoken) -> bool:
        """Press the button of our last question here, for a yes or a no; return whether the words were one.

        Outside the thread of the question they may be about anything else: there only a plain yes counts as one.
        """
        yes = yes_or_no(spoken.reply)
        if yes is None or spoken.files:
            return False
        if yes and not spoken.place.ts and not says_yes(spoken.reply):
            return False
        last = await self.desk.ledger.see(posting.newest, self.desk.team, spoken.place)
        if last is None or (not spoken.place.ts and not await self._follows(spoken, last)):
            return False
        if last.kind is PostKind.UNDERSTOOD:
            return await self._answer_proposal(spoken, last, yes)
        if last.kind is PostKind.INVITATION:
            return await self._answer_invitation(spoken, last, yes)
        return last.kind is PostKind.REPLY and await self._answer_about_item(spoken, last, yes)

    async def _follows(self, spoken: Spoken, asked: Post) -> bool:
        """Tell whether words follow our question, with nothing said in between that it may be about instead."""
        if self.desk.now - asked.made_at > FRESH:
            return False
        channel = spoken.place.channel
        said = await self.desk.ledger.see(receiving.said_since, self.desk.team, channel, asked.made_at)
        return said <= {spoken.key}

    async def react(self, spoken: Spoken, at: Post, decided: Meaning) -> None:
        """Press a button of “Shall I assign this?”, for a reaction on it."""
        await self._press_proposal(spoken, at, decided is Meaning.APPROVE)

    async def _answer_proposal(self, spoken: Spoken, last: Post, yes: bool) -> bool:
        """Press a button of “Shall I assign this?”; return False where the words are no answer to it."""
        if spoken.reply.outright:
            return False  # nobody approves what is only asked for
        outcome = await self.desk.ledger.see(proposals.proposal_outcome, self.desk.team, last.subject)
        if outcome is not None and not spoken.place.ts:
            return False
        await self._press_proposal(spoken, last, yes)
        return True

    async def _answer_invitation(self, spoken: Spoken, last: Post, yes: bool) -> bool:
        """Press a button of the question whether a person decides; return False where it was answered before."""
        asked = await self.desk.ledger.see(inviting.invitation, self.desk.team, last.subject)
        if asked is None or asked.state or last.owner != spoken.envelope.user:
            return False
        value = str(ids.Value(last.subject.split(":")[1], 0))
        press = replace(spoken.envelope, channel=last.channel, value=value, dedup=f"{spoken.key}:invitation")
        try:
            await (self.giving.take(press) if yes else self.giving.decline(press))
        except Refused as no:
            await self.answering.tell(spoken, sentence(no.why))
        await self.desk.ledger.do(posting.redraw_soon, self.desk.team, Place(last.channel, last.ts))
        return True

    async def _press_proposal(self, spoken: Spoken, post: Post, yes: bool) -> None:
        """Press one of the buttons of “Shall I assign this?” and tell what came of it."""
        envelope = replace(spoken.envelope, channel=post.channel)
        await self.answering.tell(spoken, await self.understood.answer(envelope, post, yes))

    async def _answer_about_item(self, spoken: Spoken, last: Post, yes: bool) -> bool:
        """Do what we asked about an item, or leave it; return False where the words are no answer to that."""
        content = await self.desk.ledger.see(keeping.kept, self.desk.team, last.subject) or {}
        item = await self.desk.ledger.see(finding_items.find_item, self.desk.team, str(content.get("item") or "-"))
        if item is None or content.get("user") != spoken.envelope.user or item.decision is not None or not item.open:
            return False
        why, text = Why(content["why"]), str(content["text"])
        if why is Why.UNCLEAR and item.kind is Kind.QUESTION:  # a yes may be one to the agent as well
            again = await self.answering.show(replace(spoken, reply=replace(spoken.reply, text=text)), item, why)
            return again is None
        if why not in (Why.CONFIRM, Why.NUMBER) or spoken.reply.meaning is Meaning.REJECT:
            return False
        if not yes:
            await self.answering.tell(spoken, sentence(replies.still_waits(item)))
        else:
            await self.answering.take(self._confirmed(spoken, why, text), About(item.task, item))
        return True

    def _confirmed(self, spoken: Spoken, why: Why, text: str) -> Spoken:
        """Return the words that we asked about, as the person means them after their yes."""
        if why is Why.CONFIRM:
            return replace(spoken, reply=Reply(meaning=Meaning.APPROVE, text=spoken.text), confirmed=True)
        return replace(spoken, reply=meaning(text))
