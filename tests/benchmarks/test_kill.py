"""The figures of kills can fall short."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

from benchmarks import kill
from benchmarks.kill import Killed, judged, killed

GOOD = Killed([1.0, 4.9], at_work=1, sending=1, tasks=9, decisions=3)


def oks(**worse) -> list[bool]:
    return [row.ok for row in judged("SQLite", replace(GOOD, **worse))]


def test_a_late_restart_or_a_loss_falls_short() -> None:
    assert oks() == [True, True]
    assert oks(took=[1.0, 5.1]) == [False, True]
    assert oks(wrong=["I1: acknowledged and lost"]) == [True, False]
    assert oks(at_work=0) == oks(decisions=0) == [True, False]


async def test_what_is_lost_is_seen(tmp_path: Path) -> None:
    found = await killed(tmp_path, "", kills=1)
    assert found.wrong == []
    lost = SimpleNamespace(tasks={"T-9999"}, decisions=set())
    async with kill.slack() as local:
        kill.check(f"sqlite:///{tmp_path / 'ledger.db'}", lost, local, found)
    assert "T-9999" in found.wrong[0]
