"""What a draft can be made from: remarks, tables and headings."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from agents.offline.decisions import decides, is_decision
from agents.offline.material.notes import is_frame
from agents.offline.remarks.remark import Remark
from agents.offline.remarks.terms import terms
from agents.offline.tables.table import Table

BRIEF, ANSWER, NOTE, LAST = "the brief", "your answer", "your note", "the last version"
_FIGURE = re.compile(r"[€$£]\s?\d|\d[\d.,]*\s?(?:%|€|\$|£|EUR|USD)|\b\d{2,}", re.I)


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
