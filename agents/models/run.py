"""One run of an agent, as its middleware and its tools see it."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agents.roster.ledger_link import LedgerLink
from storage.ledger.work.assignment import Assignment
from storage.rules.values.spent import Spent


@dataclass(slots=True, kw_only=True)
class Run:
    """One run of an agent.

    Attributes:
        folder: the attempt's own workspace; what is written there comes with the draft.
        spent: what the attempt's calls took so far, those before a crash too; `calls` is how many they were.
        known: millionths of a dollar that they took, as far as their prices are known.
        model: the model that answered last.
        turn: of tools that may not run beside each other, such as those that write in a repository's index.
        place: names the folder; another one on each machine.
        anew: whether the work had begun before in a folder that was not at hand.
        outside: whether it read a page or the answer of a tool that strangers may have written.
        mended: whether a crash came while it mended what the checks had found.
    """

    given: Assignment
    link: LedgerLink
    folder: Path
    spent: Spent = field(default_factory=Spent)
    known: int = 0
    calls: int = 0
    model: str = ""
    place: str = ""
    anew: bool = False
    mended: bool = False
    outside: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


def run_of(runtime: Any) -> Run:
    """Return the run that a tool is called in."""
    run: Run = runtime.context
    return run
