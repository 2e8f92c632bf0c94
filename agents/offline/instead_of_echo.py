"""What is handed in instead of a draft that only gives back its material."""

from dataclasses import replace

from agents.offline.arranged import Arranged
from agents.offline.asking import no_more
from agents.offline.document.by_kind import by_kind, summary
from agents.offline.document.own_words import as_said
from agents.offline.echo import only_a_model
from agents.offline.forms import REST, Form
from agents.offline.material.asked import asked_for
from agents.offline.material.material import ANSWER, Material
from agents.offline.own_text import labelled, outside
from storage.ledger.work.assignment import Assignment


def no_echo(assignment: Assignment, form: Form, material: Material, echo: Arranged) -> Arranged:
    """Return its lines under what they are, where they are of several kinds, or an answer stands beside what was there.

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
    raise no_more(assignment, asked)
