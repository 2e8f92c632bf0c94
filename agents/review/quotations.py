"""What a critic's verdicts are worth: a quotation must stand where the critic says."""

import re
from dataclasses import replace

from agents.checks.plain_text import plain_text
from agents.review.verdicts import Judged, Review
from storage.rules.values.brief import Brief
from storage.rules.values.check import Check, Finding
from storage.rules.values.draft import AGAINST, UNSOURCED
from storage.rules.words import clean, one_line

CLAIMS = 50  # of a kind that are looked for in the draft
NOT_THERE = "The critic's quotation is not in the draft."
MOST = 5  # claims, and contradictions, that are named


def remarks(review: Review, brief: Brief, draft: str) -> tuple[str, ...]:
    """Return what the critic says beyond the criteria; a quotation that does not stand where it says is left out."""
    text = "\n".join(s.text for s in brief.sources)
    lines = [f"{UNSOURCED}: “{one_line(c)[:160]}”" for c in review.unsourced[:CLAIMS] if _stands(c, draft)][:MOST]
    lines += [
        f"{AGAINST} a source: “{one_line(c.draft)[:120]}” here, “{one_line(c.source)[:120]}” there"
        for c in review.contradictions[:CLAIMS]
        if _stands(c.draft, draft) and _stands(c.source, text)
    ][:MOST]
    if review.would_change.strip():
        lines.append(f"Would change: {one_line(clean(review.would_change))[:200]}")
    return tuple(lines)


def _stands(quotation: str, text: str) -> bool:
    """Whether a quotation is word for word in a text, whatever its breaks; “39 €” is no part of “139 €”."""
    said = re.escape(one_line(plain_text(quotation)))
    return bool(said) and re.search(rf"(?<!\w)(?<!\d[.,]){said}(?!\w)", one_line(plain_text(text)), re.I) is not None


def verified(asked: Check, judged: Judged, text: str) -> Check:
    """Return a verdict as it may be shown: what is wrong, with the words that show it; a quotation that is not in the
    draft makes it `in doubt`."""
    quotation, reason = one_line(judged.quotation), one_line(judged.reason)
    if judged.verdict == "not met" and not quotation:
        return replace(asked, finding=Finding.NOT_MET, evidence=reason)
    if judged.verdict == "in doubt" and not quotation:
        return replace(asked, finding=Finding.IN_DOUBT, evidence=reason)
    if not _stands(quotation, text):
        why = " ".join(part for part in (_sentence(reason), NOT_THERE) if part)
        return replace(asked, finding=Finding.IN_DOUBT, evidence=why)
    why = f": {reason}" if reason and judged.verdict != "met" else ""
    return replace(asked, finding=Finding(judged.verdict), evidence=f"“{quotation[:200]}”{why}")


def _sentence(words: str) -> str:
    return words if not words or words.endswith((".", "?", "!", "…")) else f"{words}."
