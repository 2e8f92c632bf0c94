"""What the bot's process and the agents' process ask of each other: each call with what it takes and what it gives."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ConfigDict, TypeAdapter

from agents.apart.line import Line
from agents.apart.writing import to_json
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.stepping import Before, Step
from storage.rules.pages.inquiries import Inquiry
from storage.rules.values.draft import Draft, File
from storage.rules.values.spent import Spent
from storage.rules.values.task import Progress, Suggested

T = TypeVar("T")
_BYTES = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")  # of files, which are no text


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """A call of the other process; values go as JSON, and are checked when they come.

    Attributes:
        takes: the values that it is made with.
        gives: what it returns, alone in a tuple.
    """

    name: str
    takes: TypeAdapter[Any]
    gives: TypeAdapter[tuple[T]]

    def pack(self, *values: Any) -> bytes:
        """Return the values of a call as `values` reads them."""
        return to_json(self.takes, values)

    def values(self, body: bytes) -> tuple[Any, ...]:
        """Return the values that a call is made with."""
        made: tuple[Any, ...] = self.takes.validate_json(body)
        return made

    def pack_result(self, result: T) -> bytes:
        """Return a result as `result` reads it."""
        return to_json(self.gives, (result,))

    def result(self, body: bytes) -> T:
        """Return the result of a call."""
        return self.gives.validate_json(body)[0]


class Doing:
    """What a process does for the calls of the other one, each with the function that does it."""

    def __init__(self, does: Iterable[tuple[Call[Any], Callable[..., Awaitable[Any]]]]) -> None:
        self._does = {call.name: (call, act) for call, act in does}

    async def answer(self, name: str, body: bytes, *first: Any) -> bytes:
        """Return the answer to a call.

        Args:
            first: values before those that the call is made with.
        """
        call, act = self._does[name]
        return call.pack_result(await act(*first, *call.values(body)))


async def ask(line: Line, call: Call[T], *values: Any, within: int = 0) -> T:
    """Return the result of a call over a line.

    Args:
        within: the other end's call in whose course it is made; 0 for none.

    Raises:
        Lost: the other end is gone.
        Exception: what the call failed with.
    """
    return call.result(await line.ask(line.number(), call.name, call.pack(*values), within))


def _call(name: str, takes: Any, gives: Any) -> Call[Any]:
    return Call(name, TypeAdapter(takes, config=_BYTES), TypeAdapter(tuple[gives], config=_BYTES))


# Of the agents' process: those of agents begin with the agent's name.
BEGIN: Call[str] = _call("begin", tuple[str, str, Mapping[str, str]], str)
PING: Call[None] = _call("ping", tuple[()], None)
END: Call[None] = _call("end", tuple[()], None)
WORK: Call[Draft] = _call("work", tuple[str, Assignment], Draft)
MEND: Call[Draft | None] = _call("mend", tuple[str, Assignment, Draft, tuple[str, ...]], Draft | None)
UNHEARD: Call[tuple[str, ...]] = _call("unheard", tuple[str, Assignment], tuple[str, ...])
FORGET: Call[None] = _call("forget", tuple[str, str, int], None)
DRAIN: Call[None] = _call("drain", tuple[str], None)
CHECK: Call[Draft] = _call("check", tuple[Assignment, Draft], Draft)
SUGGEST: Call[Suggested | None] = _call("suggest", tuple[Assignment], Suggested | None)
EXPLAIN: Call[str] = _call("explain", tuple[Inquiry], str)

# Of the ledger, in the course of one of those that have an assignment: it is that one's.
HEARD: Call[tuple[tuple[int, str], ...]] = _call("heard", tuple[int], tuple[tuple[int, str], ...])
REPORT: Call[None] = _call("report", tuple[Progress], None)
RESERVE: Call[int | None] = _call("reserve", tuple[str, int | None], int | None)
SPENT: Call[None] = _call("spent", tuple[str, Spent], None)  # told, and not waited for
SETTLE: Call[None] = _call("settle", tuple[str, int | None, Spent | None], None)
TOOK: Call[tuple[Spent, int]] = _call("took", tuple[()], tuple[Spent, int])
FILES_BEFORE: Call[tuple[File, ...]] = _call("files before", tuple[()], tuple[File, ...])
BEGIN_CALL: Call[Before] = _call("begin call", tuple[Step, int], Before)
LOSE_CALL: Call[None] = _call("lose call", tuple[str], None)
TELL: Call[None] = _call("tell", tuple[str, str], None)
PINS: Call[frozenset[str]] = _call("pins", tuple[str, Mapping[str, str], Mapping[str, str]], frozenset[str])
