"""The material of an attempt: from the brief, its sources, answers to our questions, what a reviewer wrote."""

from collections.abc import Sequence
from dataclasses import replace

from agents.offline.material.asked import cut_first
from agents.offline.material.material import ANSWER, BRIEF, LAST, Material
from agents.offline.material.shaping import without_orders
from agents.offline.remarks.entries import named
from agents.offline.remarks.reading import remarks, spans
from agents.offline.remarks.remark import Remark
from agents.offline.tables.finding import split_tables
from agents.offline.tables.table import Table
from storage.ledger.work.assignment import Assignment
from storage.rules.own_words import without_ours
from storage.rules.values.ask import MATERIAL
from storage.rules.words import clean


def read(given: Assignment, *, keep_orders: bool = False) -> Material:
    """Return the material of an attempt.

    Args:
        keep_orders: whether lines that begin with an order are material, as the steps of a checklist are.
    """
    brief = given.task.brief
    first, *below = brief.goal.strip().splitlines() or [""]
    head, rest = cut_first(first)
    wishes = bool(named(rest)) or rest.endswith("?")
    wish = rest if wishes and any(t.strip() for t in (*below, *(s.text for s in brief.sources))) else ""
    pasted, orders = without_orders(["" if wish else rest, *below], keep_orders)
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
