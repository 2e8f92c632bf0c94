"""What was approved before shows how a draft should look: without a model nothing of it gets into the next one."""

from dataclasses import replace

from agents.offline.worker import OfflineWorker
from storage.rules.values.brief import Brief
from storage.rules.values.source import EXAMPLE, Source
from storage.rules.values.worker import agent
from tests.agents.given import assignment

SHOWN = Source(f"{EXAMPLE}: T-1", "We decided to buy a zeppelin. Bob paints it by 4 December.")


async def test_an_example_is_no_material() -> None:
    given = assignment("Memo on the pricing meeting\nWe decided 39 € per seat. Cara writes to the teams by 2 December.")
    brief = replace(given.task.brief, sources=(SHOWN,))
    draft = await OfflineWorker().work(replace(given, task=replace(given.task, brief=brief)))
    assert "39 €" in draft.body and "zeppelin" not in f"{draft.body} {draft.summary} {draft.missing}"


def test_an_example_alone_brings_nothing_to_work_with() -> None:
    assert not Brief(goal="Memo", worker=agent("writer"), sources=(SHOWN,)).has_material
    assert Brief(goal="Memo", worker=agent("writer"), sources=(SHOWN, Source("notes.md", "39 €"))).has_material
