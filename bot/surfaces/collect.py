"""Collecting: `/collect`, the buttons that bring more, and times and limits."""

import asyncio
import re
from dataclasses import dataclass, replace

from bot.alarm import Alarm
from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.outbound.outcomes import Later, Never, Unclear
from bot.routes.answers import Answer, Close, FieldErrors, Open, Say, at_field
from bot.routes.route import Route, command, form, opens, press
from bot.surfaces import away
from bot.views import away as views
from bot.views import forms, ids
from bot.views.digest import digest_seen
from bot.views.kit import Message, section
from bot.views.owed.section import to_do
from bot.views.portfolio import collection_times, nothing_ready
from bot.views.portfolio.collection_times import schedule_words
from bot.views.sentence import sentence
from bot.words.times import times_of_day
from storage.ledger import access, people, schedules
from storage.ledger.collections import above, asked_for
from storage.ledger.core.ledger import Duplicate
from storage.ledger.messages import saying
from storage.ledger.queries import portfolio as book
from storage.ledger.queries import reading
from storage.ledger.settings import limits, scheduling, switching_off
from storage.ledger.shelf import choosing, quickest
from storage.ledger.shelf.bringing import Shown
from storage.ledger.shelf.expecting import has_first
from storage.ledger.streams.first import first_today
from storage.rules.authority import Action
from storage.rules.message_limits import cards_in_a_message
from storage.rules.refusal import Refused
from storage.rules.values.place import Place
from storage.rules.values.schedule import EVERY_DAY, WEEKDAYS
from storage.rules.words import many

KEPT = "kept"  # the days as they are set, which no choice of the form names
LINKED = 1.0  # seconds that Slack has for the address of a message
FIRST_TOO = ": your first tasks come then, too"
COMING = "It is on its way to your direct messages."
NOTHING_MORE = "Nothing else waits: what is left stands in the messages above. /collect now brings it together."
USAGE = (
    "I know: /collect now · at 9:00 13:00 16:30 weekdays · here at 9:00 daily · limit 12 · most 10 · off · here off · "
    "away until Monday, @bob decides · back · first Beta launch. "
    "Without a word it shows what is set."
)
SHOWN = frozenset({"limit", "most", "times", "at"})  # without a value: what is set, and how to change it
_NUMBER = re.compile(r"(limit|most)\s+(\S+)", re.I)


