"""The ledger's side of the line: what the agents' process may read and write, each call for its own assignment."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agents.apart import calls
from agents.apart.calls import Doing
from agents.apart.failures import LedgerFailed
from agents.roster.ends import CannotDo
from agents.roster.ledger_link import LedgerLink
from storage.ledger.work.assignment import Assignment

if TYPE_CHECKING:
    from agents.tools.pins import Pins


@dataclass(slots=True)
class Course:
    """A call of the agents' process that is under way.

    Attributes:
        failed: what the ledger failed with in its course, last.
        told: what is written in its course while the work goes on.
        unkept: what the ledger failed with at any of that; the work comes to its end then.
    """

    given: Assignment | None
    failed: Exception | None = None
    told: set[asyncio.Task[Any]] = field(default_factory=set)
    unkept: Exception | None = None

    async def written(self) -> None:
        """Wait until all is written, or can't be, that was told in its course."""
        if self.told:
            await asyncio.wait(self.told)


class LedgerSide:
    """Answers what the agents' process asks of the ledger."""

    def __init__(self, link: LedgerLink, pins: "Pins", courses: Mapping[int, Course]) -> None:
        self._courses = courses
        self._doing = Doing(
            (
                (calls.HEARD, link.heard),
                (calls.REPORT, link.report),
                (calls.RESERVE, link.reserve),
                (calls.SPENT, lambda given, model, spent: link.settle(given, model, None, spent)),
                (calls.SETTLE, link.settle),
                (calls.TOOK, link.took),
                (calls.FILES_BEFORE, link.files_before),
                (calls.BEGIN_CALL, link.begin_call),
                (calls.LOSE_CALL, link.lose_call),
                (calls.TELL, link.tell),
                (calls.PINS, lambda given, *words: pins.check(given.team, *words)),
            )
        )

    async def answer(self, name: str, number: int, within: int, body: bytes) -> bytes:
        """Return the answer to a call in whose course one of ours is.

        Raises:
            CannotDo: what the worker is to be told.
            LedgerFailed: anything else; it is kept with the course, for who waits there.
        """
        course = self._courses.get(within)
        if course is None or course.given is None:
            raise LedgerFailed("it came outside of any work")
        told = name == calls.SPENT.name
        if told and (here := asyncio.current_task()) is not None:
            course.told.add(here)
        try:
            if course.unkept is not None and not told:
                raise course.unkept
            return await self._doing.answer(name, body, course.given)
        except CannotDo:
            raise
        except Exception as error:
            course.failed = error
            course.unkept = error if told else course.unkept
            raise LedgerFailed(str(error)) from error
