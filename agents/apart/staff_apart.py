"""Agents, critic, suggester and explainer of the agents' process, as the bot's process calls them."""

import asyncio
from dataclasses import dataclass
from typing import Any, TypeVar

from agents.apart import calls
from agents.apart.calls import Call
from agents.apart.failures import LedgerFailed, Unforeseen
from agents.apart.ledger_side import Course
from agents.apart.line import Line, Lost
from agents.review.critic import Critic
from storage.jobs.port import Crashed
from storage.ledger.work.assignment import Assignment
from storage.rules.pages.inquiries import Inquiry
from storage.rules.values.draft import Draft
from storage.rules.values.task import Suggested

T = TypeVar("T")


class Apart:
    """The agents' process, as the bot's process sees it. While there is none, calls wait for the next one."""

    def __init__(self) -> None:
        self._line: Line | None = None
        self._courses: dict[int, Course] = {}
        self._here = asyncio.Event()

    @property
    def is_here(self) -> bool:
        """Whether there is a process."""
        return self._line is not None

    def connect(self, line: Line, courses: dict[int, Course]) -> None:
        """Take a process that has begun.

        Args:
            courses: where its ledger's side finds the calls under way, by number.
        """
        self._line, self._courses = line, courses
        self._here.set()

    def disconnect(self) -> None:
        """Take note that the process has ended."""
        self._line = None
        self._here.clear()

    async def ready(self) -> Line:
        """Wait until there is a process, and return the line to it."""
        while (line := self._line) is None:
            await self._here.wait()
        return line

    async def ask(self, call: Call[T], *values: Any, given: Assignment | None = None) -> T:
        """Return the result of a call.

        Args:
            given: what it may read and write in the ledger is of this assignment; None for nothing.

        Raises:
            Crashed: the process ended meanwhile.
            Exception: what the call failed with there, or here in the ledger.
        """
        line = await self.ready()
        courses = self._courses
        number = line.number()
        course = courses[number] = Course(given)
        try:
            result = call.result(await line.ask(number, call.name, call.pack(*values)))
        except Lost:
            raise Crashed("the agents' process ended") from None
        except LedgerFailed as no:
            raise (course.failed or Unforeseen(str(no))) from None
        finally:
            await course.written()
            del courses[number]
        if course.unkept is not None:
            raise course.unkept
        return result

    def tell(self, call: Call[None], *values: Any) -> None:
        """Make a call that is not answered, where there is a process."""
        if self._line is not None:
            self._line.tell(call.name, call.pack(*values))


@dataclass(frozen=True, slots=True)
class AgentApart:
    """An `Agent` of the agents' process."""

    name: str
    apart: Apart

    async def work(self, given: Assignment) -> Draft:
        """Return the draft of this assignment's version."""
        return await self.apart.ask(calls.WORK, self.name, given, given=given)

    async def mend(self, given: Assignment, draft: Draft, findings: tuple[str, ...]) -> Draft | None:
        """Return the mended draft; None when the agent does not mend."""
        return await self.apart.ask(calls.MEND, self.name, given, draft, findings, given=given)

    async def unheard(self, given: Assignment) -> tuple[str, ...]:
        """Return what people said that came too late for the draft."""
        return await self.apart.ask(calls.UNHEARD, self.name, given, given=given)

    async def forget(self, team: str, task_id: int) -> None:
        """Delete all that was kept for a closed task."""
        await self.apart.ask(calls.FORGET, self.name, team, task_id)

    def drain(self) -> None:
        """Let running work stop after its current step."""
        self.apart.tell(calls.DRAIN, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticApart(Critic):
    """The critic of the agents' process; it reads files for people's own hand-ins here."""

    apart: Apart

    async def check(self, assignment: Assignment, draft: Draft) -> Draft:
        """Return the draft with its checks."""
        return await self.apart.ask(calls.CHECK, assignment, draft, given=assignment)


@dataclass(frozen=True, slots=True)
class SuggesterApart:
    """The suggester of the agents' process."""

    apart: Apart

    async def suggest(self, assignment: Assignment) -> Suggested | None:
        """Return what a model suggests for a brief; None when nothing is usable or the model failed."""
        return await self.apart.ask(calls.SUGGEST, assignment, given=assignment)


@dataclass(frozen=True, slots=True)
class ExplainerApart:
    """The explainer of the agents' process."""

    apart: Apart

    async def explain(self, inquiry: Inquiry) -> str:
        """Return the answer to a question about a draft."""
        return await self.apart.ask(
            calls.EXPLAIN, inquiry, given=Assignment.beside(inquiry.task, inquiry.draft.version)
        )
