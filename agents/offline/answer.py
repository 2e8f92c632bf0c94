"""A question to the material: without a model it is not answered, only the lines nearest to it are shown."""

from agents.offline.arranged import Arranged, Question
from agents.offline.markdown import bullets, quoted, sections, tables
from agents.offline.material.material import Material
from agents.offline.sheet.sheet import sheet
from agents.offline.table_goal import understood
from agents.roster.ends import CannotDo
from storage.rules.values.item import Remedy
from storage.rules.words import many

NEAREST = 5
UNANSWERED = "The question was not answered: that needs a language model."


def answer(goal: str, material: Material) -> Arranged | Question:
    """Arrange the lines nearest to a question, or the figures of a table; nothing is answered in words."""
    if material.tables and not material.remarks and understood(goal, material.tables):
        return sheet(goal, material)
    near = material.about(goal, NEAREST)
    if not near and not material.tables:
        raise CannotDo(
            f"{quoted(goal, 20)}: no line of the material is near to it, and to think needs a language model.",
            Remedy.MATERIAL,
        )
    made = sections(("Nearest lines", bullets(near)), ("The table", tables(material.tables)))
    shown = ["the table is shown"] if material.tables else []
    shown += [f"{many(len(near), 'line')} near to it"] if near else []
    return Arranged(sections=made, summary=f"Not answered: {' and '.join(shown)}.", missing=(UNANSWERED,))
