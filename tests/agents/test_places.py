"""One conversation, several machines with folders of their own: no draft comes without the files that it was made with."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from agents.attempts.staff import checkpoints
from agents.roster.agent_spec import AgentSpec
from agents.roster.ends import Waits
from agents.tools.ask_person import ask_person
from agents.tools.box import Toolbox
from agents.tools.files import file_writer, list_files
from agents.tools.reader import Reader
from agents.work.meter import Named
from agents.work.places import BEGAN_AGAIN
from agents.work.work_store import WorkStore
from agents.work.worker import ModelWorker
from storage.rules.values.draft import Draft
from tests.agents.given import LedgerLink, assignment
from tests.agents.scripted import Scripted, hands_in, says

write_file = file_writer(Reader())
CRASH = [RuntimeError("crash")] * 3


def writes(name: str) -> Any:
    return says(write_file={"name": name, "text": "39"})


class Machines:
    """Workers that share their steps, and no folder."""

    def __init__(self, saver: Any, home: Path) -> None:
        self.saver, self.home = saver, home

    async def work(self, machine: str, *script: Any, **given: Any) -> tuple[Draft, Scripted]:
        model = Scripted(script=list(script))
        store, named = WorkStore(self.saver, self.home / machine), [Named("test:scripted", model)]
        box = Toolbox(always=[write_file, list_files, ask_person])
        worker = ModelWorker(AgentSpec(description="x"), named, store, LedgerLink(), box, retry_delay=0.01)
        return await worker.work(assignment(**given)), model

    async def crashes(self, machine: str, *script: Any, **given: Any) -> None:
        with pytest.raises(RuntimeError, match="crash"):
            await self.work(machine, *script, *CRASH, **given)


@pytest.fixture
async def machines(tmp_path: Path) -> AsyncIterator[Machines]:
    async with AsyncExitStack() as parts:
        yield Machines(await checkpoints(tmp_path / "steps.db", parts), tmp_path)


def files(draft: Draft) -> list[str]:
    return [f.name for f in draft.files[1:]]


async def test_it_begins_again_without_the_first_folder_and_says_so(machines: Machines) -> None:
    await machines.crashes("a", writes("a.csv"))
    draft, model = await machines.work("b", writes("b.csv"), hands_in())
    assert files(draft) == ["b.csv"]
    assert draft.remarks == (BEGAN_AGAIN,)
    assert "a.csv" not in str(model.seen[0])


async def test_it_says_so_after_another_crash_too(machines: Machines) -> None:
    await machines.crashes("a", writes("a.csv"))
    await machines.crashes("b", writes("b.csv"))
    draft, _ = await machines.work("b", hands_in())
    assert (files(draft), draft.remarks) == (["b.csv"], (BEGAN_AGAIN,))


async def test_steps_that_left_nothing_go_on_anywhere(machines: Machines) -> None:
    await machines.crashes("a", says(list_files={}))
    draft, model = await machines.work("b", hands_in())
    assert (len(model.seen), draft.remarks) == (1, ())
    assert model.seen[0][-1].type == "tool"


async def test_a_file_of_the_second_machine_is_not_forgotten_on_the_first(machines: Machines) -> None:
    await machines.crashes("a", says(list_files={}))
    await machines.crashes("b", writes("b.csv"))
    draft, _ = await machines.work("a", writes("again.csv"), hands_in())
    assert (files(draft), draft.remarks) == (["again.csv"], (BEGAN_AGAIN,))


async def test_what_it_wrote_on_the_second_machine_is_there_when_it_goes_on_there(machines: Machines) -> None:
    await machines.crashes("a", says(list_files={}))
    await machines.crashes("b", writes("b.csv"))
    draft, _ = await machines.work("b", hands_in())
    assert (files(draft), draft.remarks) == (["b.csv"], ())


async def test_an_older_file_that_lies_on_a_machine_does_not_come_along(machines: Machines) -> None:
    await machines.crashes("a", writes("old.csv"))
    await machines.crashes("b")  # which began again, and has not written anything
    draft, _ = await machines.work("a", hands_in())
    assert files(draft) == []


@pytest.mark.parametrize("machine", ["a", "b"])
async def test_a_revision_finds_the_files_of_the_version_before_wherever_it_is_made(
    machines: Machines, machine: str
) -> None:
    first, _ = await machines.work("a", writes("prices.csv"), hands_in())
    given = {"version": 2, "previous": first, "points": ("short",)}
    draft, model = await machines.work(machine, says(list_files={}), hands_in(body="v2"), **given)
    assert "last/prices.csv" in str(model.seen[-1][-1].content)
    assert (files(draft), draft.remarks) == ([], ())


async def test_a_third_version_on_the_first_machine_changes_the_second(machines: Machines) -> None:
    first, _ = await machines.work("a", writes("one.csv"), hands_in())
    second, _ = await machines.work("b", writes("two.csv"), hands_in(body="v2"), version=2, previous=first, note="x")
    given = {"version": 3, "previous": second, "note": "y"}
    _, model = await machines.work("a", says(list_files={}), hands_in(body="v3"), **given)
    listed = str(model.seen[-1][-1].content)
    assert "last/two.csv" in listed and "one.csv" not in listed


async def test_an_answer_is_waited_for_anywhere(machines: Machines) -> None:
    ask = says(ask_person={"question": "Which price?", "suggestions": []})
    with pytest.raises(Waits) as waits:
        await machines.work("a", ask)
    draft, model = await machines.work("b", hands_in(), answers={waits.value.asks[0].key: "39 €"})
    assert (str(model.seen[0][-1].content), draft.remarks) == ("39 €", ())


async def test_what_was_answered_is_not_asked_again_when_it_begins_again(machines: Machines) -> None:
    ask = says(ask_person={"question": "Which price?", "suggestions": []})
    with pytest.raises(Waits) as waits:
        await machines.work("a", writes("a.csv"), ask)
    given = {"answers": {waits.value.asks[0].key: "39 €"}, "replies": (("Which price?", "39 €"),)}
    draft, model = await machines.work("b", writes("b.csv"), hands_in(), **given)
    assert "- Which price?\n  39 €" in str(model.seen[0][-1].content)
    assert (files(draft), draft.remarks) == (["b.csv"], (BEGAN_AGAIN,))
    first, _ = await machines.work("a", hands_in(), goal="Another", attempt=2, candidate=1)
    assert first.remarks == ()
