"""Revising without a language model: drop, keep, shorten, order, add a section; and saying what could not be done."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agents.offline.material import Material, quoted, terms
from agents.offline.outline import MISSING, Section
from storage.rules.words import count

QUOTES = "“”\"'‘’ .,:;"


@dataclass(frozen=True, slots=True)
class Revised:
    sections: tuple[Section, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What one point did: the new sections, and the answer to it; None when nothing could be done."""

    sections: list[Section]
    answer: str


def parse(body: str) -> list[Section]:
    """Markdown as sections; lines before the first heading stand under an empty title."""
    made: list[Section] = []
    title, lines = "", list[str]()
    for line in [*body.splitlines(), "## "]:
        if line.startswith("## "):
            if title or any(x.strip() for x in lines):
                made.append(Section(title, tuple("\n".join(lines).strip().splitlines())))
            title, lines = line[3:].strip(), []
        else:
            lines.append(line)
    return made


def revise(body: str, points: Sequence[str], material: Material) -> Revised:
    """The new sections, and for each point how it was met or that it was not."""
    sections, answers = parse(body), []
    for point in points:
        step = next((s for verb in VERBS if (s := verb(point, sections, material)) is not None), None)
        if step is None:
            answers.append(f"“{point}”: not possible without a language model; left as it was.")
        else:
            sections = step.sections
            answers.append(f"“{point}”: {step.answer}")
    return Revised(tuple(sections), tuple(answers))


def _target(pattern: str, point: str) -> str | None:
    found = re.search(pattern, point, re.I)
    bare = re.sub(r"^(the|all|any|a|an)\s+", "", found[1].strip(QUOTES), flags=re.I) if found else None
    return (
        re.sub(r"^(section|part|paragraph)\s+(on\s+|about\s+)?", "", bare, flags=re.I).strip(QUOTES) if bare else None
    )


def _drop(point: str, sections: list[Section], material: Material) -> Step | None:
    what = _target(r"\b(?:drop|remove|delete|leave out|cut out|without)\b\s+(.+)", point)
    if what is None:
        return None
    what = re.sub(r"\s+(?:section|part|paragraph|line|lines)s?$", "", what, flags=re.I)
    kept = [s for s in sections if not _named(s, what)]
    if len(kept) < len(sections):
        gone = next(s.title for s in sections if s not in kept)
        return Step(kept, f"dropped the section “{gone}”.")
    trimmed = [Section(s.title, tuple(x for x in s.lines if what.lower() not in x.lower())) for s in sections]
    fewer = sum(len(s.lines) for s in sections) - sum(len(s.lines) for s in trimmed)
    return Step(_filled(trimmed), f"dropped {fewer} lines with “{what}”.") if fewer else None


def _keep(point: str, sections: list[Section], material: Material) -> Step | None:
    what = _target(r"\b(?:keep only|only keep|just keep|only)\b\s+(.+)", point)
    if what is None:
        return None
    kept = [s for s in sections if _named(s, what) or set(terms(s.title)) & set(terms(what))]
    return Step(kept, f"kept {len(kept)} of {len(sections)} sections.") if kept else None


def _shorten(point: str, sections: list[Section], material: Material) -> Step | None:
    limit = re.search(r"\b(?:under|below|at most|max(?:imum)?|no more than|within|up to)\s+(\d+)\s+words", point, re.I)
    now = sum(count(s.markdown()) for s in sections)
    if limit is None and not re.search(r"\b(shorter|shorten|too long|halve|cut it|condense|trim)\b", point, re.I):
        return None
    target = int(limit[1]) if limit else now // 2
    short = shorten(sections, target)
    return Step(short, f"shortened from {now} to {sum(count(s.markdown()) for s in short)} words.")


def shorten(sections: Sequence[Section], target: int) -> list[Section]:
    """Take the last line of the longest section until the words fit; the first section goes last of all."""
    parts = [list(s.lines) for s in sections]
    titles = [s.title for s in sections]

    def words() -> int:
        made = (Section(t, tuple(p)) for t, p in zip(titles, parts, strict=True) if p)
        return sum(count(s.markdown()) for s in made)

    while words() > target and any(parts):
        longest = max(range(len(parts)), key=lambda k: (k > 0 and bool(parts[k]), sum(map(count, parts[k]))))
        parts[longest].pop()
    return _filled([Section(t, tuple(p)) for t, p in zip(titles, parts, strict=True)])


def _order(point: str, sections: list[Section], material: Material) -> Step | None:
    first = _target(
        r"\b(?:move|put|start with|begin with|bring)\b\s+(.+?)(?:\s+(?:first|to the top|up front|at the top)|$)", point
    )
    if first is not None and (moved := [s for s in sections if _named(s, first)]):
        return Step([*moved, *(s for s in sections if s not in moved)], f"“{moved[0].title}” stands first now.")
    last = _target(r"\b(?:move|put)\b\s+(.+?)\s+(?:last|to the end|at the end)", point)
    if last is not None and (moved := [s for s in sections if _named(s, last)]):
        return Step([*(s for s in sections if s not in moved), *moved], f"“{moved[0].title}” stands last now.")
    return None


def _add(point: str, sections: list[Section], material: Material) -> Step | None:
    what = _target(
        r"\b(?:add|include|mention|name|insert)\b\s+(?:a |an |the )?(?:section (?:on|about|for|with)?\s*)?(.+)", point
    )
    if what is None:
        return None
    title = what[:1].upper() + what[1:]
    found = quoted(material.about(what, 5))
    return Step(
        [*sections, Section(title, tuple(found or [f"- {MISSING}"]))],
        f"added “{title}” with {len(found)} lines from the material."
        if found
        else f"added “{title}”, but the material says nothing on it.",
    )


Verb = Callable[[str, list[Section], Material], Step | None]
VERBS: tuple[Verb, ...] = (_shorten, _drop, _keep, _order, _add)


def _named(section: Section, what: str) -> bool:
    title, what = section.title.lower(), what.lower().strip(QUOTES)
    return bool(title) and (title == what or what.startswith(title) or (len(what) > 3 and what in title))


def _filled(sections: Sequence[Section]) -> list[Section]:
    return [s for s in sections if any(line.strip() for line in s.lines)]
