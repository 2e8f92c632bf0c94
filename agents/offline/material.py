"""What the brief and its sources say, taken apart: sentences, facts, dates, figures, questions, tables."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storage.rules.task import Brief
from storage.rules.words import clean

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_DATE = re.compile(
    rf"\b(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}\.? {_MONTH}(?: \d{{4}})?|{_MONTH} \d{{1,2}}(?:, \d{{4}})?|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Q[1-4](?: \d{4})?|tomorrow|next week|end of (?:week|month|quarter))\b"
)
_FIGURE = re.compile(
    r"(?:[€$£]\s?\d[\d.,]*|\d[\d.,]*\s?(?:%|€|\$|£|EUR|USD|hours?|days?|weeks?|months?|users?|people|"
    r"customers?|k\b|m\b)|\b\d{2,}[\d.,]*\b)",
    re.I,
)
_DECIDED = re.compile(r"\b(decided?|decision|agreed?|approved|chose|chosen|go with|settled|signed off)\b", re.I)
_ACTION = re.compile(r"\b(will|shall|to do|action|owner|needs? to|must|by (?:mon|tues|wednes|thurs|fri)day)\b", re.I)
_OPEN = re.compile(r"\?\s*$|\b(open question|unclear|unsure|not sure|tbd|to be decided|still open|don't know)\b", re.I)
_SPEAKER = re.compile(r"([A-Z][\w-]+(?: [A-Z][\w-]+)?)(?: \([^)]*\))?:\s+")
_COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "i",
        "if",
        "in",
        "is",
        "it",
        "its",
        "just",
        "me",
        "more",
        "my",
        "no",
        "not",
        "of",
        "on",
        "one",
        "or",
        "our",
        "out",
        "she",
        "should",
        "so",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "they",
        "this",
        "to",
        "up",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "which",
        "who",
        "will",
        "with",
        "would",
        "you",
        "your",
        "about",
        "into",
        "over",
        "also",
        "only",
        "very",
        "please",
    ]
)


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence and the source that it stands in."""

    text: str
    source: str

    @property
    def speaker(self) -> str:
        """The name before the colon (“Dana Roth (Acme): …”), or nothing."""
        found = _SPEAKER.match(self.text)
        return found[1] if found else ""

    @property
    def words(self) -> str:
        found = _SPEAKER.match(self.text)
        return self.text[found.end() :] if found else self.text


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a header; every row has the header's width."""

    source: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Material:
    said: tuple[Said, ...]
    tables: tuple[Table, ...]

    def besides(self, used: Iterable["Said"]) -> "Material":
        """What is left when some sentences have found their place."""
        gone = set(used)
        return Material(tuple(s for s in self.said if s not in gone), self.tables)

    def decided(self) -> list[Said]:
        return [s for s in self.said if _DECIDED.search(s.text) and not _OPEN.search(s.text)]

    def actions(self) -> list[Said]:
        return [s for s in self.said if _ACTION.search(s.text) and not _OPEN.search(s.text)]

    def open_questions(self) -> list[Said]:
        return [s for s in self.said if _OPEN.search(s.text)]

    def dated(self) -> list[Said]:
        return [s for s in self.said if _DATE.search(s.text)]

    def figures(self) -> list[Said]:
        return [s for s in self.said if _FIGURE.search(_DATE.sub("", s.text))]

    def about(self, words: str, most: int = 5) -> list[Said]:
        """The sentences that share most words with `words`, in their own order."""
        wanted = set(terms(words))
        scored = [(len(wanted & set(terms(s.text))), -i, s) for i, s in enumerate(self.said)]
        best = sorted((x for x in scored if x[0]), key=lambda x: (-x[0], -x[1]))[:most]
        return [s for _, _, s in sorted(best, key=lambda x: -x[1])]

    def summary(self, focus: str, most: int = 5) -> list[Said]:
        """An extract: the sentences whose words are frequent in the whole and near to what was asked, in order."""
        counts = Counter(w for s in self.said for w in set(terms(s.text)))
        asked = set(terms(focus))

        def score(s: Said) -> float:
            words = terms(s.text)
            weight = sum(counts[w] for w in set(words)) + 3 * len(asked & set(words))
            bonus = 4 if _DECIDED.search(s.text) or _FIGURE.search(s.text) else 0
            return (weight + bonus) / (6 + len(words))

        picked = sorted(range(len(self.said)), key=lambda i: (-score(self.said[i]), i))[:most]
        return [self.said[i] for i in sorted(picked)]


