"""What the reader of a brief knows, and what it notes: clauses, what is odd, and what can't stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

When = Callable[[str], datetime | None]


@dataclass(frozen=True, slots=True)
class Known:
    """The knowledge of the reader of a brief, beside its text.

    Attributes:
        when: reads a date; None when it is none.
        ids: whom and what the text may name: “@bob” and “#launch” in lower case, each with its id.
    """

    when: When
    now: datetime
    ids: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """Words that look like a clause and stay text.

    Attributes:
        guess: the due time that was probably meant.
        value: the words of that time.
        why: what the person has to know of it; empty when it is only not understood.
        other: the other time that the words may mean.
        taken: whether `guess` is the due time already, so that only `other` is in question.
    """

    text: str
    guess: datetime | None = None
    value: str = ""
    why: str = ""
    other: datetime | None = None
    taken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A part of a brief with which nothing can be created.

    Attributes:
        clause: as it was written; empty when the whole brief is meant.
        value: what stands behind the name of the clause.
        wrong: what can't stand, as `mending` takes it; empty where that is the clause.
    """

    why: str
    clause: str = ""
    wrong: str = ""
    key: str = ""
    value: str = ""


@dataclass(slots=True, kw_only=True)
class Clauses:
    """The clauses of one brief, as far as they are read."""

    criteria: list[str] = field(default_factory=list)
    single: dict[str, Any] = field(default_factory=dict)
    to: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    odd: list[Odd] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
