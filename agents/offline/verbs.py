"""What a reviewer's words can have done without a model: drop, keep, shorten, replace, order, add."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.offline.arranged import Section
from agents.offline.corrections import is_denied_correction
from agents.offline.decisions import is_decision, open_point
from agents.offline.fitting import shorten
from agents.offline.headings import names_of
from agents.offline.left_out import told
from agents.offline.markdown import length
from agents.offline.material.material import Material
from agents.offline.mending import corrected
from agents.offline.orders.reading import read_orders
from agents.offline.orders.refusing import FORBIDDEN
from agents.offline.orders.words import ADDS, DROPS, FIRST, KEEPS, LAST, LEAVES_OUT, LIMIT, SHORTER
from agents.offline.plans.planning import is_plan
from agents.offline.remarks.remark import Remark
from agents.offline.remarks.terms import terms
from agents.offline.step import Step, Verb
from agents.offline.wording import verb_first
from storage.rules.dates_in_text import days
from storage.rules.words import many

KEPT = "what is left names owners, dates, sums, decisions or options. To say it shorter needs a language model."
_OPTION = re.compile(r"\b(?:options?|variante?|alternative?|opzione|opción|plan [A-Z])\b|^[A-D][).:]\s", re.I)
UNWRITTEN = "new sentences need a language model. Without one, paste the sentence after “add:”."
QUOTES = "“”„«»\"'‘’ .,:;!?"
_BARE = re.compile(
    r"^(?:(?:the|all|any|a|an|of|our|some|der|die|das|den|il|lo|la|i|gli|le|les|el|los|las)\s+|l['’])+", re.I
)
_SECTION = (
    r"(?:section|part|paragraph|line|abschnitt|absatz|teil|sezione|parte|paragrafo|partie|paragraphe|sección|seccion|"
    r"párrafo|parrafo)"
)
_PART = re.compile(rf"^{_SECTION}s?\s+(?:(?:on|about|for|with|über|su|sur|sobre)\s+)?", re.I)
_LISTED = re.compile(r"\s*,\s*(?:(?:and|und|ed?|et|y)\s+)?|\s+(?:and|und|ed?|et|y)\s+", re.I)
_NOT_MEANT = re.compile(r"(?:not|nicht|non|pas|no)\b", re.I)
_POLITE = re.compile(r"[\s,]*\b(?:please|bitte|per favore|por favor|s['’]il (?:te|vous) pla[iî]t|as well)$", re.I)
_ORDINALS = {
    word: at
    for at, words in {
        0: "first 1st erste ersten erster prima primo première premier primera primer",
        1: "second 2nd zweite zweiten zweiter seconda secondo deuxième segunda segundo",
        2: "third 3rd dritte dritten dritter terza terzo troisième tercera tercer",
        3: "fourth 4th vierte vierten quarta quarto quatrième cuarta cuarto",
        -1: "last letzte letzten letzter ultima ultimo dernière dernier última último",
    }.items()
    for word in words.split()
}
_ORDINAL = re.compile(rf"\b(?P<which>{'|'.join(_ORDINALS)})\s+(?!line){_SECTION}\b", re.I)
_PRONOUN = re.compile(
    r"(?:it|this|that|them|these|those|es|das|dies|ihn|sie|lo|la|li|le|quest[oaie]|quell[oaie]|ça|ca|cela|ceci|eso|esto)"
    r"(?:\s+one)?",
    re.I,
)


def named(point: str, parts: Sequence[Section]) -> str:
    """Return a point with section titles in place of section numbers (“the second section”)."""

    def title(match: "re.Match[str]") -> str:
        at = _ORDINALS.get(match["which"].lower(), len(parts))
        known = parts[at].title if -len(parts) <= at < len(parts) else ""
        return f"section “{known}”" if known else match[0]

    return _ORDINAL.sub(title, point)


def shortens(point: str) -> bool:
    """Tell whether a point asks for fewer words."""
    return LIMIT.search(point) is not None or SHORTER.search(point) is not None


def understood(point: str) -> bool:
    """Tell whether a point is one of the wishes that this module can read, even if it cannot be done."""
    return carried_out(point, [], Material(remarks=())) is not None


def carried_out(point: str, parts: list[Section], material: Material) -> Step | None:
    """Carry out what a point asks for; None when it is not a wish that can be read.

    What it forbids, or only asks about, is not done, and the answer says so.
    """
    if (step := corrected(point, parts, material)) is not None:
        return step
    if is_denied_correction(point):
        return Step(sections=parts, answer=FORBIDDEN, done=False)
    orders = read_orders(verb_first(point))
    step = next((s for verb in _VERBS if (s := verb(orders.text, parts, material)) is not None), None)
    if step is None and orders.refusal:
        return Step(sections=parts, answer=orders.refusal, done=False)
    return step


def _target(order: "re.Pattern[str]", point: str) -> str:
    match = order.search(_POLITE.sub("", point.strip(QUOTES)))
    if match is None:
        return ""
    named = next(words for words in match.groups() if words is not None)
    bare = _BARE.sub("", _POLITE.sub("", named.strip(QUOTES)).strip(QUOTES))
    return _PART.sub("", bare).strip(QUOTES)


def shortened(point: str, parts: list[Section], material: Material) -> Step | None:
    """Shorten the sections when a point asks for it; None when it does not."""
    if not shortens(point):
        return None
    limit, now = LIMIT.search(point), length(parts)
    target = int(limit[1]) if limit else now // 2
    short, left = shorten(parts, target, _matters)
    if not left:
        return Step(
            sections=parts, answer=f"it has {many(now, 'word')} already." if now <= target else KEPT, done=now <= target
        )
    after = length(short)
    if limit and after > target:
        return Step(sections=parts, answer=KEPT, done=False)
    words = f"shortened from {now} to {many(after, 'word')}; left out: {told(left)}."
    return Step(sections=short, answer=words)


def _matters(line: str) -> bool:
    """Whether a line names an owner, a date, a sum, a decision or an option: nothing here can tell that it may go."""
    words = line.lstrip("-*>•0123456789.) []|")
    remark = Remark(text=words, source="")
    named = is_plan(words) or is_decision(remark) or open_point(remark) or _OPTION.search(words) is not None
    return named or re.search(r"\d", words) is not None or any(True for _ in days(words)) or line.startswith("|")


def dropped(point: str, parts: list[Section], material: Material) -> Step | None:
    """Drop the sections or lines that a point names; None when it asks to drop nothing."""
    what = _target(DROPS, point) or _target(LEAVES_OUT, point)
    if not what:
        return None
    if _PRONOUN.fullmatch(what):
        return Step(sections=parts, answer=f"“{what}” may be anything. Name it.", done=False)
    what = re.sub(rf"\s+{_SECTION}s?$", "", what, flags=re.I).strip(QUOTES)
    if gone := _called(parts, what):
        titles = ", ".join(f"“{s.title}”" for s in gone)
        return Step(
            sections=[s for s in parts if s not in gone], answer=f"dropped the section{'s' * (len(gone) > 1)} {titles}."
        )
    there = re.compile(rf"(?<!\w){re.escape(what)}(?!\w)", re.I)
    trimmed = [replace(s, lines=tuple(x for x in s.lines if not there.search(x))) for s in parts]
    fewer = sum(len(s.lines) for s in parts) - sum(len(s.lines) for s in trimmed)
    if not fewer:
        return Step(sections=parts, answer=f"“{what}” does not occur.", done=False)
    return Step(sections=_filled(trimmed), answer=f"dropped {many(fewer, 'line')} with “{what}”.")


def kept(point: str, parts: list[Section], material: Material) -> Step | None:
    """Keep only the sections that a point names; None when it asks to keep nothing."""
    what = _target(KEEPS, point)
    if not what:
        return None
    what = re.sub(rf"\s+{_SECTION}s?$", "", what, flags=re.I).strip(QUOTES)
    stay = _called(parts, what)
    gone = ", ".join(f"“{s.title}”" for s in parts if s not in stay)
    if not stay:
        return Step(sections=parts, answer=f"no section is called “{what}”.", done=False)
    return Step(
        sections=stay, answer=f"kept {len(stay)} of {many(len(parts), 'section')}{f'; dropped {gone}' if gone else ''}."
    )


def ordered(point: str, parts: list[Section], material: Material) -> Step | None:
    """Move the sections that a point wants first or last; None when it moves none."""
    first = _target(FIRST, point)
    if first and (moved := _called(parts, first)):
        return Step(
            sections=[*moved, *(s for s in parts if s not in moved)], answer=f"“{moved[0].title}” stands first now."
        )
    last = _target(LAST, point)
    if last and (moved := _called(parts, last)):
        return Step(
            sections=[*(s for s in parts if s not in moved), *moved], answer=f"“{moved[0].title}” stands last now."
        )
    return None


def added(point: str, parts: list[Section], material: Material) -> Step | None:
    """Say that nothing was added when a point names only the subject of an addition."""
    what = _target(ADDS, point)
    if not what:
        return None
    return Step(sections=parts, answer=UNWRITTEN, done=False)


_VERBS: Sequence[Verb] = (shortened, dropped, kept, ordered, added)


def _called(parts: Sequence[Section], what: str) -> list[Section]:
    """Return the sections that are called so; none where a name of several is none, since it may mean a part of one."""
    if sections := _titled(parts, what):
        return sections
    names = [name for name in _LISTED.split(what) if not _NOT_MEANT.match(name)]
    each = [_titled(parts, _PART.sub("", _BARE.sub("", name)).strip(QUOTES)) for name in names]
    return [s for s in parts if any(s in sections for sections in each)] if all(each) else []


def _titled(parts: Sequence[Section], name: str) -> list[Section]:
    """The section with a title; else those whose titles have all words of it."""
    exact = [s for s in parts if s.title and name.lower() in (known.lower() for known in names_of(s.title))]
    words = set(terms(name))
    return exact or [s for s in parts if words and any(words <= set(terms(known)) for known in names_of(s.title))]


def _filled(parts: Sequence[Section]) -> list[Section]:
    return [s for s in parts if any(line.strip() for line in s.lines)]
