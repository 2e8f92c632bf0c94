"""Lines that say themselves that both can't be right."""

import re
from collections.abc import Iterator, Sequence

from agents.offline.contradictions.sums import IS, different, sums_in, thing_named
from agents.offline.remarks.remark import Remark
from agents.offline.remarks.terms import terms

_NOT = r"(?:can['’]?t|cannot|can not|could not|couldn['’]t)"
_RIGHT = r"be (?:right|true|correct)\b"
_BOTH = re.compile(
    rf"\b{_NOT} (?:both|all) {_RIGHT}|\b(?:both|all|they|these|those) (?:of them )?{_NOT} {_RIGHT}|"
    r"\bcontradict\w*|\bthat(?: is|['’]s) wrong\b",
    re.I,
)
_NO = re.compile(r"(?:No|Wrong)\s?[:,!–—]\s", re.I)
_DENIED = re.compile(
    r"\b(?:not?|nothing|nobody|never|none|neither|no longer|\w+n['’]t)\b[^.!?]{0,200}\bcontradict", re.I
)


def marked_lines(remarks: Sequence[Remark]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Find the lines that say so themselves, each with the sums that they are about."""
    for at, remark in enumerate(remarks):
        says_no = _NO.match(remark.words) is not None and bool(sums_in(remark.words))
        if _DENIED.search(remark.words) or (not says_no and not _BOTH.search(remark.words)):
            continue
        earlier = remarks[at - 1 : at] if says_no else remarks[:at]
        before = next((r for r in reversed(earlier) if sums_in(r.words) and r.source == remark.source), None)
        if before is not None and before.asks and not _BOTH.search(remark.words):
            continue  # it answers a question
        sums = different(sums_in(remark.words))
        if len(sums) < 2 and before is not None:
            sums = different([*sums_in(before.words), *sums])
        if len(sums) > 1:
            yield _thing([*([before] if before else []), remark]), (sums[0], sums[-1]), remark.words
        elif not says_no:
            yield "", (), remark.words


def _thing(remarks: Sequence[Remark]) -> str:
    named = next((m for r in remarks for s in r.sentences if (m := IS.match(s)) and terms(m["thing"])), None)
    if named is not None:
        return thing_named(named)
    text = " ".join(r.words for r in remarks).lower()
    kind = next((word for word in ("price", "cost", "fee", "budget", "refund", "discount") if word in text), "")
    return f"the {kind}" if kind else ""
