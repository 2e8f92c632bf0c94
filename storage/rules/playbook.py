"""Playbooks: a brief whose changing parts are marked {so}. What stands in their place is text, and never a clause."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any

from storage.rules.brief import MOST, Parsed, title_of
from storage.rules.delivery import is_person
from storage.rules.refusal import Refused
from storage.rules.stream_names import nearest
from storage.rules.values.brief import Brief
from storage.rules.words import one_line, visible

NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,38}[a-z0-9])?")
VALUE, PARAMETERS = 500, 20  # characters of a value, and parameters of a playbook

_MARKED = re.compile(r"\{([^{}\n;:=]{1,40})\}")
_SIGN = "\u01c1"  # a letter of no word that people write: clauses take it for a part of one
_GIVEN = re.compile(r"\s*([\w-]{1,40})\s*=(?!=)")
_TOKEN = re.compile(rf"{_SIGN}(\d+){_SIGN}")
_DUE = re.compile(r"(?P<by>(?:^|;|\n)[ \t]*by[ \t]+)\{(?P<name>[^{}\n;:=]{1,40})\}(?=[ \t]*(?:;|\n|$))", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A run of a playbook as it was typed: the values by their parameters, and the clauses that are added."""

    values: Mapping[str, str]
    clauses: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A playbook that can be read: its text with a mark for each parameter, what stands in the place of each, the
    clauses that are added, and whether it belongs to who runs it."""

    text: str
    values: Sequence[str]
    clauses: str = ""
    own: bool = True

    def put(self, parsed: Parsed) -> Parsed:
        """Return a brief with the values in the place of the marks; no value was read as anything but text."""
        parsed = parsed if self.own else _by_another(parsed, self.clauses)
        filled: Parsed = _mapped(parsed, lambda text: _TOKEN.sub(lambda mark: self.values[int(mark[1])], text))
        then = tuple(_named(step) for step in filled.then)
        return replace(_named(filled), then=then)


def _named(step: Parsed) -> Parsed:
    """Return a step with the title of its goal, and a stream that can be named: values may be longer than any name."""
    return replace(step, title=title_of(step.goal), stream=nearest(step.stream) if step.stream else step.stream)


def _by_another(parsed: Parsed, clauses: str) -> Parsed:
    """Return the brief of somebody else's playbook: its words may leave only where who runs it says so themselves.

    Args:
        clauses: that they added.
    """
    if any(clause.strip().lower() == "public" for clause in re.split(r"[;\n]", clauses)):
        return parsed
    return replace(parsed, public=False, then=tuple(replace(step, public=False) for step in parsed.then))


def name_of(text: str) -> str:
    """Return a playbook's name in small letters.

    Raises:
        Refused: it can't be one.
    """
    name = "-".join(text.lower().split())
    if not NAME.fullmatch(name):
        raise Refused(
            "A playbook's name has 1 to 40 small letters, digits and dashes, for example: "
            "/sluice playbook save T-40 as vendor-choice"
        )
    return name


def parameters(text: str) -> tuple[str, ...]:
    """Return the names of the parts that change, each once, in their order."""
    names = dict[str, str]()
    for name in filter(visible, _MARKED.findall(text)):
        names.setdefault(key(name), one_line(name))
    return tuple(names.values())


def key(name: str) -> str:
    """Return what two spellings of one parameter have in common."""
    return one_line(name).lower()


def checked(text: str) -> str:
    """Return the text of a playbook.

    Raises:
        Refused: it says nothing, is too long, or has too many parameters.
    """
    text = text.strip().replace(_SIGN, "")
    if not visible(text):
        raise Refused("Say what should be done.")
    if len(text) > MOST:
        raise Refused(f"That is {len(text):,} characters; a playbook may have {MOST:,}.")
    if len(parameters(text)) > PARAMETERS:
        raise Refused(f"A playbook has at most {PARAMETERS} parameters.")
    return text


def read_call(line: str, text: str) -> Call:
    """Return what was typed behind a playbook's name: “vendor kind=payroll; by Friday”.

    Raises:
        Refused: a value is of no parameter, or one has two.
    """
    names = sorted(map(key, parameters(text)), key=len, reverse=True)
    values, clauses = dict[str, str](), list[str]()
    for segment in re.split(r"[;\n]", line):
        given = _values(segment.strip(), names)
        if given is None:
            _check_no_value(segment, parameters(text))
            clauses.append(segment.strip())
        elif twice := given.keys() & values.keys():
            raise Refused(f"“{min(twice)}” has two values. Give it one.")
        else:
            values |= given
    return Call(values=values, clauses="; ".join(clause for clause in clauses if clause))


def _check_no_value(segment: str, names: Sequence[str]) -> None:
    """Check that a segment gives no value to a part that the playbook lacks.

    Raises:
        Refused: a segment is written as a value, and no parameter has its name.
    """
    if (given := _GIVEN.match(segment)) is not None:
        known = f"Its parts are: {', '.join(names)}." if names else "It has none that change."
        raise Refused(f"This playbook has no part “{given[1]}”. {known}")


def _values(segment: str, names: Sequence[str]) -> dict[str, str] | None:
    """Return the values of one segment; None where it is a clause: it does not begin with a parameter."""
    marks = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names)
    places = list(re.finditer(rf"(?:^|(?<=[\s,]))({marks})\s*=", segment, re.I)) if names else []
    if not places or places[0].start() != 0:
        return None
    ends = [*(place.start() for place in places[1:]), len(segment)]
    return {
        key(place[1]): segment[place.end() : end].strip().rstrip(",").strip()
        for place, end in zip(places, ends, strict=True)
    }


def missing(text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the parameters that have no value."""
    return tuple(name for name in parameters(text) if not visible(values.get(key(name), "")))


