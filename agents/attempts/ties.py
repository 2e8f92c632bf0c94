"""A running worker's part of the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass

from agents.models.load import free
from agents.roster.contract import Broken, CannotDo
from storage.ledger import rows
from storage.ledger.core.ledger import Ledger
from storage.ledger.messages import posting
from storage.ledger.work import hearing, pinning, running, spending, stepping
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.spending import OverBudget
from storage.ledger.work.stepping import Before, Step
from storage.rules.refusal import Stale
from storage.rules.task import File, Progress, Spent


@dataclass(frozen=True, slots=True)
class LedgerPins:
    """What tools of MCP servers said of themselves, kept in the ledger."""

    ledger: Ledger

    async def check(self, team: str, server: str, seen: Mapping[str, str], former: Mapping[str, str]) -> frozenset[str]:
        return await self.ledger.do(pinning.check, team, server, seen, former)


@dataclass(frozen=True, slots=True)
class LedgerTies:
    ledger: Ledger

    async def heard(self, given: Assignment, after: int) -> tuple[tuple[int, str], ...]:
        return await self.ledger.see(hearing.heard, given.team, given.task.id, after)

    async def report(self, given: Assignment, progress: Progress) -> None:
        await self.ledger.do(running.report, given, progress)

    async def reserve(self, given: Assignment, model: str, micros: int | None) -> int | None:
        budgets = self.ledger.terms.budgets
        unknown = micros is None and not free(model)
        if not budgets or (unknown and not budgets.strict):
            return None
        if unknown:
            raise Broken(f"The price of {model} is not known, so no budget can hold it: name it under [prices].")
        try:
            return await self.ledger.do(spending.reserve, given.payer, model, micros)
        except OverBudget as no:
            raise Broken(no.why, no.why.split(";")[0]) from None

    async def settle(self, given: Assignment, model: str, reserved: int | None, spent: Spent | None) -> None:
        if spent is not None:
            await self.ledger.do(spending.settle, given.payer, model, reserved, spent)
        elif reserved is not None:
            await self.ledger.do(spending.release_call, given.payer, reserved)

    async def files_before(self, given: Assignment) -> tuple[File, ...]:
        version = given.previous.version if given.previous else 0
        before = await self.ledger.see(rows.load_draft, given.team, given.task.id, version, files=True)
        return before.files if before else ()

    async def begin_call(self, given: Assignment, call: Step, after: int) -> Before:
        try:
            return await self.ledger.do(stepping.begin, given, call, after)
        except Stale as no:
            raise CannotDo(str(no)) from None

    async def lose_call(self, given: Assignment, key: str = "") -> None:
        await self.ledger.do(stepping.lose, given, key)

    async def tell(self, given: Assignment, text: str, about: str) -> None:
        await self.ledger.do(posting.tell_admins, given.team, text, about)

    async def took(self, given: Assignment) -> tuple[Spent, int]:
        return await self.ledger.see(spending.took_before, given.team, given.attempt)
