"""The offline worker: no model, no invention. It arranges what it was given, or asks for what it lacks."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace

from agents.offline.arranged import Arranged, Question, Section
from agents.offline.beyond_rules import only_a_model_ever
from agents.offline.contradictions import contradictions
from agents.offline.corrections.reading import correction
from agents.offline.document import as_said, by_kind, document, goes_out, summary
from agents.offline.echo import NOTHING_TO_ARRANGE, echoes, only_a_model
from agents.offline.fitting import fit
from agents.offline.forms import REST, Form, form_of
from agents.offline.headings import in_language_of
from agents.offline.internal.lines import internal, without
from agents.offline.internal.question import INTERNAL, may_stay, others_read, question
from agents.offline.internal.telling import WHO_MAY, told_left_out
from agents.offline.internal.telling import told as told_internal
from agents.offline.mail_goal import in_title
from agents.offline.markdown import quoted
from agents.offline.material.asked import asked_for
from agents.offline.material.gathering import read, with_more
from agents.offline.material.material import ANSWER, NOTE, Material
from agents.offline.mending.correcting import corrected
from agents.offline.no_more import what_is_more
from agents.offline.own_text import labelled, outside
from agents.offline.points.facts import fact
from agents.offline.points.splitting import facts, points
from agents.offline.reply import reply
from agents.offline.revise import revised
from agents.offline.short_mail import short_mail
from agents.offline.verbs.carrying_out import understood
from agents.offline.wishes.unmet import with_unmet
from agents.roster.contract import Plain
from agents.roster.ends import CannotDo, Waits
from storage.ledger.work.assignment import Assignment
from storage.rules.own_words import without_ours
from storage.rules.values.ask import MATERIAL, Ask, Kind
from storage.rules.values.draft import COMPARE, Draft, File
from storage.rules.values.item import Remedy
from storage.rules.words import one_line

MADE_BY = "arranged without a language model"
SAME = "without a language model a second version would be the same as the first"
NO_MATERIAL = (
    "There is nothing to make it from, and nothing is invented here. Connect a language model, or assign it once more "
    "with notes, a file or a thread."
)
SHORT = 10_000  # characters of material that are arranged at once: they take no time that anybody feels
_LIMIT = re.compile(
    r"\b(?:(under|below|fewer than|less than)|at most|max(?:imum)?|no more than|within|up to|in)\s+(\d+)\s+words", re.I
)


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
        assignment = _answered(assignment, what_is_more(assignment.answers.get(MATERIAL, "")))
        assignment, orders = (assignment, []) if form.fill is reply else _without_orders(assignment)
        material = read(assignment, keep_orders=form.orders)
        if assignment.previous is None or (assignment.previous.missing and material.empty):
            material = with_more(material, NOTE, facts(assignment.note, understood))
            return _draft(
                assignment, _ordered(assignment, _first(assignment, form, material, orders), material, orders)
            )
        return _revision(assignment, assignment.previous, material)


def _without_examples(assignment: Assignment) -> Assignment:
    """The assignment without what was approved before, which rules would take for material."""
    brief = assignment.task.brief
    sources = tuple(source for source in brief.sources if not source.is_example)
    return replace(assignment, task=replace(assignment.task, brief=replace(brief, sources=sources)))


def _answered(assignment: Assignment, answer: str) -> Assignment:
    """The assignment with other words in the place of an answer, which may be none."""
    if not assignment.answers.get(MATERIAL):
        return assignment
    return replace(assignment, answers={**assignment.answers, MATERIAL: answer or " "})


def _without_orders(assignment: Assignment) -> tuple[Assignment, list[str]]:
    """The assignment with an answer that only says what is so, and what the answer says to do or corrects."""
    notes = read(replace(assignment, answers={}))
    sections = [Section("", tuple(r.text for r in notes.remarks))]
    lines, orders = list[str](), list[str]()
    for line in assignment.answers.get(MATERIAL, "").splitlines():
        each = points(line, understood) if line.strip() else []
        told = [p for p in each if _is_order(p, sections)]
        orders += told
        lines += [" ".join(p for p in each if p not in told) if told else line]
    return (_answered(assignment, "\n".join(lines).strip()) if orders else assignment), orders


def _is_order(point: str, sections: list[Section]) -> bool:
    """Whether a point says what to do with the draft, or corrects what the notes say."""
    if (found := correction(point)) is not None:
        step = corrected(point, sections, Material(remarks=()))
        return found.ordered or (step is not None and (bool(step.swaps) or not step.done))
    return understood(point) and not fact(point)


def _ordered(assignment: Assignment, arranged: Arranged, material: Material, orders: Sequence[str]) -> Arranged:
    """What was made, with what was said to do with it done, or named as not done."""
    if not orders:
        return arranged
    done = revised(
        replace(assignment, points=(), note="\n".join(orders)), _draft(assignment, arranged), material
    ).arranged
    return replace(done, summary=f"{arranged.summary} {done.summary}", exact=arranged.exact and done.exact)


def _first(assignment: Assignment, form: Form, material: Material, orders: Sequence[str]) -> Arranged:
    """What can be made; of lines that are marked as internal it is asked, or told, whether others may read them.

    Raises:
        Waits, CannotDo
    """
    marked, answer = internal(material.remarks), assignment.answers.get(INTERNAL, "")
    if marked and answer and not may_stay(answer):
        return told_left_out(_made(assignment, form, without(material), orders), len(marked), answer)
    arranged, asked = _made(assignment, form, material, orders), asked_for(assignment.task.brief.goal)
    if not marked or answer or (form.fill in (document, short_mail) and goes_out(asked)):  # they ask themselves
        return arranged
    arrangement = told_internal(arranged, material, before="\n".join(r.text for r in material.remarks))
    if arrangement.missing != arranged.missing and others_read(asked, assignment.task):
        raise Waits((question(asked, marked),))
    return arrangement


def _made(assignment: Assignment, form: Form, material: Material, orders: Sequence[str]) -> Arranged:
    """What can be made of the material; with an order to do something with it, it may be the words as they are.

    Raises:
        Waits, CannotDo
    """
    asked, answered = asked_for(assignment.task.brief.goal), assignment.answers.get(MATERIAL, "")
    if no := only_a_model_ever(asked):
        raise no
    if material.empty and not answered:
        material = in_title(asked)
    if material.empty:
        if answered:
            raise CannotDo(NO_MATERIAL, Remedy.MATERIAL)
        notes = f"Which notes should {quoted(asked)} be made from? Paste them, or give a file or a thread."
        which = f"{quoted(asked)}: {form.lacking}" if form.lacking else notes
        raise Waits((_ask(" ".join([*_unread(assignment), which])),))
    made = form.fill(asked, material)
    if isinstance(made, Question):
        if not answered:
            raise Waits((_ask(f"{quoted(asked)}: {made.text}", made.offers),))
        made = _otherwise(asked, material, made)
    ignored = tuple(f"Not followed, that needs a language model: {quoted(i)}" for i in material.instructions)
    made = replace(made, missing=(*made.missing, *ignored, *_unread(assignment)))
    contradicting = contradictions(material)
    limit = _limit((*assignment.task.brief.criteria, asked))
    made = fit(_with(made, contradicting), limit)
    if not orders and not contradicting and echoes(asked, made, material):
        made = _no_echo(assignment, form, material, made)
    return in_language_of((r.text for r in material.remarks), fit(with_unmet(asked, made), limit))


def _no_echo(assignment: Assignment, form: Form, material: Material, echo: Arranged) -> Arranged:
    """Its lines under what they are, where they are of several kinds, or an answer stands beside what was there.

    Raises:
        Waits, CannotDo
    """
    asked = asked_for(assignment.task.brief.goal)
    if lines := labelled(material):
        return as_said(lines, outside(material, lines))
    if no := only_a_model(asked, material):
        raise no
    parts, sources = by_kind(material), {r.source for r in material.remarks}
    if (form is REST and len(parts) > 1) or (ANSWER in sources and len(sources) > 1):
        return replace(echo, sections=parts, summary=summary(material))
    raise _more(assignment, asked)


def _more(assignment: Assignment, asked: str) -> Exception:
    """What is said instead of handing in an echo: a question for more, as long as nobody was asked."""
    if assignment.answers.get(MATERIAL):
        return CannotDo(NOTHING_TO_ARRANGE, Remedy.MATERIAL)
    which = (
        f"Which notes belong to {quoted(asked)}? I can only arrange what there is, and what came with it would come "
        "back unchanged. Paste more, or give a file or a thread."
    )
    return Waits((_ask(" ".join([*_unread(assignment), which])),))


def _with(arranged: Arranged, contradicting: tuple[str, ...]) -> Arranged:
    """Say first where the notes contradict each other: whatever else is said of them rests on it."""
    if not contradicting:
        return arranged
    return replace(
        arranged, summary=" ".join([*contradicting, arranged.summary]), missing=(*contradicting, *arranged.missing)
    )


def _unread(assignment: Assignment) -> tuple[str, ...]:
    """The files that could not be read, each with the reason."""
    return tuple(f"{s.name} could not be read: {s.unread}" for s in assignment.task.brief.sources if s.unread)


def _otherwise(asked: str, material: Material, lacking: Question) -> Arranged:
    """The material without the form that it does not have.

    Raises:
        CannotDo
    """
    made = REST.fill(asked, material) if lacking.shown else lacking
    if isinstance(made, Question) or echoes(asked, made, material):
        raise CannotDo(lacking.otherwise, Remedy.MATERIAL)
    return replace(made, missing=(lacking.otherwise, *made.missing))


def _revision(assignment: Assignment, previous: Draft, material: Material) -> Draft:
    """The last version with what the reviewer wrote done, or named as not done."""
    done = revised(assignment, previous, material)
    arranged = fit(done.arranged, _limit(assignment.task.brief.criteria))
    if any(line.startswith(WHO_MAY) for line in previous.missing):
        arranged = told_internal(arranged, material)
    else:
        arranged = told_internal(
            arranged, Material(remarks=()), previous.body
        )  # what was let stay is not asked about again
    return replace(_draft(assignment, arranged), answer="\n".join(f"{n}. {a}" for n, a in enumerate(done.answers, 1)))


def _draft(assignment: Assignment, arranged: Arranged) -> Draft:
    body = "\n\n".join(s.markdown() for s in arranged.sections)
    if not without_ours(body):
        raise CannotDo(NO_MATERIAL, Remedy.MATERIAL)
    title = assignment.task.brief.title
    name = re.sub(r"[^\w-]+", "-", title.lower()).strip("-")[:60] or "draft"
    file = File(f"{name}-v{assignment.version}.md", "text/markdown", f"# {title}\n\n{body}\n".encode())
    return Draft(
        version=assignment.version,
        title=title,
        summary=one_line(arranged.summary)[:400],
        body=body,
        made_by=MADE_BY,
        look_first=arranged.look_first,
        files=(file,),
        remarks=tuple(one_line(line)[:400] for line in (*arranged.remarks, *_to_compare(assignment, arranged))),
        missing=tuple(one_line(line)[:300] for line in arranged.missing),
    )


def _to_compare(assignment: Assignment, arranged: Arranged) -> tuple[str, ...]:
    """What the draft has to be compared with, where nothing else is named to look at and it is not mechanical."""
    if arranged.exact or arranged.missing or arranged.remarks:
        return ()
    with_what = "the notes" if assignment.previous is None else "the last version"
    return (f"{COMPARE} it with {with_what}: rules arranged it, and they understand nothing.",)


def _ask(text: str, offers: tuple[str, ...] = ()) -> Ask:
    return Ask(key=MATERIAL, kind=Kind.QUESTION, text=text, choices=offers)


def _limit(criteria: Sequence[str]) -> int | None:
    """The most words that the criteria allow."""
    limits = [int(m[2]) - (1 if m[1] else 0) for c in criteria if (m := _LIMIT.search(c))]
    return min(limits, default=None)