def as_text(value: str) -> str:
    """Return a value as the text that it is: one line, with nothing that ends a clause or fences one off."""
    return one_line(value.replace(";", ",").replace("```", "'").replace(_SIGN, "")).strip()[:VALUE]


def fill(text: str, call: Call) -> Filled:
    """Return a playbook ready to be read. A due time that is a parameter is read as one.

    Raises:
        Refused: a parameter is missing.
    """
    if lacks := missing(text, call.values):
        raise Refused(f"It also needs {', '.join(lacks)}.")
    values = [as_text(call.values[key(name)]) for name in parameters(text)]
    numbers = {key(name): n for n, name in enumerate(parameters(text))}
    dated = _DUE.sub(lambda due: f"{due['by']}{values[numbers[key(due['name'])]]}", text)
    marked = _MARKED.sub(lambda mark: _mark(mark, numbers), dated)
    return Filled(text=marked, values=values, clauses=call.clauses)


def _mark(mark: re.Match[str], numbers: Mapping[str, int]) -> str:
    number = numbers.get(key(mark[1]))
    return mark[0] if number is None else f"{_SIGN}{number}{_SIGN}"


def text_of(steps: Sequence[Brief], many_times: str = "", owner: str | None = None) -> str:
    """Return briefs as they are typed: the first, and what follows it as “; then WORKER: …”. People and channels stand
    as Slack writes them. Due times are left out: they were for once.

    Args:
        many_times: the clause by which the first comes again, or goes over a list.
        owner: who decides where nobody is named.
    """
    first, *rest = steps
    parts = [
        *_typed(_with_public(first, steps), "", owner),
        *(["urgent"] if any(step.urgent for step in steps) else []),
        *filter(None, [many_times]),
        *(part for step in rest for part in _then(step, first, owner)),
    ]
    return ("\n; " if "\n" in first.goal else "; ").join(parts)


def _with_public(first: Brief, steps: Sequence[Brief]) -> Brief:
    """Return the first brief with “public” in its first line, where it counts, if the words of all steps may leave."""
    if not all(step.public for step in steps):
        return first
    line, end, more = first.goal.partition("\n")
    return replace(first, goal=f"{line}; public{end}{more}")


def _then(brief: Brief, first: Brief, owner: str | None) -> list[str]:
    line = replace(brief, goal=one_line(brief.goal))  # a new line would begin the words of the first step again
    what, *clauses = _typed(line, first.stream or "", _to_decide(first) or owner)
    return [f"then {what}", *clauses]


def _typed(brief: Brief, known: str, decides: str | None) -> list[str]:
    """Return a brief as what should be done, and its clauses.

    Args:
        known: the stream that an earlier step names for all.
        decides: who decides on it without being named.
    """
    stream = "" if brief.stream == known else brief.stream or ""
    clauses = [
        *(f"must: {criterion.replace(';', ',')}" for criterion in brief.criteria),
        f"for <{stream}>" if stream.startswith("#") else f"for {stream}" if stream else "",
        f"{brief.versions} versions" if brief.versions > 1 else "",
        f"reviewer <@{decider}>" if (decider := _to_decide(brief)) not in (None, decides) else "",
        *(f"to <{'@' if is_person(place) else '#'}{place}>" for place in brief.to),
        *brief.typed,
    ]
    return [f"{brief.worker}: {brief.goal}", *(clause for clause in clauses if clause)]


def _to_decide(brief: Brief) -> str | None:
    """Return who is to decide, as it was typed: it may still be asked of them."""
    return brief.invited or brief.reviewer


def _mapped(value: Any, change: Any) -> Any:
    """Return a value with every text in it changed: in dataclasses and in tuples, however deep."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_mapped(one, change) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _mapped(getattr(value, field.name), change) for field in fields(value)})
    return value
