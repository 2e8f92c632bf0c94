"""Looking: `/sluice`, and the Home tab."""

import difflib
import re
from dataclasses import dataclass

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Done, Replace, Say
from bot.routes.route import Route, command, event, opens
from bot.surfaces.collect import Collecting
from bot.surfaces.figures import Figured
from bot.surfaces.playbooks import Playbooks
from bot.surfaces.portfolio_words import ELSEWHERE, KNOWN, WORDS
from bot.surfaces.sitting import Sittings
from bot.surfaces.standing import how_it_stands
from bot.surfaces.streams import Streams
from bot.views import ids, notices
from bot.views.habits import habits
from bot.views.kit import Message
from bot.views.paging import read_page
from bot.views.people import people_tasks, takes_tasks
from bot.views.portfolio import found_tasks, home_tab, task_list, worker_list
from bot.views.sentence import sentence
from bot.views.series import series, series_list
from storage.ledger import access, people
from storage.ledger.colleagues import refusing, with_others
from storage.ledger.decisions import records
from storage.ledger.habits import agreeing
from storage.ledger.queries import ahead, own_figures, searching
from storage.ledger.queries import portfolio as book
from storage.ledger.series import series_status
from storage.ledger.streams import finding, recapping
from storage.ledger.work import halting, spending
from storage.rules.authority import Action, Claim
from storage.rules.figures import figures
from storage.rules.pages.portfolios import Portfolio as TaskList
from storage.rules.refusal import Reason, Refused

