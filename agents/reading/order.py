"""What a reading process is asked for, and how it answers."""

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from agents.reading.limits import Limits

SIZE = 8  # bytes before an order and an answer of a process that is kept, which say how long it is
KEPT = "kept"  # an option of an order to a process that takes one after another
DONE = "done"  # how an answer begins that holds what was asked for; any other begins with a reason


class Work(StrEnum):
    """The kinds of work that a reading process can do."""

    FILE = "file"  # the text of a file of `kind`
    PAGE = "page"  # the words of a web page, which came from `url` in `charset`
    WORD = "word"  # Markdown as a Word document with `title`
    CHECKS = "checks"  # what code finds in a draft; `criteria` is a list in JSON


@dataclass(frozen=True, slots=True)
class Order:
    """One request to a reading process; the bytes to read come separately."""

    work: Work
    limits: Limits
    options: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the order as one command line argument."""
        return json.dumps(asdict(self))


def from_json(text: str) -> Order:
    """Return the order that `Order.to_json` wrote."""
    order = json.loads(text)
    return Order(Work(order["work"]), Limits(**order["limits"]), order["options"])
