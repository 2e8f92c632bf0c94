"""What a point orders, and why the rest of it is not done."""

import re
from dataclasses import dataclass

from agents.offline.contrasts import QUOTED
from agents.offline.orders.clauses import clauses_of
from agents.offline.orders.refusing import refusal_of

_SUGGESTS = re.compile(r"\W*why (?:not|don['’]?t (?:you|we))\b", re.I)


@dataclass(frozen=True, slots=True)
class Orders:
    """The part of a point that may be carried out.

    Attributes:
        text: the clauses that may order something.
        refusal: why the others are not done; empty where there is none, or they only tell what others do.
    """

    text: str
    refusal: str = ""


def read_orders(point: str) -> Orders:
    """Return what a point orders, and why the rest of it is not done.
    A verb after a negation or a question word in its clause is not an order.
    """
    lines, refusal, start = list[str](), "", 0
    suggests = _SUGGESTS.match(point)
    bare = " " * suggests.end() + point[suggests.end() :] if suggests else point
    masked = QUOTED.sub(lambda m: "x" * len(m[0]), bare)
    for begins, ends in clauses_of(masked):
        reason = refusal_of(masked[begins:ends].strip(), asked=masked[ends : ends + 2].strip()[:1] == "?")
        if reason is not None:
            lines.append(bare[start:begins])
            start, refusal = ends, refusal or reason
    return Orders("".join([*lines, bare[start:]]) if start else bare, refusal)
