"""What people bring may be long and odd: without a model it is arranged in this process, and others wait meanwhile."""

import asyncio
import contextlib
import time

import pytest

from agents.offline.worker import OfflineWorker
from agents.roster.ends import CannotDo, Waits
from storage.rules.words import unmarked
from tests.agents.given import assignment

LONG = 40_000  # characters: a fifth of what one brief may bring
ODD = [
    *(
        "no ",
        "not ",
        " **a",
        "no more than 3 ",
        "`a ",
        "1",
        " 1.",
        "a: 1",
        "(",
        "- \n",
        "a\n\n",
        "Bob: x\n",
        "Bob will x. ",
    ),
    *("Rent is 5 €. ", "Rent: 5 €\n", "Q: a\nA: b\n", "| a | b |\n", "3 March ", "x@y.z ", "paste ", "internal: x\n"),
]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("goal", ["Memo", "Add up the costs"])
async def test_no_material_takes_time_that_others_feel(goal: str, odd: str) -> None:
    text = (odd * LONG)[:LONG]
    began = time.process_time()
    with contextlib.suppress(CannotDo, Waits):
        await OfflineWorker().work(assignment(goal=goal, text=text))
    assert time.process_time() - began < 5.0


async def test_others_are_answered_while_long_material_is_arranged() -> None:
    gaps = list[float]()

    async def wait() -> None:
        while True:
            began = time.monotonic()
            await asyncio.sleep(0.01)
            gaps.append(time.monotonic() - began)

    waiting = asyncio.create_task(wait())
    began = time.monotonic()
    with contextlib.suppress(CannotDo, Waits):
        await OfflineWorker().work(assignment(goal="Memo", text=" 1." * 60_000))
    took = time.monotonic() - began
    waiting.cancel()
    assert max(gaps) < took / 3 and len(gaps) > 10  # it took seconds, and nobody waited for its end


@pytest.mark.parametrize(
    "marked, read",
    [
        ("**Ship** on `3 March`, __please__", "Ship on 3 March, please"),
        ("**a **b**", "**a b"),
        ("2 ** 3 ** 4", "2 ** 3 ** 4"),
        ("**a _b_ `c` d**", "a _b_ `c` d"),
        ("`a", "`a"),
    ],
)
def test_marks_are_read_to_the_next_of_their_kind(marked: str, read: str) -> None:
    assert unmarked(marked) == read
