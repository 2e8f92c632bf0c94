"""The ledger of a folder whose name has signs that mean something in an address."""

from pathlib import Path

import pytest

from bot.demonstration.demo_settings import settings_for
from bot.setup.database import check_there
from storage import engine
from storage.ledger import people
from storage.ledger.core import opening
from storage.ledger.core.ledger import Terms


@pytest.mark.parametrize("name", ["team?1", "my%20app", "a b#c", "é"])
async def test_the_ledger_is_in_its_folder(tmp_path: Path, name: str) -> None:
    home = tmp_path / name
    home.mkdir()
    ledger = opening.opened(engine.sqlite_url(home), Terms())
    await ledger.do(people.ensure_workspace, "T01TEST", "Test")
    ledger.close()
    assert (home / "ledger.db").exists() and engine.sqlite_path(engine.sqlite_url(home)) == home / "ledger.db"
    assert [path.name for path in tmp_path.iterdir()] == [name]
    check_there(settings_for(home))
