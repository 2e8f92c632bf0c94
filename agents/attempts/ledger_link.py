"""A running worker's part of the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass

from agents.models.kinds import free
from agents.roster.ends import Broken, CannotDo
from storage.ledger.core.ledger import Ledger
from storage.ledger.messages import posting
from storage.ledger.rows import draft_rows
from storage.ledger.work import hearing, pinning, reporting, spending, stepping
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.spending import OverBudget
from storage.ledger.work.stepping import Before, Step
from storage.rules.budget import Budgets
from storage.rules.refusal import Stale
from storage.rules.values.draft import File
from storage.rules.values.spent import Spent
from storage.rules.values.task import Progress


def is_capped(budgets: Budgets, model: str, micros: int | None) -> bool:
    """Tell whether a budget limits a call of a model.

    Args:
        micros: its estimate, in millionths of a dollar; None where the price is not known.
    """
    return bool(budgets) and (micros is not None or free(model) or budgets.strict)


@dataclass(frozen=True, slots=True)
class LedgerPins:
    """The descriptions of MCP tools, as the ledger keeps them."""

    ledger: Ledger

    async def check(self, team: str, server: str, seen: Mapping[str, str], former: Mapping[str, str]) -> frozenset[str]:
        """Return the names of the tools whose descriptions have changed."""
        return await self.ledger.do(pinning.check, team, server, seen, former)


@dataclass(frozen=True, slots=True)
class LiveLedgerLink:
    """The link of running workers to the ledger itself."""

    ledger: Ledger

    async def heard(self, assignment: Assignment, after: int) -> tuple[tuple[int, str], ...]:
        """Return what people said about the task after row `after`: (row, text), oldest first."""
        return await self.ledger.see(hearing.heard, assignment.team, assignment.task.id, after)

    async def report(self, assignment: Assignment, progress: Progress) -> None:
        """Write an attempt's progress to the ledger."""
        await self.ledger.do(reporting.report, assignment, progress)

    async def reserve(self, assignment: Assignment, model: str, micros: int | None) -> int | None:
        """Reserve money for one call of a model (millionths of a dollar); None when no budget limits the call."""
        if not is_capped(self.ledger.terms.budgets, model, micros):
            return None
        if micros is None and not free(model):
            raise Broken(f"The price of {model} is not known, so no budget can hold it: name it under [prices].")
        try:
            return await self.ledger.do(spending.reserve, assignment.payer, model, micros)
        except OverBudget as no:
            raise Broken(no.why, no.why.split(";")[0]) from None

    async def settle(self, assignment: Assignment, model: str, reserved: int | None, spent: Spent | None) -> None:
        """Write what a call has taken, or release its reservation when `spent` is None."""
        if spent is not None and reserved is None:
            await self.ledger.do_soon(spending.settle, assignment.payer, model, None, spent)
        elif spent is not None:
            await self.ledger.do(spending.settle, assignment.payer, model, reserved, spent)
        elif reserved is not None:
            await self.ledger.do(spending.release_call, assignment.payer, reserved)

    async def files_before(self, assignment: Assignment) -> tuple[File, ...]:
        """Return the files of the version that is to be changed; empty when there is none."""
        version = assignment.previous.version if assignment.previous else 0
        before = await self.ledger.see(draft_rows.load_draft, assignment.team, assignment.task.id, version, files=True)
        return before.files if before else ()

    async def begin_call(self, assignment: Assignment, call: Step, after: int) -> Before:
        """Write that a call of a tool begins, if it began `after` times before; return what was known of it."""
        try:
            return await self.ledger.do(stepping.begin, assignment, call, after)
        except Stale as no:
            raise CannotDo(str(no)) from None

    async def lose_call(self, assignment: Assignment, key: str = "") -> None:
        """Write that the outcome of a call is not known; without a key, of all calls so far."""
        await self.ledger.do(stepping.lose, assignment, key)

    async def tell(self, assignment: Assignment, text: str, about: str) -> None:
        """Tell the administrators something that only they can mend."""
        await self.ledger.do(posting.tell_admins, assignment.team, text, about)

    async def took(self, assignment: Assignment) -> tuple[Spent, int]:
        """Return what the attempt's calls of models have taken so far, and how many calls there were."""
        return await self.ledger.see(spending.took_before, assignment.team, assignment.attempt)
