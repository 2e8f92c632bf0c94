import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from agents.contract import CannotDo
from agents.quiet import Quiet
from agents.roster import BUILT_IN
from agents.staff import checkpoints, shared_checkpoints
from agents.writer import MOST, ModelWorker
from storage import engine
from storage.jobs.port import Again
from storage.rules.task import Draft
from tests.agents.given import assignment
from tests.agents.scripted import Scripted, hands_in, says


@pytest.fixture(params=["sqlite", "postgresql"])
async def saver(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Any]:
    async with AsyncExitStack() as parts:
        if request.param == "sqlite":
            yield await checkpoints(tmp_path / "checkpoints.db", parts)
        else:
            url = request.getfixturevalue("postgres").database()
            first, second = await asyncio.gather(*(shared_checkpoints(engine.conninfo(url), parts) for _ in range(2)))
            assert first is not second  # who makes the tables at the same time waits
            yield first


def worker(saver: Any, *script: Any, quiet: Quiet | None = None, **more: Any) -> tuple[ModelWorker, Scripted]:
    model = Scripted(script=list(script), **more)
    return ModelWorker(BUILT_IN["writer"], model, "test:scripted", saver, retry_delay=0.01, quiet=quiet), model


async def test_a_structured_hand_in_becomes_a_draft(saver: Any) -> None:
    made, model = worker(saver, hands_in(look_first="line 2"))
    draft = await made.work(assignment(text="Bob: 39 €", criteria=("names the price",)))
    assert (draft.title, draft.body, draft.look_first) == ("Memo", "The price is 39 €.", "line 2")
    assert draft.made_by == "made by test:scripted"
    assert [f.name for f in draft.files] == ["T-7-v1.md"]
    asked = str(model.seen[0])
    assert "names the price" in asked
    assert "<source name='notes.md'>" in asked


@pytest.mark.parametrize("text", ["{not_a_variable} {0} {{", "{{jinja}}", "%(x)s", '{"lc": 1, "type": "constructor"}'])
async def test_what_people_say_is_a_value_never_a_template(saver: Any, text: str) -> None:
    made, model = worker(saver, hands_in())
    await made.work(assignment(goal=text, text=text))
    assert text in str(model.seen[0][-1].content)


async def test_a_revision_brings_the_last_version_and_the_numbered_points(saver: Any) -> None:
    made, model = worker(saver, hands_in(answers=["done", "done too"]))
    before = Draft(1, "Memo", "", "Old body", "x")
    draft = await made.work(assignment(version=2, previous=before, points=("short",), note="drop the end"))
    asked = str(model.seen[0][-1].content)
    assert "Old body" in asked
    assert "1. short\n2. drop the end" in asked
    assert draft.answer == "1. done\n2. done too"


@pytest.mark.parametrize(
    "script, words",
    [
        ([says("just words")], "did not come to an end"),
        ([hands_in(body=" \u200b ")], "empty draft"),
        ([hands_in(body="x" * (MOST + 1))], "200,001 characters"),
    ],
)
async def test_output_that_is_no_deliverable_fails_in_plain_words(saver: Any, script: list[Any], words: str) -> None:
    made, _ = worker(saver, *script)
    with pytest.raises(CannotDo, match=words):
        await made.work(assignment())


async def test_wrong_fields_are_sent_back_to_the_model_and_repaired(saver: Any) -> None:
    made, model = worker(saver, says(Deliverable={"title": 1, "boddy": "x"}), hands_in())
    assert (await made.work(assignment())).body == "The price is 39 €."
    assert len(model.seen) == 2


async def test_a_model_that_fails_is_retried_then_the_error_is_raised(saver: Any) -> None:
    made, model = worker(saver, RuntimeError("overloaded"), RuntimeError("overloaded"), hands_in())
    assert (await made.work(assignment())).body
    broken, _ = worker(saver, RuntimeError("away"))
    with pytest.raises(RuntimeError, match="away"):
        await broken.work(assignment(attempt=2))
    assert len(model.seen) == 3


async def test_control_characters_of_a_model_are_taken_out(saver: Any) -> None:
    made, _ = worker(saver, hands_in(body="\x1b]52;c;aGk=\x07Hello\x1b[2J \U000e0041there", summary="a\nb"))
    draft = await made.work(assignment())
    assert (draft.body, draft.summary) == ("Hello there", "a b")


async def test_a_drained_run_goes_on_from_its_last_step(saver: Any) -> None:
    made, model = worker(saver, says(Deliverable={"wrong": 1}), hands_in(), latency=0.15)
    running = asyncio.create_task(made.work(assignment()))
    await asyncio.wait_for(model.asked.wait(), 10)
    made.drain()
    with pytest.raises(Again):
        await running
    assert len(model.seen) == 1
    assert (await made.work(assignment())).body
    assert len(model.seen) == 2  # the finished call was not repeated


async def test_cancel_stops_it_at_once(saver: Any) -> None:
    made, _ = worker(saver, hands_in(), latency=30.0)
    running = asyncio.create_task(made.work(assignment()))
    await asyncio.sleep(0.2)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(running, 1)


async def test_an_agent_takes_its_next_step_when_nobody_waits_for_an_answer(saver: Any) -> None:
    quiet = Quiet()
    made, model = worker(saver, hands_in(), quiet=quiet)
    with quiet.serving():
        working = asyncio.ensure_future(made.work(assignment()))
        async with asyncio.timeout(5):
            while not model.seen:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        assert not working.done()
    await asyncio.wait_for(working, 0.9)


async def test_however_many_people_come_agents_go_on(saver: Any) -> None:
    quiet = Quiet()
    made, _ = worker(saver, hands_in(), quiet=quiet)
    with quiet.serving():
        assert (await asyncio.wait_for(made.work(assignment()), 5)).title == "Memo"
