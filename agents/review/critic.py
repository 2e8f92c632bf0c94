"""The second look: deterministic checks first, then a model's verdict whose quotations code verifies."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import structlog

from agents.checks import checks
from agents.models.asking import asked
from agents.models.away import passing
from agents.models.prices import Price
from agents.review.inquiry import BODY, INSTRUCTIONS, Text, inquiry
from agents.review.quotations import remarks, verified
from agents.review.verdicts import Review
from agents.roster.ends import Broken, CannotDo
from agents.roster.ledger_link import LedgerLink
from agents.roster.reads import Reads
from storage.ledger.work.assignment import Assignment
from storage.rules.refusal import Unreadable
from storage.rules.values.check import Check, Finding
from storage.rules.values.draft import Draft, File
from storage.rules.words import one_line

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

log = structlog.get_logger()
LARGEST, UNPACKED = 2_000_000, 4_000_000  # bytes of a file that it reads, and of what is packed in it
SHORT = 20_000  # characters of a draft that are looked at here: they take no time that anybody feels


@dataclass(frozen=True, slots=True, kw_only=True)
class Critic:
    """The checker of drafts. Without a model, criteria that no rule covers stay `not checked`.

    Attributes:
        name: the model's, as `provider:model`; its calls are reserved and settled like the worker's, given a
            link to the ledger.
        reads: looks at long drafts and at files that have to be converted, apart from this process; without it the
            one is done here, and the other not at all.
        pauses: seconds before each time that a provider which is away is asked again.
    """

    model: "BaseChatModel | None" = None
    name: str = ""
    link: LedgerLink | None = None
    prices: Mapping[str, Price] = field(default_factory=dict)
    reads: Reads | None = None
    pauses: tuple[float, ...] = (2.0, 8.0, 20.0)

    async def check(self, assignment: Assignment, draft: Draft) -> Draft:
        """Return the draft with the checks that code makes and, when there is a model, with the model's verdicts."""
        brief = assignment.task.brief
        checked = await self._checked_by_code(assignment, draft)
        if self.model is None:
            return checked
        left = checked.found(Finding.NOT_CHECKED)
        files = [await self.read(file, assignment.payer.who) for file in draft.files[1:]]
        text = "\n".join([draft.body, *(file.text for file in files)])
        try:
            review = await self._review(self.model, assignment, inquiry(brief, draft.body, files, left))
        except CannotDo as no:  # no budget or no key for it: the draft is there, and the person is told
            if isinstance(no, Broken) and self.link is not None:
                await self.link.tell(assignment, f"The critic can't work: {no}", no.about)
            return _doubted(checked, str(no))
        except Exception as error:  # a critic that fails must not lose the draft: the person is told and decides
            log.warning("critic.failed", error=str(error))
            return _doubted(checked, AWAY if passing(error) else FAILED)
        judged = {c.criterion: replace(c, finding=Finding.IN_DOUBT, evidence=SILENT) for c in left}
        for number, asked_for in enumerate(left, 1):
            verdicts = [verified(asked_for, j, text) for j in review.criteria if j.number == number]
            if verdicts:
                judged[asked_for.criterion] = _one(verdicts, whole=len(draft.body) <= BODY)
        first = draft.look_first or one_line(review.look_first)[:300]
        return replace(
            _marked(checked, judged), look_first=first, remarks=(*draft.remarks, *remarks(review, brief, text))
        )

    async def _review(self, model: "BaseChatModel", assignment: Assignment, text: str) -> Review:
        """Return the model's verdicts; a provider that is away for a moment is asked again.

        Raises:
            CannotDo: no budget or no key for it.
            Exception: it gave no usable answer.
        """
        ask = partial(asked, model, self.name, shape=Review, instructions=INSTRUCTIONS, text=text)
        for pause in self.pauses:
            try:
                return await ask(given=assignment, link=self.link, prices=self.prices)
            except Exception as error:
                if not passing(error):
                    raise
                await asyncio.sleep(pause)
        return await ask(given=assignment, link=self.link, prices=self.prices)

    def unchecked(self, assignment: Assignment, draft: Draft, why: str) -> Draft:
        """Return the draft with the checks that code alone can make; all others are in doubt for this reason."""
        criteria = assignment.task.brief.criteria
        return _doubted((checks.check if len(draft.body) <= SHORT else checks.unchecked)(draft, criteria), why)

    async def _checked_by_code(self, assignment: Assignment, draft: Draft) -> Draft:
        """Return the draft with what code finds in it; in a long one by a process that can be ended."""
        criteria = assignment.task.brief.criteria
        if self.reads is None or len(draft.body) <= SHORT:
            return checks.check(draft, criteria)
        try:
            return replace(draft, checks=tuple(await self.reads.check(draft.body, criteria)))
        except Unreadable as no:
            log.warning("critic.unchecked", task=assignment.task.name, error=str(no))
            return checks.unchecked(draft, criteria)

    async def read(self, file: File, person: str) -> Text:
        """Return what stands in a file of a draft; an agent made it, so that little of it is unpacked."""
        try:
            if self.reads is None or len(file.data) > LARGEST or file.name.lower().endswith(".pdf"):
                raise Unreadable("not read here")
            return Text(file.name, await self.reads.read(file.name, file.data, person, UNPACKED))
        except Unreadable as no:
            return Text(file.name, "", str(no))


FAILED = "The critic gave no usable answer."
AWAY = "The critic could not be reached."
SILENT = "The critic said nothing of it."
TWICE = "The critic said two different things of it."
PART = "The critic saw only the beginning of the draft."


def _doubted(checked: Draft, why: str) -> Draft:
    """Return a draft of which nobody looks at what code could not settle, for this reason."""
    left = checked.found(Finding.NOT_CHECKED)
    return _marked(checked, {c.criterion: replace(c, finding=Finding.IN_DOUBT, evidence=why) for c in left})


def _one(verdicts: Sequence[Check], whole: bool) -> Check:
    """Return the verdict on a criterion; in doubt where there are several, or where the critic did not see all.

    Args:
        whole: whether the critic saw all of the draft.
    """
    last = verdicts[-1]
    if len({verdict.finding for verdict in verdicts}) > 1:
        return replace(last, finding=Finding.IN_DOUBT, evidence=TWICE)
    unseen = last.finding is Finding.NOT_MET and not whole and not last.evidence.startswith("“")
    return replace(last, finding=Finding.IN_DOUBT, evidence=f"{PART} {last.evidence}") if unseen else last


def _marked(checked: Draft, judged: dict[str, Check]) -> Draft:
    return replace(checked, checks=tuple(judged.get(c.criterion, c) for c in checked.checks))