@dataclass(frozen=True, slots=True)
class Collecting:
    """The surface for `/collect`, its buttons, and the form of times and limits."""

    desk: Desk
    alarm: Alarm

    def routes(self) -> tuple[Route, ...]:
        """Return the command, its buttons and its form."""
        return (
            command(self.desk.command("collect"), self.command),
            press(ids.COLLECT_NOW, self.now),
            press(ids.KEEP_GOING, self.more),
            press(ids.QUICKEST, self.quickest),
            opens(ids.TIMES_FORM, self.form),
            form(ids.TIMES_VIEW, self.submit),
        )

    async def command(self, envelope: Envelope) -> Answer:
        """Do what follows `/collect`, and answer with what came of it."""
        words = await self.desk.said(envelope.text, ask=False)
        return Say(await self._command(envelope, " ".join(words.text.split())))

    async def _command(self, envelope: Envelope, text: str) -> Message:
        await self.desk.ledger.see(access.check, envelope.claim, Action.LOOK)
        if not text or text.lower() in SHOWN:
            return await self.settings(envelope)
        if text.lower() in ("help", "?"):
            return _line(USAGE)
        if text.lower() == "now":
            return await self._now(envelope)
        if text.lower() in ("off", "here off"):
            return await self._off(envelope, here=text.lower() != "off")
        if number := _NUMBER.fullmatch(text):
            return await self._number(envelope, number[1].lower(), number[2])
        if text.lower().startswith("here at "):
            return await self._here(envelope, text[8:])
        if text.lower().startswith("at "):
            return await self._at(envelope, text[3:])
        if (said := await away.answer(self.desk, envelope, text)) is not None:
            return _line(said)
        if re.match(r"[\d*]", text):
            return await self._at(envelope, text)
        raise Refused(f"I don't know “{text[:60]}”. {USAGE}")

    async def settings(self, envelope: Envelope) -> Message:
        """Return the message with a person's times and limits, and the times of the channel where they are."""
        person = await self.desk.person(envelope.user)
        channel = await self.desk.ledger.see(schedules.channel_schedule, envelope.team, envelope.channel)
        coming = await self.desk.ledger.see(people.next_time, person)
        first = await self.desk.ledger.see(first_today, person)
        return collection_times.settings(person, channel, coming, self.desk.now, first)

    async def _now(self, envelope: Envelope, behind: int = 0) -> Message:
        """Bring what is ready.

        Args:
            behind: the collection that a person goes on from; 0 for none.
        """
        person = await self.desk.person(envelope.user)
        see, once = self.desk.ledger.see, not behind
        unseen = await self._unseen(behind) if behind else frozenset[int]()
        try:
            choice = await see(choosing.choose_now, person, behind, unseen)
            made = await self.desk.ledger.do(
                asked_for.collect_now, person, key=envelope.dedup, after=behind, choice=choice, once=once, unseen=unseen
            )
        except Duplicate:
            return _line(COMING)
        if made is None and once and (shown := await see(above.above, person)) is not None:
            if await self._unseen(shown.collection):
                return await self._now(replace(envelope, dedup=f"{envelope.dedup}:rest"), shown.collection)
            return _line(views.above(shown, await self._link(shown.place), person.zone or "UTC"))
        if made is None and await see(choosing.is_on_its_way, person):
            return _line(COMING)
        if made is None:
            seen = await see(book.portfolio, envelope.team, envelope.user)
            if behind and any(item.task.id not in seen.later for item in seen.waiting):
                return _line(NOTHING_MORE)
            return _line(nothing_ready.nothing_ready(seen, self.desk.now))
        more = f", {many(made.behind, 'more waits', 'more wait')} behind" if made.behind and not behind else ""
        return _line(f"{brought(made)}, in your direct messages{more}.")

    async def _unseen(self, collection: int) -> frozenset[int]:
        """Return the items that a collection was to bring, and that had no room in its message."""
        shown = await self.desk.ledger.see(reading.collected_view, self.desk.team, collection)
        settle = self.desk.ledger.terms.settle
        return digest_seen.unseen(shown, self.desk.now, settle) if shown is not None else frozenset()

    async def _link(self, place: Place) -> str:
        """Return the address of a message; empty where Slack gives none in time."""
        try:
            async with asyncio.timeout(LINKED):
                answer = await self.desk.slack.call("chat.getPermalink", channel=place.channel, message_ts=place.ts)
        except (Never, Later, Unclear, TimeoutError):
            return ""
        link = answer.get("permalink")
        return link if isinstance(link, str) and re.fullmatch(r"https?://[^\s<>|]+", link) else ""

    async def _off(self, envelope: Envelope, here: bool) -> Message:
        await self.desk.person(envelope.user)
        place = await self.desk.reach.here(envelope.user, envelope.channel) if here else None
        channel, creator = envelope.channel if here else None, place.creator if place else ""
        had = await self.desk.ledger.do(switching_off.set_off, envelope.claim, channel, creator)
        whose = "This channel has" if here else "You have"
        if had and channel is not None:
            told = f"<@{envelope.user}> ended the collections here."
            await self.desk.ledger.do(saying.say, envelope.team, envelope.user, channel, thread="", text=told)
        self.desk.after(self.alarm.set())
        return _line(
            f"{whose} no collection times {'any more' if had else 'anyway'}. /collect now brings what is ready."
        )

    async def _number(self, envelope: Envelope, which: str, text: str) -> Message:
        value = int(text) if re.fullmatch("[0-9]{1,6}", text) else -1
        await self.desk.ledger.do(
            limits.set_limits, envelope.claim, value if which == "limit" else None, value if which == "most" else None
        )
        if which == "most":
            fit = cards_in_a_message(choosing.SMALLEST)
            rest = f" A message holds {fit}: Keep going brings the others." if value > fit else ""
            return _line(f"One collection brings at most {value}.{rest}")
        counted = many(value, "task waits for you or is", "tasks wait for you or are")
        return _line(f"New work is held back while {counted} under way.")

    async def _at(self, envelope: Envelope, text: str) -> Message:
        times, days, zone = times_of_day(text)
        first = FIRST_TOO if await self.desk.ledger.see(has_first, await self.desk.person(envelope.user)) else ""
        person = await self.desk.ledger.do(scheduling.set_times, envelope.claim, times, days, zone)
        self.desk.after(self.alarm.set())
        assert person.schedule is not None
        return _line(f"Your times: {schedule_words(person.schedule)}. In between I stay quiet{first}.")

    async def _here(self, envelope: Envelope, text: str) -> Message:
        if envelope.channel[:1] not in "CG":
            raise Refused("“here” works in a channel. For your own times: /collect at 9:00")
        times, days, zone = times_of_day(text, EVERY_DAY)
        place = await self.desk.reach.here(envelope.user, envelope.channel)
        if place and place.shared:
            raise Refused("Another company shares this channel: no collection comes here.")
        when = times, days, zone, place.creator if place else ""
        schedule = await self.desk.ledger.do(scheduling.set_channel_times, envelope.claim, envelope.channel, *when)
        self.desk.after(self.alarm.set())
        what = "what is assigned here or for this channel from now on, each card for its reviewer alone to decide"
        told = f"<@{envelope.user}> set collections here: {schedule_words(schedule)}. They bring {what}."
        await self.desk.ledger.do(saying.say, envelope.team, envelope.user, envelope.channel, thread="", text=told)
        return _line(
            f"This channel's times: {schedule_words(schedule)}. I bring {what}. Invite me if I am not in the channel."
        )

    async def now(self, envelope: Envelope) -> Answer:
        """Bring what is ready, wherever Collect now was pressed."""
        try:
            message = await self._now(envelope)
        except Refused as no:
            message = sentence(no.why)
        return Say(message, "Collect now")

    async def more(self, envelope: Envelope) -> Answer:
        """Bring what a collection had no room for."""
        value = str(envelope.value)
        return Say(await self._now(envelope, int(value) if re.fullmatch("[0-9]{1,18}", value) else 0))

    async def quickest(self, envelope: Envelope) -> Answer:
        """Bring the one thing that makes room soonest."""
        person = await self.desk.person(envelope.user)
        first = await self.desk.ledger.see(quickest.quickest, person)
        try:
            shown = await self.desk.ledger.do(asked_for.bring_quickest, person, envelope.dedup, first and first[0])
        except Duplicate:
            return Say(_line(COMING))
        return Say(_line("It is in your direct messages." if shown else "Nothing waits for you."))

    async def form(self, envelope: Envelope) -> Answer:
        """Open the form of times and limits."""
        await self.desk.ledger.see(access.check, envelope.claim, Action.SETTINGS)
        person = await self.desk.person(envelope.user)
        at = " ".join(f"{t.hour}:{t.minute:02}" for t in person.schedule.times) if person.schedule else ""
        known = {WEEKDAYS: "weekdays", EVERY_DAY: "daily"}
        days = known.get(person.schedule.days, KEPT) if person.schedule else "weekdays"
        return Open(forms.times(person, at, days))

    async def submit(self, envelope: Envelope) -> Answer:
        """Save the times and limits of a form; what can't be read is shown as an error at its field."""
        filled, errors = forms.values(envelope.state), dict[str, str]()
        person = await self.desk.person(envelope.user)
        stay = person.schedule if filled.get("days") == KEPT else None
        try:
            times, days, _ = times_of_day(f"{filled.get('times') or ''} {'' if stay else filled.get('days') or ''}")
        except Refused as no:
            errors["times"] = no.why
        numbers = {k: str(filled.get(k) or "") for k in ("room", "most")}
        errors |= {k: "A whole number, please." for k, v in numbers.items() if not re.fullmatch("[0-9]{1,4}", v)}
        if errors:
            return FieldErrors(errors)
        zone = person.schedule.zone if person.schedule else None
        room, most = int(numbers["room"]), int(numbers["most"])
        for block, value in (("room", (room, None)), ("most", (None, most))):
            with at_field(block):
                limits.check_limits(*value)
        with at_field("room"):
            await self.desk.ledger.do(limits.set_limits, envelope.claim, room, most)
        with at_field("times"):
            await self.desk.ledger.do(scheduling.set_times, envelope.claim, times, stay.days if stay else days, zone)
        return Close(then=self.alarm.set)


def _line(text: str) -> Message:
    return Message(text, (section(text),))


def brought(made: Shown) -> str:
    """Return how much a collection brings: “2 to decide, 1 for you to do”."""
    parts = [f"{made.items} to decide" if made.items else "", to_do(made.owed) if made.owed else ""]
    return ", ".join(part for part in parts if part)
