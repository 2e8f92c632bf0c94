"""A repository, and agents that work on it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from agents.attempts.staff import checkpoints
from agents.roster.built_in import BUILT_IN
from agents.tools import python, repository
from agents.tools.box import joined
from agents.work.meter import Named
from agents.work.work_store import WorkStore
from agents.work.worker import ModelWorker
from tests.agents.given import LedgerLink
from tests.agents.scripted import Scripted
from tests.tools.shop import BUG, TEST, VARIABLES, git, spec


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    made = tmp_path / "shop"
    made.mkdir()
    (made / "shop.py").write_text(BUG)
    (made / "test_shop.py").write_text(TEST)
    git(made, "init", "-q", "-b", "main")
    git(made, "add", "-A")
    git(made, "commit", "-qm", "First")
    return made


@pytest.fixture
async def coder(shop: Path, tmp_path: Path, bwrap: str) -> AsyncIterator[Any]:
    """Makes a coder by what its model says, and the model; `also` gives it Python and a shell."""
    async with AsyncExitStack() as parts:
        saver = await checkpoints(tmp_path / "steps.db", parts)

        def made(
            *script: Any, home: str = "work", also: bool = False, path: Path = shop, **more: Any
        ) -> tuple[ModelWorker, Scripted]:
            model, box = Scripted(script=list(script)), repository.toolbox({"shop": spec(path, **more)}, VARIABLES)
            box = joined(box, python.toolbox()) if also else box
            store = WorkStore(saver, tmp_path / home)
            named = [Named("test:scripted", model)]
            return ModelWorker(BUILT_IN["coder"], named, store, LedgerLink(), box, retry_delay=0.01), model

        yield made
