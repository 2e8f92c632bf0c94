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
    return path.read_text().splitlines() if path.exists() else []


@pytest.mark.parametrize("during", ["tool 4", "model 3"])
async def test_a_finished_step_is_not_repeated(tmp_path: Path, database: str, during: str) -> None:
    where = str(tmp_path / "steps.db") if engine.is_sqlite(database) else engine.conninfo(database)
    (tmp_path / "wait").write_text(during)
    process = await begin(tmp_path, where)
    async with asyncio.timeout(60):
        while during not in lines(tmp_path / "places"):
            await asyncio.sleep(0.02)
    process.kill()
    await process.wait()
    before = lines(tmp_path / "done")
    assert before == ["1", "2", "3"]
    (tmp_path / "wait").unlink()
    process = await begin(tmp_path, where)
    assert await asyncio.wait_for(process.wait(), 60) == 0
    done, places = Counter(lines(tmp_path / "done")), Counter(lines(tmp_path / "places"))
    assert (tmp_path / "draft").exists()
    assert done == Counter(str(n) for n in range(1, STEPS + 1))
    assert all(count == (2 if place == during else 1) for place, count in places.items()), places
