"""A comparison table from parallel notes: what each heading says under the same keys."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from agents.offline.arranged import Arranged, Question, Section, bullets, sections
from agents.offline.material import Material
from agents.offline.parts import of_all
from agents.offline.remarks import Remark, terms
from storage.rules.words import many

_KEYED = re.compile(r"(?P<key>[A-Za-z][\w /()&-]{0,30}?)\s*[:=–]\s+(?P<value>.+)")
_COMPARED = re.compile(
    r"\b(?:compare|comparison (?:of|between)|between)\s+(.+)|(.+?)\s+(?:versus|vs\.?|or)\s+(.+)", re.I
)
_VERBS = (
    r"(?:costs?|has|have|offers?|includes?|supports?|takes?|needs?|comes?|runs?|weighs?|lasts?|delivers?|ships?|holds?|"
    r"uses?|starts?|ends?|lacks?|allows?|gives?|provides?|charges?|sells?|earns?|is|are)"
)
_VERB = re.compile(rf"{_VERBS}\b\s*", re.I)
_NAME = r"(?!(?:It|This|That|These|Those|They|We|I|You|He|She|There|What|Which|Who|If|When|And|But)\b)[A-ZÀ-Þ0-9]"
_SAYS = re.compile(rf"(?:The\s+)?(?P<name>{_NAME}[\w’'&.+-]*(?:\s[\w’'&.+-]+){{0,3}}?)\s+(?P<said>{_VERBS}\s.+)")
_NEXT = re.compile(rf"(?:,\s*(?:(?:and|but)\s+)?|\s+(?:and|but)\s+)(?:it\s+)?(?={_VERBS}\s)")
_WEAK = ("Is", "Are")  # that two things are something makes no table
NONE = "–"

Notes = Mapping[str, Mapping[str, str]]  # what each thing has under each key


@of_all
def comparison(goal: str, material: Material) -> Arranged | Question:
    notes = _parallel(material)
    keys = list(dict.fromkeys(k for each in notes.values() for k in each))
    if len(notes) > 1 and any(sum(k in each for each in notes.values()) > 1 for k in keys):
        return _table(notes, keys, material)
    if made := in_parallel(material):
        return made
    named = _named(goal)
    groups = {n: [r for r in material.remarks if set(terms(n)) <= set(terms(r.text))] for n in named}
    if len(named) > 1 and all(groups.values()):
        return _grouped(groups, material)
    return Question(
        "I can't line these up. Write the same points for each, for example “Price: 39 €”.",
        "It is no comparison: the notes do not name the same points for each.",
    )


def in_parallel(material: Material) -> Arranged | None:
    """Return a table of sentences that say the same sort of thing of several; None where there are none."""
    told = [(s, told) for r in material.remarks if not r.asks for s in r.sentences if (told := _told(s))]
    notes: dict[str, dict[str, str]] = {}
    for _, (name, said) in told:
        each = notes.setdefault(name, {})
        for key, value in said:
            each[key] = f"{each[key]}; {value}" if key in each and value not in each[key] else value
    keys = list(dict.fromkeys(key for each in notes.values() for key in each))
    shared = [key for key in keys if key not in _WEAK and sum(key in each for each in notes.values()) > 1]
    if len(notes) < 2 or not shared:
        return None
    sentences = {sentence for sentence, _ in told}
    rest = [replace(r, text=left) for r in material.remarks if (left := _left(r, sentences))]
    return _table(notes, keys, Material(tuple(rest)))


def _left(remark: Remark, used: Container[str]) -> str:
    """What a remark says beside the sentences that stand in a table."""
    return " ".join(sentence for sentence in remark.sentences if sentence not in used)


def _told(sentence: str) -> tuple[str, list[tuple[str, str]]] | None:
    """“Vendor A costs 10 €, has support by phone”: what it is of, and what each verb says; None for another one."""
    match = _SAYS.fullmatch(sentence)
    if match is None:
        return None
    parts = [p for p in _NEXT.split(match["said"].rstrip(".;!")) if p]
    said = [
        (verb[0].strip().capitalize(), part[verb.end() :].strip(" ,")) for part in parts if (verb := _VERB.match(part))
    ]
    return match["name"].strip(), said


def _parallel(material: Material) -> Notes:
    """What stands under each heading, or behind each speaker-like name, by its key."""
    notes: dict[str, dict[str, str]] = {}
    name, block = "", -1
    for remark in material.remarks:
        if remark.heading:
            name = remark.heading
        elif remark.block != block and not _KEYED.fullmatch(remark.text) and not remark.text.endswith((".", "?", "!")):
            name, block = remark.text.rstrip(":"), remark.block
            continue
        keyed = _KEYED.fullmatch(remark.text)
        if keyed and name:
            notes.setdefault(name, {}).setdefault(keyed["key"].strip().capitalize(), keyed["value"].rstrip(".;"))
        block = remark.block
    return notes


def _table(notes: Notes, keys: Sequence[str], material: Material) -> Arranged:
    names = list(notes)
    lines = [f"|  | {' | '.join(names)} |", "|" + " --- |" * (len(names) + 1)]
    lines += [f"| {key} | {' | '.join(notes[n].get(key, NONE) for n in names)} |" for key in keys]
    gaps = tuple(f"{n}: nothing on {key.lower()}" for n in names for key in keys if key not in notes[n])
    same = [k for k in keys if len({notes[n].get(k, "").lower() for n in names}) == 1]
    summary = f"{_listed(names)} by {many(len(keys), 'point')}."
    summary += f" The same in {_listed([k.lower() for k in same])}." if same else ""
    summary += f" {many(len(gaps), 'gap')}: {'; '.join(gaps[:2])}." if gaps else ""
    shown = {f"{v}" for each in notes.values() for v in each.values()}
    rest = [r for r in material.remarks if not any(v in r.text for v in shown) and r.text.rstrip(":") not in notes]
    return Arranged(sections(("", lines), ("Besides", bullets(rest))), summary, gaps)


def _grouped(groups: Mapping[str, list[Remark]], material: Material) -> Arranged:
    names = list(groups)
    both = [r for r in material.remarks if sum(r in g for g in groups.values()) > 1]
    parts = [(n, bullets([r for r in g if r not in both])) for n, g in groups.items()]
    rest = [r for r in material.remarks if not any(r in g for g in groups.values())]
    made = sections(*parts, ("Both", bullets(both)), ("Besides", bullets(rest)))
    lines = [s for s in made if isinstance(s, Section)]
    return Arranged(
        tuple(lines),
        f"What the notes say of {_listed(names)}, side by side.",
        ("No table: the notes do not name the same points for each.",),
    )


def _named(goal: str) -> list[str]:
    match = _COMPARED.search(goal)
    if match is None:
        return []
    text = match[1] or f"{match[2].split()[-1]}, {match[3]}"
    text = re.sub(r"\b(?:for|in|by|on|from|as)\b.*$", "", text).strip(" .:")
    return [n.strip() for n in re.split(r",|\band\b|\bwith\b|\bto\b|\bversus\b|\bvs\.?(?=\s)", text) if n.strip()]


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
