"""A decision memo: what was decided, what follows, what is open, and what else the notes say; each line once."""

import re

from agents.offline.arranged import Arranged, Question
from agents.offline.kinds.kind import NO_OWNER, Kinds
from agents.offline.kinds.telling_apart import told_apart
from agents.offline.markdown import bullets, quoted, sections, tables
from agents.offline.material.material import Material
from agents.offline.remarks.remark import Remark
from storage.rules.words import capital, many

_OPEN = re.compile(r"(?:still )?open(?: (?:points?|questions?))?:\s*", re.I)  # the summary says so itself
_DECISION = re.compile(  # where it stands, a decision may be named that is not told as one
    r"(?:\bdeci[sd]|\bdéci[sd]|\bbeschl[uüo]ss|\bentsch(?:eid|ied)|\bagree|\bvereinbar|\baccord|\bacuerd|\bdeliber)",
    re.I,
)


def memo(goal: str, material: Material) -> Arranged | Question:
    """Arrange notes as a decision memo: decision, other notes, next steps, open questions, meeting."""
    frame = material.frame()
    kinds = told_apart(material.without(frame))
    rest = kinds.rest.remarks
    about = [f"- {t}" for t in material.titles] + bullets(frame)
    made = sections(
        ("Decision", bullets(kinds.decided)),
        ("Also in the notes", [*bullets(rest), *([""] if rest and material.tables else []), *tables(material.tables)]),
        ("Next steps", bullets(kinds.steps)),
        (NO_OWNER, bullets(kinds.unowned)),
        ("Open questions", bullets(kinds.open)),
        ("The meeting" if frame else "From", about if frame or len(rest) > 3 else []),
    )
    told = kinds.decided or any(_DECISION.search(r.text) for r in material.remarks)
    return Arranged(
        sections=made,
        summary=_summary(kinds, bool(told)),
        missing=() if told else ("No decision is named in the material.",),
    )


def _summary(kinds: Kinds, told: bool) -> str:
    decided, open_ = kinds.decided, kinds.open
    parts = [" ".join(_ended(r.text) for r in decided[:2])] if decided else []
    parts += [] if told else ["No decision is named."]
    parts += [f"And {many(len(decided) - 2, 'more decision')}."] if len(decided) > 2 else []
    parts += [f"{kinds.told_steps}."] if kinds.told_steps else []
    parts += (
        [f"Open: {quoted(_said(open_[0]), 16)}" + (f" and {len(open_) - 1} more." if len(open_) > 1 else "")]
        if open_
        else []
    )
    return " ".join(parts) or f"{many(len(kinds.rest.remarks), 'line')} of notes."


def _said(open_: Remark) -> str:
    """Return an open point without the word that says it is one."""
    label = _OPEN.match(open_.words)
    words = open_.words[label.end() :] if label else open_.words
    return capital(words)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
