"""The skeleton of the deliverable that was asked for, filled with what the material says and nothing else."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from agents.offline import sheets
from agents.offline.material import Material, Said, quoted
from storage.rules.task import Brief

MISSING = "Nothing in the material says this."


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: tuple[str, ...]

    def markdown(self) -> str:
        return "\n".join([f"## {self.title}", *self.lines]) if self.title else "\n".join(self.lines)


Filler = Callable[[Brief, Material], list[Section]]


def sections(brief: Brief, material: Material) -> list[Section]:
    """The parts of the deliverable; those with nothing to say are left out, but for the ones it can't do without."""
    form = next(
        (fill for words, fill in FORMS.items() if re.search(words, brief.goal.splitlines()[0], re.I)), _document
    )
    made = form(brief, material)
    return [*made, *_questions(brief, made, material)]


def _memo(brief: Brief, material: Material) -> list[Section]:
    decided = material.decided()
    rest = material.besides([*decided, *material.open_questions()])
    actions = rest.actions()
    rest = rest.besides(actions)
    basis = rest.summary(brief.goal, 6)
    rest = rest.besides(basis)
    return _with(
        ("Decision", quoted(decided) or [f"- {MISSING}"]),
        ("What it rests on", quoted(basis) + _tables(material)),
        ("Dates and figures", quoted(_each([*rest.dated(), *rest.figures()]), 6)),
        ("Next steps", quoted(actions)),
    )


def _reply(brief: Brief, material: Material) -> list[Section]:
    asked = [s for s in material.said if s.text.endswith("?")]
    rest = material.besides(asked)
    return _with(
        ("Reply, to be completed", _letter(asked, rest)),
        ("What they ask", [f"- {s.words}" for s in asked] or [f"- {MISSING}"]),
        ("What the material says", quoted(rest.summary(brief.goal, 6)) or [f"- {MISSING}"]),
    )


def _letter(asked: Sequence[Said], material: Material) -> list[str]:
    """A letter from the sentences that were said on our side, nearest to what is asked first."""
    them = next((s.speaker for s in material.said if s.speaker), "")
    ours = Material(tuple(s for s in material.said if s.speaker and s.speaker != them), ())
    near = _each([s for question in asked for s in ours.about(question.words, 2)]) or list(ours.said)
    facts = [s.words for s in near[:5]]
    return [
        f"Hello{' ' + them.split()[0] if them else ''},",
        "",
        "thank you for your message.",
        "",
        *(facts or [MISSING]),
        "",
        "Kind regards",
    ]


def _sheet(brief: Brief, material: Material) -> list[Section]:
    lines = [line for t in material.tables for line in sheets.findings(t)]
    return _with(
        ("What the figures say", lines or quoted(material.figures()) or [f"- {MISSING}"]),
        ("Notes", quoted(material.summary(brief.goal, 5))),
        ("The table", _tables(material)),
    )


def _faq(brief: Brief, material: Material) -> list[Section]:
    lines: list[str] = []
    for question in [s for s in material.said if s.text.endswith("?")][:10]:
        answers = [s.text for s in material.about(question.text, 3) if s != question][:2]
        lines += [f"**{question.text}**", *(answers or [MISSING]), ""]
    return _with(("Questions and answers", lines), ("What the material says", quoted(material.summary(brief.goal, 8))))


def _document(brief: Brief, material: Material) -> list[Section]:
    basis = material.besides(material.open_questions()).summary(brief.goal, 5)
    rest = material.besides([*basis, *material.open_questions()])
    decided, actions = rest.decided(), rest.besides(rest.decided()).actions()
    rest = rest.besides([*decided, *actions])
    return _with(
        ("In short", quoted(basis) or [f"- {MISSING}"]),
        ("Decided", quoted(decided, 5)),
        ("Dates and figures", quoted(_each([*rest.dated(), *rest.figures()]), 8) + _tables(material)),
        ("Next steps", quoted(actions, 6)),
    )


FORMS: Mapping[str, Filler] = {
    r"\b(memo|decision|minutes)\b": _memo,
    r"\b(answer|reply|respond|response|mail|e-mail|letter)\b": _reply,
    r"\b(table|figures?|numbers?|csv|sheet|sales|revenue|budget)\b": _sheet,
    r"\b(faq|questions)\b": _faq,
}


def _questions(brief: Brief, made: Sequence[Section], material: Material) -> list[Section]:
    """What is open in the material, and what the brief leaves open."""
    shown = {line.removeprefix("- ") for section in made for line in section.lines}
    asked = [f"- {s.text}" for s in material.open_questions() if s.words not in shown][:6]
    if not material.said and not material.tables:
        asked.append("- Which notes, messages or files should this be made from? None came with the brief.")
    return _with(("Open questions", asked))


def _each(said: Sequence[Said]) -> list[Said]:
    return list(dict.fromkeys(said))


def _tables(material: Material) -> list[str]:
    return [line for t in material.tables for line in ["", *sheets.as_markdown(t), ""]]


def _with(*parts: tuple[str, list[str]]) -> list[Section]:
    return [Section(title, tuple(lines)) for title, lines in parts if lines]