def terms(text: str) -> list[str]:
    return [w for w in re.findall(r"[a-zà-ÿ][a-zà-ÿ'-]+", text.lower()) if w not in _COMMON]


def read(brief: Brief) -> Material:
    """All that came with a brief: its sources, and what was pasted after its first line."""
    pasted = "\n".join(brief.goal.splitlines()[1:])
    parts = [("the brief", pasted), *((s.name, s.text) for s in brief.sources)]
    said: list[Said] = []
    tables: list[Table] = []
    for name, text in parts:
        rest, found = _tables(name, clean(text))
        tables += found
        said += [Said(s, name) for s in _sentences(rest)]
    return Material(tuple(_unique(said)), tuple(tables))


def _unique(said: Iterable[Said]) -> list[Said]:
    seen: dict[str, Said] = {}
    for s in said:
        seen.setdefault(s.text.lower(), s)
    return list(seen.values())


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    for line in text.splitlines():
        if line.lstrip().startswith("#"):
            continue
        line = re.sub(r"^\s*(?:[-*•]|\d+[.)]|#+)\s*", "", line).strip()
        heading = not re.search(r"[.!?:]$", line) and len(line.split()) < 4
        if line and not heading and not line.startswith(("```", "---")):
            found += [s.strip() for s in re.split(r"(?<=[.!?])\s+(?=[A-Z0-9“\"'])", line) if len(s.split()) > 2]
    return found


def _tables(name: str, text: str) -> tuple[str, list[Table]]:
    """Text without its tables, and the tables: runs of at least three lines with the same number of cells."""
    rest: list[str] = []
    found: list[Table] = []
    run: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        cells = _cells(line)
        if cells and (not run or len(cells) == len(run[0])):
            run.append(cells)
            continue
        if len(run) >= 3:
            found.append(Table(name, tuple(run[0]), tuple(tuple(r) for r in run[1:])))
        else:
            rest += [", ".join(r) for r in run]
        run = [cells] if cells else []
        rest += [] if cells else [line]
    return "\n".join(rest), found


def _cells(line: str) -> list[str]:
    line = line.strip()
    if not line or re.fullmatch(r"[|:\s-]+", line):
        return []
    if line.startswith("|"):
        return [c.strip() for c in line.strip("|").split("|")]
    for mark in ("\t", ";", ","):
        cells = [c.strip() for c in next(csv.reader(io.StringIO(line), delimiter=mark))]
        numbers = sum(1 for c in cells[1:] if number(c) is not None)
        header = len(cells) > 2 and all(0 < len(c.split()) <= 3 for c in cells) and not line.endswith((".", "?", "!"))
        if len(cells) >= 2 and (numbers or header):
            return cells
    return []


def number(cell: str) -> float | None:
    """A cell's number; None for words."""
    bare = re.sub(r"[€$£%\s]|EUR|USD", "", cell)
    if not re.fullmatch(r"[-+]?\d[\d.,]*", bare):
        return None
    bare = bare.replace(",", "") if re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", bare) else bare.replace(",", ".")
    try:
        return float(bare)
    except ValueError:
        return None


def quoted(said: Sequence[Said], most: int = 8) -> list[str]:
    """As list lines, with the source where there are several."""
    several = len({s.source for s in said}) > 1
    return [f"- {s.text}" + (f" ({s.source})" if several else "") for s in said[:most]]
