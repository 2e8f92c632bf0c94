"""kill -9 in the middle of a run of six steps: what was finished is not done again, on either database."""

import asyncio
import sys
from collections import Counter
from pathlib import Path

import pytest

from storage import engine
from tests.agents.six_steps import STEPS


async def begin(home: Path, where: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.agents.six_steps", str(home), where)


def lines(path: Path) -> list[str]:
    return path.read_text().split() if path.exists() else []


@pytest.mark.parametrize("during", ["a tool", "a call of the model"])
async def test_a_finished_step_is_not_repeated(tmp_path: Path, database: str, during: str) -> None:
    where = str(tmp_path / "steps.db") if engine.is_sqlite(database) else engine.conninfo(database)
    process = await begin(tmp_path, where)
    wanted = 4 if during == "a tool" else 3
    for _ in range(600):
        there = lines(tmp_path / ("begun" if during == "a tool" else "done"))
        if str(wanted) in there:
            break
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.1 if during == "a tool" else 0.02)
    process.kill()
    await process.wait()
    assert not (tmp_path / "draft").exists()
    before = lines(tmp_path / "done")
    process = await begin(tmp_path, where)
    assert await asyncio.wait_for(process.wait(), 60) == 0
    done, begun = Counter(lines(tmp_path / "done")), Counter(lines(tmp_path / "begun"))
    assert (tmp_path / "draft").exists()
    assert set(done) == {str(n) for n in range(1, STEPS + 1)}
    finished = before[:-1] if during != "a tool" else before  # the last result may not have been kept yet
    assert all(done[n] == 1 for n in finished), done
    assert sum(begun.values()) <= STEPS + 1  # only what was under way at the kill began again
