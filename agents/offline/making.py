"""What can be made of the material of a first version."""

from collections.abc import Sequence
from dataclasses import replace

from agents.offline.arranged import Arranged, Question
from agents.offline.asking import ask_for_material, unread_files
from agents.offline.beyond_rules import only_a_model_ever
from agents.offline.contradictions.finding import contradictions
from agents.offline.document.document import document
from agents.offline.document.goes_out import goes_out
from agents.offline.drafting import NO_MATERIAL
from agents.offline.echo import echoes
from agents.offline.fitting import fit
from agents.offline.forms import REST, Form
from agents.offline.headings import in_language_of
from agents.offline.instead_of_echo import no_echo
from agents.offline.internal.lines import internal, without
from agents.offline.internal.question import INTERNAL, may_stay, others_read, question
from agents.offline.internal.telling import told as told_internal
from agents.offline.internal.telling import told_left_out
from agents.offline.mail_goal import in_title
from agents.offline.markdown import quoted
from agents.offline.material.asked import asked_for
from agents.offline.material.material import Material
from agents.offline.short_mail import short_mail
from agents.offline.wishes.unmet import with_unmet
from agents.offline.word_limit import word_limit
from agents.roster.ends import CannotDo, Waits
from storage.ledger.work.assignment import Assignment
from storage.rules.values.ask import MATERIAL
from storage.rules.values.item import Remedy


def first_version(assignment: Assignment, form: Form, material: Material, orders: Sequence[str]) -> Arranged:
    """Return what can be made; of lines that are marked as internal it is asked, or told, whether others may read them.

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
        raise Waits((ask_for_material(" ".join([*unread_files(assignment), which])),))
    made = form.fill(asked, material)
    if isinstance(made, Question):
        if not answered:
            raise Waits((ask_for_material(f"{quoted(asked)}: {made.text}", made.offers),))
        made = _otherwise(asked, material, made)
    ignored = tuple(f"Not followed, that needs a language model: {quoted(i)}" for i in material.instructions)
    made = replace(made, missing=(*made.missing, *ignored, *unread_files(assignment)))
    contradicting = contradictions(material)
    limit = word_limit((*assignment.task.brief.criteria, asked))
    made = fit(_with(made, contradicting), limit)
    if not orders and not contradicting and echoes(asked, made, material):
        made = no_echo(assignment, form, material, made)
    return in_language_of((r.text for r in material.remarks), fit(with_unmet(asked, made), limit))


def _with(arranged: Arranged, contradicting: tuple[str, ...]) -> Arranged:
    """Say first where the notes contradict each other: whatever else is said of them rests on it."""
    if not contradicting:
        return arranged
    return replace(
        arranged, summary=" ".join([*contradicting, arranged.summary]), missing=(*contradicting, *arranged.missing)
    )


def _otherwise(asked: str, material: Material, lacking: Question) -> Arranged:
    """The material without the form that it does not have.

    Raises:
        CannotDo
    """
    made = REST.fill(asked, material) if lacking.shown else lacking
    if isinstance(made, Question) or echoes(asked, made, material):
        raise CannotDo(lacking.otherwise, Remedy.MATERIAL)
    return replace(made, missing=(lacking.otherwise, *made.missing))
