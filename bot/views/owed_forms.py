"""The forms of a colleague: hand in, ask, decline, be busy, hand to somebody; and those that give a task away."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.views import brought, ids
from bot.views.forms import MOST_OPTIONS, lines
from bot.views.kit import Block, context, cut, esc, label, modal, plain, quote, rich, run, section, text_input, words
from bot.views.moments import moment
from storage.rules.pages.owed import Owed
from storage.rules.values.draft import Draft
from storage.rules.values.task import Task
from storage.rules.words import one_line

GOAL, CRITERIA = 600, 10  # characters, criteria
FILES: Block = {
    "type": "input",
    "block_id": "files",
    "optional": True,
    "label": plain("Files"),
    "hint": plain("They come along as they are."),
    "element": {"type": "file_input", "action_id": "value", "max_files": 5},
}
OTHER = "-"  # no agent's name: nobody chosen


def submit(mine: Owed, now: datetime, zone: str, before: Draft | None = None) -> Block:
    """Return the form in which a person hands in what they owe, with the brief on top.

    Args:
        before: what they handed in before, to be changed.
    """
    task, whose = mine.task, f"<@{mine.task.reviewer}>"
    body, links = _parts(before)
    fields = [
        text_input("body", "What you hand in", multiline=True, optional=True, initial=body),
        *([_answer(before.answer if before else "")] if mine.points else []),
        FILES,
        text_input("links", "Links", multiline=True, optional=True, hint="One a line.", initial=links),
        text_input("word", "A word to who decides", optional=True, most=300, initial=_word(before)),
    ]
    files = [context(f"Files that you added before: {_names(before)}. They stay.")] if _names(before) else []
    return modal(
        ids.SUBMIT_VIEW,
        f"Submit {task.name}",
        [*_brief(mine, now, zone), *fields, *files, context(f"It goes to {whose}.")],
        submit="Submit",
        close="Cancel",
        metadata=task.key,
    )


def _answer(text: str) -> Block:
    hint = "A line for each point, in the order of their numbers."
    return text_input("answer", "How each point was met", multiline=True, hint=hint, initial=text)


def _word(before: Draft | None) -> str:
    """Return the word that was said with a draft; empty where its summary is only how it begins."""
    return before.summary if before and not one_line(before.body).startswith(before.summary) else ""


def _names(before: Draft | None) -> str:
    return ", ".join(esc(cut(file.name, 40)) for file in before.files[1:]) if before else ""


LINKS = "\n\nLinks:\n"


def body_of(text: str, links: Sequence[str], files: Sequence[str]) -> str:
    """Return the text of a draft that a person hands in: their words, and their links below."""
    listed = LINKS + "\n".join(f"- {link}" for link in links) if links else ""
    own = text.strip() or (f"Attached: {', '.join(files)}" if files else "")
    return f"{own}{listed}".strip()


def _parts(before: Draft | None) -> tuple[str, str]:
    """Return the words and the links of what was handed in before, as the fields have them."""
    if before is None:
        return "", ""
    body, _, links = before.body.rpartition(LINKS) if LINKS in before.body else (before.body, "", "")
    return body, "\n".join(line.removeprefix("- ") for line in links.splitlines())


def links_of(value: object) -> list[str]:
    """Return the links that a person wrote, one a line."""
    return [one_line(line) for line in lines(value if isinstance(value, str) else "")]


def _brief(mine: Owed, now: datetime, zone: str) -> list[Block]:
    task = mine.task
    due = f" · due {moment(task.brief.due, now, zone)}" if task.brief.due else ""
    blocks = [section(f"*{esc(cut(task.brief.title, 100))}* · from <@{task.assigner}>{due}")]
    said = [quote(cut(task.brief.goal, GOAL))]
    if task.brief.criteria:
        listed = "\n".join(f"• {cut(one_line(c), 150)}" for c in task.brief.criteria[:CRITERIA])
        said += [words(run("Done when: ", bold=True)), quote(listed)]
    if mine.points:
        numbered = "\n".join(f"{n}. {cut(one_line(point), 300)}" for n, point in enumerate(mine.points, 1))
        said += [words(run("What should change: ", bold=True)), quote(numbered)]
    names = brought.names(task)
    return [*blocks, rich(*said), *([context(f"With it: {names}. Open shows it.")] if names else [])]


def ask(task: Task) -> Block:
    """Return the form of a question to who decides."""
    return modal(
        ids.OWED_ASK_VIEW,
        f"Ask about {task.name}",
        [
            section(f"*{esc(cut(task.brief.title, 100))}* · <@{task.reviewer}> answers"),
            text_input("question", "Your question", multiline=True),
            text_input(
                "choices",
                "Answers to tap",
                multiline=True,
                optional=True,
                hint="Up to three, one a line: a tap is quicker than words.",
            ),
        ],
        submit="Ask",
        close="Cancel",
        metadata=task.key,
    )


def decline(task: Task) -> Block:
    """Return the form of a person who can't do a task."""
    return modal(
        ids.DECLINE_VIEW,
        f"Can't do {task.name}",
        [
            section(f"*{esc(cut(task.brief.title, 100))}* · it goes back to <@{task.assigner}>"),
            text_input("why", "Why not?", multiline=True, most=600, hint="Who asked reads this."),
            _person("named", "Who could do it?", "Nobody chosen: they decide who.", optional=True),
        ],
        submit="Give it back",
        close="Cancel",
        metadata=task.key,
    )


