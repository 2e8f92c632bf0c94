"""A checklist: the steps of the material with a box before each, under their headings."""

from agents.offline.arranged import Arranged, Question, Section
from agents.offline.checklist_steps import steps_of
from agents.offline.left_out import told
from agents.offline.markdown import sections, tables
from agents.offline.material.material import Material
from agents.offline.parts import of_all
from agents.offline.remarks.remark import Remark
from storage.rules.words import many


@of_all
def checklist(goal: str, material: Material) -> Arranged | Question:
    """Arrange the steps of the material as a checklist under their headings; ask for steps when there are none."""
    steps = [step for r in material.remarks for step in steps_of(r)]
    if not steps:
        return Question(
            "Which steps should be on the checklist? I could not tell them from what came with it without a language "
            "model. Give me one a line.",
            "Without a language model I could not tell which steps there are.",
        )
    parts: dict[str, list[str]] = {}
    for step in steps:
        box = "[x]" if step.done else "[ ]"
        parts.setdefault(step.heading if _several(steps) else "", []).append(f"- {box} {step.text}")
    made = tuple(Section(title, tuple(lines)) for title, lines in parts.items())
    done = sum("[x]" in line for lines in parts.values() for line in lines)
    summary = many(len(steps), "step") + (f" in {len(made)} parts" if len(made) > 1 else "")
    summary += f", {done} done already." if done else "."
    left = [r.text for r in material.remarks if not steps_of(r)]
    look = f"{many(len(left), 'line')} of the material {'is' if len(left) == 1 else 'are'} no step and not on it: "
    if material.tables:
        made = (*made, *sections(("The table", tables(material.tables))))
    return Arranged(
        sections=made, summary=summary, missing=(), look_first=look + told(left) if left else "", shaped=True
    )


def _several(steps: list[Remark]) -> bool:
    return len({s.heading for s in steps}) > 1
