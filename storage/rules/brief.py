"""The grammar of `/assign`: a worker, text, and clauses after `;`, on a new line, or in front with a colon.

What does not parse stays text.
"""

import difflib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from storage.rules import chain, chain_faults
from storage.rules.abroad import abroad
from storage.rules.clauses import ONCE, due_value, guess, read_clause, read_in_front, take
from storage.rules.day_names import LEADS
from storage.rules.mails import subject
from storage.rules.many_times import begin_clauses, check_together
from storage.rules.noted import Clauses, Known, Odd, Problem, When
from storage.rules.places import leading, people
from storage.rules.refusal import Refused
from storage.rules.segments import segments
from storage.rules.values.brief import Asked
from storage.rules.words import clean, one_line, visible, whole_signs

MOST, TITLE = 12_000, 60  # characters of a brief, where Slack's own composer stops earlier, and of its title

UNKNOWN = "I don't know {} by name, since names are not unique. Type @ and pick them from Slack's list."
_TYPED = re.compile(r"\s*(?P<name>@(?!(?:here|channel|everyone)\b)[A-Za-z][\w.-]{1,60})(?:\s*:)?\s")
_WORKER = re.compile(r"\s*(?:agent:)?@?(?P<name>[A-Za-z][\w-]{1,30}):\s*")
_MORE = re.compile(r"\s*(?:,|and\b|&|\+|/)\s*@", re.I)  # “@bob and @cara”
_FRONT = re.compile(r"\s*(?P<clause>[^:;\n]{2,60}(?::\d\d[^:;\n]{0,40})*):[ \t]+(?=\S)")
_TAIL = re.compile(rf".*\S\s+(?P<clause>(?:{LEADS})\s+(?P<value>[^;\n]{{2,40}}?))[.!]*\s*", re.I)
_DAY = r"(?:day|weekday|week|month|(?:mon|tues|wednes|thurs|fri|satur|sun)day|morning|evening)"
_REPEATS = re.compile(rf".*\s(?P<words>every\s+{_DAY})(?:\s+(?:at\s+)?\d[\d:.]*)?[.!]*", re.I)
_EACH = re.compile(r"\bfor each (?:of )?(?!of\b)[^,;:.]{1,40}(?:,[^,;:.]{1,40}){2,}", re.I)
ONE_TASK = "It stays one task. For one task for each, write it so: ; for each of: Rome, Paris, Oslo"
_SHORT = r"(?<!\bmr\.)(?<!\bms\.)(?<!\bdr\.)(?<!\bst\.)(?<!\bvs\.)(?<!\bmrs\.)(?<!\bprof\.)"  # they end no sentence
_MARKS_BEFORE = re.compile(r"^(?:[`#*\->; ]|:(?![\w+-]+:))+")
_EMOJI_ENDS = re.compile(r":[\w+-]+:$")
_SENTENCE = re.compile(rf"(?<=[.!?]){_SHORT}\s", re.I)
_PUBLIC = re.compile(r";\s*public\s*(?=;|$)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed(Asked):
    """A brief as it was understood; times are UTC, `due_text` and `again` words. An empty `each` is a file's rows."""

    worker: str | None = None
    colleague: str | None = None
    odd: tuple[Odd, ...] = ()
    due_text: str = ""
    then: tuple["Parsed", ...] = ()
    in_words: tuple[str, ...] = ()  # clauses that no field of a form has, as they are written


def parse(
    text: str, agents: Collection[str], when: When, now: datetime, ids: Mapping[str, str] | None = None
) -> Parsed:
    """Read a brief, and return it as it was understood.

    Args:
        agents: names that may stand before the colon.
        when: reads a date; None when it is none.
        ids: whom and what the text may name: “@bob” and “#launch” in lower case, each with its id.

    Raises:
        Refused: nothing to do is named, it is too long, or a clause parses but is impossible.
    """
    parsed, problems = read(text, agents, Known(when, now, ids or {}))
    if problems:
        raise Refused(problems[0].why)
    return parsed


def read(text: str, agents: Collection[str], known: Known) -> tuple[Parsed, tuple[Problem, ...]]:
    """Return a brief as far as it is understood, and the problems that keep it from being a task; no word is lost."""
    text = clean(text).strip()
    steps = chain.split(segments(text), lambda step: _worker(step, agents, known.ids)[:2] != (None, None))
    problems = [Problem(why=why) for why in chain_faults.faults(text, steps)]
    first, found = _read(text if len(steps) == 1 else steps[0].strip(), agents, known)
    problems += found
    then = list[Parsed]()
    for step in steps[1:]:
        if _worker(step, agents, known.ids)[:2] == (None, None):
            why, clause = chain_faults.unknown_worker(step, agents, near), f"then {step.strip(' ;')}"
            problems.append(Problem(why=why, clause=clause, wrong=chain.named(step)))
        parsed, found = _read(step.strip(), agents, known)
        then.append(parsed)
        problems += found
        problems += (
            [Problem(why=chain_faults.only_first(parsed.after), key="after", wrong="after")] if parsed.after else []
        )
    named = (
        f"after {', '.join(first.after)}" if first.after else "",
        *(f"to {label}" for label in people(first.to, known.ids)),
        *first.typed,
    )
    in_words = *filter(None, named), *(f"then {_typed(step, known)}" for step in steps[1:])
    whole = _as_chain(first, tuple(then)) if then else first
    last = [Odd(text="flow", why=chain_faults.NOTHING_NEXT)] if (first, *then)[-1].flows else []
    if in_words or last:
        whole = replace(whole, in_words=in_words, odd=(*whole.odd, *last))
    return whole, tuple(problems)


def _as_chain(first: Parsed, then: tuple[Parsed, ...]) -> Parsed:
    """Return the first step with the others behind it. A stream, what is urgent or public, and the first step's
    reviewer hold for all, whichever says so; what is pasted below is for the first, whose draft the next one has."""
    steps = first, *then
    named = next((step for step in steps if step.stream or step.stream_channel), first)
    for_all: dict[str, Any] = {
        "stream": named.stream,
        "stream_channel": named.stream_channel,
        "urgent": any(step.urgent for step in steps),
        "public": any(step.public for step in steps),
    }
    goals = [step.goal.partition("\n") for step in then]
    others = (
        replace(step, **for_all, goal=goal, reviewer=step.reviewer or first.reviewer)
        for step, (goal, _, _) in zip(then, goals, strict=True)
    )
    odd = tuple(odd for step in steps for odd in step.odd)[:3]
    goal = "\n".join([first.goal, *(pasted for _, _, pasted in goals if pasted.strip())])
    return replace(first, **for_all, goal=goal, odd=odd, then=tuple(others))


def _typed(step: str, known: Known) -> str:
    """Return a step as it was typed, with its clauses, and without what was pasted below it."""
    first, *more = step.strip().split("\n")
    clauses = [line.strip("; ") for line in more if line.strip() and read_clause(line.strip("; "), Clauses(), known)]
    return "; ".join([first.strip("; "), *clauses])


def _read(text: str, agents: Collection[str], known: Known) -> tuple[Parsed, tuple[Problem, ...]]:
    """Return one step as far as it is understood, and the problems that keep it from being a task."""
    text, clauses = begin_clauses(text, known)
    if len(text) > MOST:
        clauses.problems.append(
            Problem(
                why=f"That is {len(text):,} characters; a brief may have {MOST:,}. "
                "Put the long part in a message and use its menu: Assign this."
            )
        )
    worker, colleague, rest = _begin(text, agents, clauses, known)
    rest, clauses.single["public"] = _without_public(rest)
    goal = _without_clauses(rest, lambda segment: take(segment, clauses, known))
    title = title_of(goal)
    if not visible(goal) or not visible(title):  # marks alone, such as “***”, say nothing
        why = "I don't see what should be done. For example: /assign writer: Launch FAQ; by Friday 17:00"
        clauses.problems.insert(0, Problem(why=why))
    else:
        clauses.odd += _in_passing(goal, clauses, known)
    check_together(clauses, by_person=colleague is not None)
    odd, single = tuple(clauses.odd[:3]), clauses.single
    criteria, to = tuple(clauses.criteria), tuple(clauses.to)
    parsed = Parsed(
        goal=goal,
        title=title,
        worker=worker,
        colleague=colleague,
        criteria=criteria,
        to=to,
        odd=odd,
        after=tuple(clauses.after),
        **single,
    )
    return parsed, tuple(clauses.problems)


def _begin(text: str, agents: Collection[str], clauses: Clauses, known: Known) -> tuple[str | None, str | None, str]:
    """Return the worker, the colleague, and the text behind them and behind the clauses that stand in front."""
    worker, colleague, rest = _worker(text, agents, known.ids)
    while (front := _FRONT.match(rest)) and read_in_front(front["clause"].strip(), clauses, known):
        rest = rest[front.end() :]
    if worker is None and colleague is None:
        worker, colleague, rest = _worker(rest, agents, known.ids)
    if worker is None and colleague is None and (typed := _TYPED.match(rest)):
        clauses.problems.append(Problem(why=UNKNOWN.format(typed["name"]), wrong=typed["name"]))
    if colleague is not None and _MORE.match(rest):
        clauses.problems.append(Problem(why="One task has one worker. Assign it to each of them, or name one."))
    return worker, colleague, rest


def _in_passing(goal: str, clauses: Clauses, known: Known) -> list[Odd]:
    """Return what the first line says without the sign of a clause: a due time at its end, or a repetition."""
    odd = abroad(goal.partition("\n")[0], clauses.odd, known)
    if "due" not in clauses.single and not clauses.odd and (tail := _due_tail(goal, known)):
        odd.append(tail)
    odd += [Odd(text=then, why=chain_faults.SEMICOLON.format(then)) for then in chain_faults.in_passing(goal)]
    if clauses.single.get("each") is None and (rows := _EACH.search(goal.partition("\n")[0])):
        odd.append(Odd(text=rows[0], why=ONE_TASK))
    repeats = _REPEATS.fullmatch(goal.partition("\n")[0].strip())
    if repeats and not any(o.why for o in clauses.odd):
        odd.append(Odd(text=repeats["words"], why=ONCE))
    return odd


def _due_tail(goal: str, known: Known) -> Odd | None:
    """Return the due time that ends the first line, such as “by Friday”, or why it is none; None when there is none."""
    first = goal.partition("\n")[0]
    tail = _TAIL.fullmatch(first)
    if tail is None or first.rstrip().endswith("?"):  # “Which customers renew before 15 December?”
        return None
    try:
        due = known.when(tail["value"])
    except Refused as no:
        return Odd(text=tail["clause"], why=f"{no.why} It stays part of the text.")
    return Odd(text=tail["clause"], guess=due, value=tail["value"]) if due is not None and due > known.now else None


def title_of(goal: str) -> str:
    """Return the first sentence of the first line that says something, at most `TITLE` characters at a word's end."""
    lines = [s for s in goal.splitlines() if visible(s.strip("`#*->: "))] or [goal]
    line = _MARKS_BEFORE.sub("", one_line(subject(lines) or lines[0]))
    line = line if _EMOJI_ENDS.search(line) else line.rstrip("`#*-;: ")
    if "</" in line and re.match(r"\s*<[a-z!]", line, re.I):
        line = one_line(re.sub(r"<[^<>]*>", " ", line)) or line
    line = _SENTENCE.split(line, maxsplit=1)[0].rstrip(".")
    if len(line) <= TITLE:
        return line
    cut = whole_signs(line, TITLE - 1)
    cut = cut.rsplit(" ", 1)[0] if " " in cut else cut
    return cut.rstrip(" ,;:") + "…"


def _worker(text: str, agents: Collection[str], ids: Mapping[str, str]) -> tuple[str | None, str | None, str]:
    if (named := _WORKER.match(text)) and named["name"].lower() in agents:
        return named["name"].lower(), None, text[named.end() :]
    if label := leading(text, "@", ids):
        return None, ids[label], text[len(label) :].lstrip(": ")
    return None, None, text


def without_due(goal: str, when: When, now: datetime) -> str:
    """Return a goal without the first words that were meant as a due time; all else stays as it is."""
    known = Known(when, now, {})
    taken: list[str] = []

    def is_due(segment: str) -> bool:
        value = due_value(segment.strip())
        if taken or value is None or guess(value, known) is None:
            return False
        taken.append(segment)
        return True

    rest = _without_clauses(goal, is_due)
    if not taken and (tail := _due_tail(goal, known)) and tail.guess:
        first, line_end, more = goal.partition("\n")
        first = first[: first.rindex(tail.text)].rstrip(" ,;:-")
        rest = f"{first}{line_end}{more}"
    return rest or goal


def near(text: str, agents: Collection[str]) -> str | None:
    """Suggest the agent that a misspelled name before the colon probably meant; None when there is none."""
    named = _WORKER.match(text)
    return next(iter(difflib.get_close_matches(named["name"].lower(), agents, 1, 0.7) if named else []), None)


def _without_public(text: str) -> tuple[str, bool]:
    """Return a text without “; public” in its first line, and whether it was there. What was pasted below may have been
    written by others, and may not say so."""
    first, *more = text.split("\n", 1)
    match = _PUBLIC.search(first)
    return ("\n".join([_PUBLIC.sub("", first), *more]), True) if match else (text, False)


def _without_clauses(text: str, is_clause: Callable[[str], bool]) -> str:
    """The text letter by letter but for its clauses; a line's end after a clause stays."""
    stored = ""
    for segment in segments(text):
        if is_clause(segment.strip()):
            if segment.endswith("\n"):
                stored = stored.rstrip("; ")
                stored += "" if stored.endswith("\n") else "\n"
        else:
            stored += segment
    return stored.strip().strip(";").strip()
