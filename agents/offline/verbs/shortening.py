"""Make a draft shorter, as long as nothing goes that matters."""

import re

from agents.offline.arranged import Section
from agents.offline.decisions import is_decision, open_point
from agents.offline.fitting import shorten
from agents.offline.left_out import told
from agents.offline.markdown import length
from agents.offline.material.material import Material
from agents.offline.orders.words import LIMIT, SHORTER
from agents.offline.plans.planning import is_plan
from agents.offline.point_result import Step
from agents.offline.remarks.remark import Remark
from storage.rules.dates_in_text import days
from storage.rules.words import many

KEPT = "what is left names owners, dates, sums, decisions or options. To say it shorter needs a language model."
_HALF = re.compile(r"\b(?:half|halve|hälfte|halb|metà|moitié|mitad)\b|50\s?%", re.I)
_OPTION = re.compile(r"\b(?:options?|variante?|alternative?|opzione|opción|plan [A-Z])\b|^[A-D][).:]\s", re.I)


def shortens(point: str) -> bool:
    """Tell whether a point asks for fewer words."""
    return LIMIT.search(point) is not None or SHORTER.search(point) is not None


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
    if (limit or _HALF.search(point)) and after > target:
        return Step(sections=parts, answer=KEPT, done=False)
    words = f"shortened from {now} to {many(after, 'word')}; left out: {told(left)}."
    return Step(sections=short, answer=words)


def _matters(line: str) -> bool:
    """Whether a line names an owner, a date, a sum, a decision or an option: nothing here can tell that it may go."""
    words = line.lstrip("-*>•0123456789.) []|")
    remark = Remark(text=words, source="")
    named = is_plan(words) or is_decision(remark) or open_point(remark) or _OPTION.search(words) is not None
    return named or re.search(r"\d", words) is not None or any(True for _ in days(words)) or line.startswith("|")