def busy(task: Task) -> Block:
    """Return the form of a person who is busy until some time."""
    hint = "For example: Monday 9:00, tomorrow. Who assigns you something is told."
    return modal(
        ids.BUSY_VIEW,
        "Busy until…",
        [
            section(f"<@{task.assigner}> is told, since you owe them {task.name}."),
            text_input("until", "Until when?", hint=hint, most=60),
        ],
        submit="Say so",
        close="Cancel",
        metadata=task.key,
    )


def hand_to(task: Task) -> Block:
    """Return the form of a person who names somebody else for a task."""
    return modal(
        ids.HAND_TO_VIEW,
        f"Hand {task.name} to…",
        [
            section(f"<@{task.assigner}> says yes or no with one tap. Until then it stays with you."),
            _person("named", "Who should do it?"),
            text_input("why", "Why?", multiline=True, optional=True, most=600),
        ],
        submit="Ask for it",
        close="Cancel",
        metadata=task.key,
    )


def give(task: Task, agents: Mapping[str, str], metadata: str) -> Block:
    """Return the form that gives a task to another worker or reviewer."""
    named = [_option(OTHER, "No agent")]
    named += [_option(name, f"{name}: {text}") for name, text in list(agents.items())[: MOST_OPTIONS - 1]]
    element = {"type": "static_select", "action_id": "value", "options": named, "initial_option": named[0]}
    agent = {"type": "input", "block_id": "agent", "label": plain("Or an agent"), "element": element, "optional": True}
    return modal(
        ids.GIVE_VIEW,
        f"Give {task.name} to…",
        [
            section(f"*{esc(cut(task.brief.title, 100))}* · {task.brief.worker} has it, <@{task.reviewer}> decides"),
            _person("colleague", "A colleague", "They see what was done so far.", optional=True),
            agent,
            _person("reviewer", "Who decides?", "Nobody chosen: as before.", optional=True),
        ],
        submit="Give",
        close="Cancel",
        metadata=metadata,
    )


def given(task: Task) -> Block:
    """Return who has a task now and who decides, in the place of the form that gave it away."""
    decides = f"<@{task.reviewer}> decides."
    return modal(
        "notice", f"Give {task.name} to…", [section(f"{task.name} is with {task.brief.worker} now. {decides}")]
    )


def asked_to_hand(task: Task) -> Block:
    """Return that who asked was asked for somebody else, in the place of the form."""
    text = f"<@{task.assigner}> was asked. Until they say yes, {task.name} stays with you."
    return modal("notice", f"Hand {task.name} to…", [section(text)])


def _person(block_id: str, text: str, hint: str = "", *, optional: bool = False) -> Block:
    block = {"type": "input", "block_id": block_id, "label": plain(text), "optional": optional}
    field = {**block, "element": {"type": "users_select", "action_id": "value"}}
    return {**field, "hint": plain(hint)} if hint else field


def _option(value: str, text: str) -> Block:
    return {"text": {"type": "plain_text", "text": label(text, 75)}, "value": value}
