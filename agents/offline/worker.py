"""The offline worker: no model, no invention. It arranges what it was given, or asks for what it lacks."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from agents.offline.answer_orders import answered_with, without_orders
from agents.offline.arranged import Arranged
from agents.offline.drafting import draft_of
from agents.offline.fitting import fit
from agents.offline.forms import form_of
from agents.offline.internal.telling import WHO_MAY
from agents.offline.internal.telling import told as told_internal
from agents.offline.making import first_version
from agents.offline.material.asked import asked_for
from agents.offline.material.gathering import read, with_more
from agents.offline.material.material import NOTE, Material
from agents.offline.no_more import what_is_more
from agents.offline.points.splitting import facts
from agents.offline.reply import reply
from agents.offline.revise import revised
from agents.offline.verbs.carrying_out import understood
from agents.offline.word_limit import word_limit
from agents.roster.contract import Plain
from agents.roster.ends import CannotDo
from storage.ledger.work.assignment import Assignment
from storage.rules.values.ask import MATERIAL
from storage.rules.values.draft import Draft

SAME = "without a language model a second version would be the same as the first"
SHORT = 10_000  # characters of material that are arranged at once: they take no time that anybody feels


class OfflineWorker(Plain):
    """An `Agent` without a model; it needs no key and no network."""

    async def work(self, assignment: Assignment) -> Draft:
        """Return the draft, or ask for its material first; long material is arranged while the loop goes on.

        Raises:
            Waits: there is nothing to make it from.
            CannotDo: there is nothing after that question either, or it would be the same draft once more.
        """
        assignment = _without_examples(assignment)
        brought = sum(len(source.text) for source in assignment.task.brief.sources) + len(assignment.task.brief.goal)
        return await asyncio.to_thread(self._made, assignment) if brought > SHORT else self._made(assignment)

    def _made(self, assignment: Assignment) -> Draft:
        if assignment.candidate and assignment.previous is None:
            raise CannotDo(SAME)
        form = form_of(asked_for(assignment.task.brief.goal))
        assignment = answered_with(assignment, what_is_more(assignment.answers.get(MATERIAL, "")))
        assignment, orders = (assignment, []) if form.fill is reply else without_orders(assignment)
        material = read(assignment, keep_orders=form.orders)
        if assignment.previous is None or (assignment.previous.missing and material.empty):
            material = with_more(material, NOTE, facts(assignment.note, understood))
            return draft_of(
                assignment, _ordered(assignment, first_version(assignment, form, material, orders), material, orders)
            )
        return _revision(assignment, assignment.previous, material)


def _without_examples(assignment: Assignment) -> Assignment:
    """The assignment without what was approved before, which rules would take for material."""
    brief = assignment.task.brief
    sources = tuple(source for source in brief.sources if not source.is_example)
    return replace(assignment, task=replace(assignment.task, brief=replace(brief, sources=sources)))


def _ordered(assignment: Assignment, arranged: Arranged, material: Material, orders: Sequence[str]) -> Arranged:
    """What was made, with what was said to do with it done, or named as not done."""
    if not orders:
        return arranged
    done = revised(
        replace(assignment, points=(), note="\n".join(orders)), draft_of(assignment, arranged), material
    ).arranged
    return replace(done, summary=f"{arranged.summary} {done.summary}", exact=arranged.exact and done.exact)


def _revision(assignment: Assignment, previous: Draft, material: Material) -> Draft:
    """The last version with what the reviewer wrote done, or named as not done."""
    done = revised(assignment, previous, material)
    arranged = fit(done.arranged, word_limit(assignment.task.brief.criteria))
    if any(line.startswith(WHO_MAY) for line in previous.missing):
        arranged = told_internal(arranged, material)
    else:
        arranged = told_internal(
            arranged, Material(remarks=()), previous.body
        )  # what was let stay is not asked about again
    return replace(draft_of(assignment, arranged), answer="\n".join(f"{n}. {a}" for n, a in enumerate(done.answers, 1)))
