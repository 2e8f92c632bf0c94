"""The correction of a complaint that does not say what is right."""

import re
from collections.abc import Sequence

from agents.offline.contrasts import ART, CHANGE, WRONG, noun_sort
from agents.offline.corrections.correction import Correction
from agents.offline.value import Value


def without_new(text: str, targets: Sequence[Value]) -> Correction | None:
    """Return the correction of a complaint about a value, or of an order to change it, without what is right."""
    ordered = re.fullmatch(rf"{CHANGE}\s+{ART}(?:[\w’-]+\s+){{0,2}}[\w’-]+", text.strip(" .!"), re.I)
    sort = noun_sort(text)
    if sort is None or not (ordered or WRONG.search(text)) or len(text.split()) > 12:
        return None
    return Correction(old=None, new=None, subject=WRONG.sub(" ", text), sort=sort, ordered=bool(ordered))