_TASK = re.compile(r"[Tt]-?([0-9]{1,9})(?:\.([0-9]{1,4}))?")
IN_A_MESSAGE = "Nothing was changed. Press a button, or write it to me in a message that begins with {0}."
ONE_OF_MANY = "{0} is many tasks: stop one, for example /sluice stop {0}.1, or end them all with /sluice {0}."


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The surface for `/sluice` and the Home tab."""

    desk: Desk
    collecting: Collecting
    streams: Streams
    playbooks: Playbooks
    figured: Figured
    sittings: Sittings

    def routes(self) -> tuple[Route, ...]:
        """Return the command, the buttons between pages, and the Home tab."""
        return (
            command(self.desk.command("sluice"), self.command),
            opens(re.compile(rf"^{ids.MORE}\.[01]$"), self.more),
            event("app_home_opened", self.home),
        )

    async def command(self, envelope: Envelope) -> Answer:
        """Answer what follows `/sluice`."""
        words = await self.desk.said(envelope.text, ask=False)
        message = await self._command(envelope, " ".join(words.text.split()))
        return Say(message) if message is not None else Done()

    async def more(self, envelope: Envelope) -> Answer:
        """Turn to another page of a long list, in the same message or window."""
        if envelope.in_modal:
            return await self.streams.turn(envelope)
        number, text = read_page(envelope.value)
        try:
            message = await self._command(envelope, text, number)
        except Refused as no:
            message = sentence(no.why)
        return Replace(message) if message is not None else Done()

    async def _command(self, envelope: Envelope, text: str, number: int = 0) -> Message | None:
        await self.desk.ledger.see(access.check, envelope.claim, Action.LOOK)
        first, _, rest = text.partition(" ")
        if not text or text.lower() == "tasks":
            shown = await self._portfolio(envelope.user)
            return task_list.tasks(shown, self.desk.now, number)
        if (answer := await self._people(envelope, text.lower(), number)) is not None:
            return answer
        if task := _TASK.fullmatch(text):
            return await self._one(envelope, int(task[1]), int(task[2] or 0))
        if text.lower() == "repeats":
            listed = await self.desk.ledger.see(series_status.repeats, envelope.claim)
            return series_list.repeats(listed, self.desk.now, number)
        if text.lower() == "habits":
            rules = await self.desk.ledger.see(agreeing.rules_of, envelope.claim)
            return habits.listed(rules, self.desk.now, await self.desk.zone(envelope.user))
        if text.lower() == "find":
            raise Refused("Say what to find, for example: /sluice find pricing memo")
        if first.lower() == "find":
            tasks = await self.desk.ledger.see(searching.search, envelope.team, envelope.user, rest)
            return found_tasks.found(tasks, rest, await self.desk.person(envelope.user), self.desk.now, number)
        if first.lower() in ("playbook", "playbooks"):
            return await self.playbooks.answer(envelope, rest or ("list" if first.endswith("s") else ""), number)
        if first.lower() in ("stream", "streams"):
            return await self.streams.answer(envelope, rest or ("list" if first.endswith("s") else ""), number)
        if text.lower() == "workers":
            known = await self.desk.ledger.see(records.records, envelope.team)
            critic = await self.desk.ledger.see(records.overruled, envelope.team)
            return worker_list.roster(known, self.desk.agents, critic, number)
        if first.lower() == "figures":
            return await self.figured.answer(envelope, rest.lower())
        if first.lower() == "stop" or text.lower() == "go on":
            return sentence(await self._stop(envelope, text.lower()))
        if text.lower() == "review":
            self.desk.after(self.sittings.begin(envelope), envelope)
            return None
        if text.lower() == "times":
            return await self.collecting.settings(envelope)
        if text.lower() == "help":
            return notices.help_message(self.desk.agents)
        named = [found for word in text.split() if "-" in word and (found := _TASK.fullmatch(word.strip(":,.?!")))]
        if len(named) == 1:  # “T-12 cancel”, “approve T-12”
            name = named[0][0].upper()
            return await self._one(envelope, int(named[0][1]), int(named[0][2] or 0), IN_A_MESSAGE.format(name))
        raise Refused(self._unknown(first.lower(), text))

    async def _people(self, envelope: Envelope, text: str, number: int) -> Message | None:
        """Answer what is asked of tasks between people; None for anything else."""
        see, do = self.desk.ledger.see, self.desk.ledger.do
        if text == "not me":
            return sentence(takes_tasks.refuses(await do(refusing.refuse, envelope.claim, True)))
        if text == "me again":
            await do(refusing.refuse, envelope.claim, False)
            return sentence(takes_tasks.takes())
        if text == "tasks mine":
            shown = await self._portfolio(envelope.user)
            return people_tasks.mine(shown.owed, shown.person, self.desk.now, number)
        if text == "tasks others":
            tasks = await see(with_others.with_others, envelope.claim)
            out = await see(people.out_among, envelope.team, {task.brief.worker.name for task in tasks})
            return people_tasks.others(tasks, await self.desk.person(envelope.user), self.desk.now, number, out)
        return None

    def _unknown(self, first: str, text: str) -> str:
        meant = difflib.get_close_matches(first, WORDS, 1, 0.6)
        near = f" Did you mean /sluice {meant[0]}?" if meant else ""
        near = f" Perhaps: {ELSEWHERE[first]}" if first in ELSEWHERE else near
        return f"I don't know “{text[:60]}”.{near} {KNOWN}"

    async def _stop(self, envelope: Envelope, text: str) -> str:
        """Stop one task, or, by an administrator, everything; and go on again."""
        if text == "go on":
            count = await self.desk.ledger.do(spending.go_on, envelope.claim)
            held = f" {count} that {'was' if count == 1 else 'were'} held went on where they stood." if count else ""
            return f"Agents work again.{held}"
        if text == "stop all":
            count = await self.desk.ledger.do(spending.stop_all, envelope.claim)
            held = f"{count} {'was' if count == 1 else 'were'} under way"
            return f"All agents are stopped ({held}). `/sluice go on` lets them go on where they stood."
        number = re.fullmatch(r"stop t-?([0-9]{1,9})(?:\.([0-9]{1,4}))?", text)
        if number is None:
            raise Refused("Say which task, for example: /sluice stop T-12. An administrator can /sluice stop all.")
        stopped, run = int(number[1]), int(number[2] or 0)
        try:
            return notices.stopped(await self.desk.ledger.do(halting.stop, envelope.claim, number=stopped, run=run))
        except Refused as no:
            if run or no.reason is not Reason.UNKNOWN:
                raise
            of_many = await self.desk.ledger.see(series_status.standing, envelope.claim, number=stopped)
            raise Refused(ONE_OF_MANY.format(of_many.series.name)) from None

    async def _one(self, envelope: Envelope, number: int, run: int, lead: str = "") -> Message:
        try:
            return await how_it_stands(self.desk, envelope.claim, number, run, lead)
        except Refused:
            if run:
                raise
            found = await self.desk.ledger.see(series_status.standing, envelope.claim, number=number)
            return series.answer(found, self.desk.now, hint=lead)

    async def _portfolio(self, user: str) -> TaskList:
        await self.desk.person(user)
        return await self.desk.ledger.see(book.portfolio, self.desk.team, user)

    async def home(self, envelope: Envelope) -> Answer:
        """Draw the Home tab of the person who opened it."""
        shown = envelope.message.get("tab") in (None, "home")
        return Done(then=(lambda: self.publish(envelope.user)) if shown else None)

    async def publish(self, user: str) -> None:
        """Draw a person's Home tab; for those who may not use Sluice, the reason stands there."""
        try:
            shown, claim, see = await self._portfolio(user), Claim(user, self.desk.team), self.desk.ledger.see
            listed = {task.stream_id for task in shown.tasks if task.stream_id is not None}
            recaps, idle = await see(recapping.recaps, claim, listed), await see(finding.idle, claim, listed)
            next_up = await see(ahead.ahead, shown.person, shown.tasks)
            week = figures(await see(own_figures.own, claim, 1, False))
            rules = await see(agreeing.rules_of, claim)
            home = home_tab.home(
                shown, self.desk.now, self.desk.missing, recaps, idle, ahead=next_up, week=week, rules=rules
            )
        except Refused as no:
            home = notices.outsider(no.why)
        await self.desk.slack.publish_home(user, home)
