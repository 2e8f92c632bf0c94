"""What a draft can be made from: the brief, its sources, answers to our questions, what a reviewer wrote."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from agents.offline.decisions import decides, is_decision, open_point
from agents.offline.remarks import Remark, named, remarks, spans, split_sentences, terms
from agents.offline.tables import Table, split_tables
from storage.ledger.work.assignment import Assignment
from storage.rules.dates_in_text import days
from storage.rules.own_words import without_ours
from storage.rules.values.ask import MATERIAL
from storage.rules.words import clean

BRIEF, ANSWER, NOTE, LAST = "the brief", "your answer", "your note", "the last version"
TOLD = frozenset({ANSWER, NOTE, LAST})  # what a reviewer said, now or before
_ACTION = re.compile(
    r"\b(?:will|shall|'ll|’ll|to do|action|owner|needs? to|must|should)\b|"
    r"\bby (?:mon|tues|wednes|thurs|fri|satur|sun)day\b|^(?:TODO|Action)\b|^@?[A-Z]\w+ to [a-z]",
    re.I,
)
_FRAME = re.compile(
    r"(?:present|attendees|attending|participants|apologies|date|location|next meeting|minutes(?: by)?|"
    r"anwesend|teilnehmer(?:innen)?|entschuldigt|datum|ort|protokoll|nächste[sr]? (?:treffen|termin|sitzung)|"
    r"presenti|partecipanti|assenti|luogo|verbale|prossim[ao] (?:riunione|incontro)|"
    r"présents?|absents?|lieu|prochaine réunion|asistentes|presentes|ausentes|fecha|lugar|próxima reunión)\b\s*:",
    re.I,
)
_FIGURE = re.compile(r"[€$£]\s?\d|\d[\d.,]*\s?(?:%|€|\$|£|EUR|USD)|\b\d{2,}", re.I)
_SHAPING = re.compile(
    r"(?:please\s+|then\s+|and\s+)?(?:list|sort|order|group|rank|keep|write|use|include|show|name|put|start|begin|end|"
    r"make|mention|focus|answer|reply|be|avoid|don't|do not|format|summari[sz]e|draft|prepare|give|tell|compare|create|"
    r"turn|extract|highlight|add|leave|translate|shorten|rewrite|explain|say|find|pick|choose|state|cite|quote|only|no)"
    r"\b",
    re.I,
)
_LISTED = re.compile(
    r"\b(?:lists?|check-?\s?list\w*|prüfliste|sort|alphabetical\w*|order|lista|elenco|ordina\w*|liste|sortier\w*|trie[rz]?|"
    r"ordena\w*|agenda|tagesordnung|ordine del giorno|ordre du jour|orden del d[íi]a)\b",
    re.I,
)
TEXT_LABEL = re.compile(  # what stands behind it is to be read as it is
    r"(?:our |my |the )?(?:answer|reply|response|say|text|"
    r"antwort|sagen|risposta|testo|réponse|texte|respuesta|texto)\s*:\s*",
    re.I,
)
_STATES = re.compile(r"\b(?:is|are|was|were|will|has|had|costs?|comes?|decided|agreed)\b", re.I)
_ABOUT_IT = re.compile(rf"{_SHAPING.pattern}\s+(?:it|them|these|this|those)\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that the offline worker can make a draft from.

    Attributes:
        titles: the headings of the sources, each with its source.
        instructions: what of the brief says how to work, and is no material.
        answer: the lines of the answer to a question, although the brief may have them too.
    """

    remarks: tuple[Remark, ...]
    tables: tuple[Table, ...] = ()
    titles: tuple[str, ...] = ()
    instructions: tuple[str, ...] = ()
    answer: tuple[Remark, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is neither a remark nor a table."""
        return not self.remarks and not self.tables

    @property
    def words(self) -> int:
        """The number of words in the remarks; tables do not count."""
        return sum(len(r.text.split()) for r in self.remarks)

    def without(self, used: Iterable[Remark]) -> "Material":
        """Return the material without some remarks, such as those that have their place already."""
        gone = set(used)
        rest = tuple(r for r in self.remarks if r not in gone)
        return replace(self, remarks=rest)

    def frame(self) -> list[Remark]:
        """Return the remarks about the meeting itself, such as who was present or when people meet again."""
        return [r for r in self.remarks if is_frame(r)]

    def decided(self) -> list[Remark]:
        """Return the remarks that say what was decided."""
        return [r for r in self.remarks if is_decision(r)]

    def about(self, words: str, most: int = 5) -> list[Remark]:
        """Return the remarks that share most words with `words`, in their own order."""
        wanted = set(terms(words))
        scored = [(len(wanted & set(terms(r.text))), -n, r) for n, r in enumerate(self.remarks)]
        best = sorted((x for x in scored if x[0]), key=lambda x: (-x[0], -x[1]))[:most]
        return [r for _, _, r in sorted(best, key=lambda x: -x[1])]

    def extract(self, focus: str, most: int) -> list[Remark]:
        """Return the remarks whose words are frequent in the material and near to `focus`, in their own order."""
        counts = Counter(w for r in self.remarks for w in set(terms(r.text)))
        asked = set(terms(focus))

        def score(remark: Remark) -> float:
            words = terms(remark.text)
            weight = sum(counts[w] for w in set(words)) + 3 * len(asked & set(words))
            bonus = 4 if decides(remark.text) or _FIGURE.search(remark.text) else 0
            return (weight + bonus) / (6 + len(words))

        picked = sorted(range(len(self.remarks)), key=lambda n: (-score(self.remarks[n]), n))[:most]
        return [self.remarks[n] for n in sorted(picked)]


def is_frame(remark: Remark) -> bool:
    """Tell whether a remark is about the meeting itself, such as who was present."""
    return _FRAME.match(remark.text) is not None


def is_action(remark: Remark) -> bool:
    """Tell whether a remark names something to do; open points and remarks about the meeting do not count."""
    return _ACTION.search(remark.text) is not None and not open_point(remark) and not is_frame(remark)


def dated(remark: Remark) -> bool:
    """Tell whether a remark names a date."""
    return any(True for _ in days(remark.text))


def asked_for(goal: str) -> str:
    """Return the part of a goal that names what should come back."""
    first = goal.strip().splitlines()[0] if goal.strip() else ""
    return _cut(first)[0]


def _cut(first: str) -> tuple[str, str]:
    """A first line as what is asked, and the material that follows it on the same line."""
    for mark in (r":\s+", r"(?<=[.?!])\s+"):
        if cut := re.search(mark, first):
            head, rest = first[: cut.start()], first[cut.end() :]
            sentences = [s for s in split_sentences(rest) if s[-1] in ".!?" and not _SHAPING.match(s)]
            if any(len(s.split()) > 2 for s in sentences) or (_LISTED.search(head) and named(rest)):
                return head.strip(), rest.strip()
    return first, ""


def read(given: Assignment, *, keep_orders: bool = False) -> Material:
    """Return the material of an attempt.

    Args:
        keep_orders: whether lines that begin with an order are material, as the steps of a checklist are.
    """
    brief = given.task.brief
    first, *below = brief.goal.strip().splitlines() or [""]
    head, rest = _cut(first)
    wishes = bool(named(rest)) or rest.endswith("?")
    wish = rest if wishes and any(t.strip() for t in (*below, *(s.text for s in brief.sources))) else ""
    pasted, orders = _without_orders(["" if wish else rest, *below], keep_orders)
    orders = [wish, *orders] if wish else orders  # what to look for there
    answer = given.answers.get(MATERIAL, "")
    parts = [(BRIEF, pasted), *((s.name, s.text) for s in brief.sources if not s.unread), (ANSWER, answer)]
    return replace(_assembled(parts, orders), answer=tuple(remarks(ANSWER, clean(answer))))


def with_more(material: Material, name: str, text: str) -> Material:
    """Return the material with another text added to it."""
    more = _assembled([(name, without_ours(text))], [])
    known = {_plain(words) for r in material.remarks for words in (r.text, r.words)}
    within = known if name == LAST else ()  # a line of a draft may be a part of a line of its material
    fresh = tuple(
        r for r in more.remarks if _plain(r.text) not in known and not any(_plain(r.text) in line for line in within)
    )
    tables = tuple(t for t in more.tables if t not in material.tables)
    return replace(material, remarks=(*material.remarks, *fresh), tables=(*material.tables, *tables))


def _plain(text: str) -> str:
    return text.replace("**", "").lower()


def _assembled(parts: Sequence[tuple[str, str]], orders: list[str]) -> Material:
    all_remarks, tables, titles = list[Remark](), list[Table](), list[str]()
    for name, text in parts:
        rest, found = split_tables(name, clean(text))
        tables += found
        all_remarks += remarks(name, rest)
        titles += spans(rest)
    first: dict[str, str] = {}  # the source that each text stands in first
    for remark in all_remarks:
        first.setdefault(remark.text.lower(), remark.source)
    kept = tuple(r for r in all_remarks if first[r.text.lower()] == r.source)
    return Material(remarks=kept, tables=tuple(tables), titles=tuple(titles), instructions=tuple(orders))


def _without_orders(lines: Sequence[str], keep: bool) -> tuple[str, list[str]]:
    """The lines of a brief without those at its beginning that say how to work, and these."""
    filled = [line for line in lines if line.strip()]
    orders: list[str] = []
    for line in filled[:3]:
        bare = line.strip()
        bulleted = re.match(r"[-*•\d\[]", bare) is not None
        shaping = _ABOUT_IT if keep else _SHAPING
        states = _STATES.search(bare) is not None
        labelled = TEXT_LABEL.match(bare) is not None
        if labelled or bulleted or states or not shaping.match(bare) or not re.search(r"[.!:]$", bare):
            break
        orders.append(bare)
    rest = list(lines)
    for order in orders:
        rest.remove(next(line for line in rest if line.strip() == order))
    return "\n".join(rest), orders
