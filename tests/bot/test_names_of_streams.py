"""A stream's name is shown as its owner wrote it, whatever signs are in it."""

from pathlib import Path

from tests.bot.days import day, drafts
from tests.bot.speaking import labels
from tests.world import words


async def test_signs_in_a_name_are_shown_once(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await drafts(sluice, 1, more="; for R&D")
        for line in ("/collect first R&D", "/collect first R&E", "/sluice stream go on R&E"):
            assert "R&amp;D" in (shown := await sluice.said(line))
            assert "amp;amp" not in shown
        assert "`/sluice stream go on R&amp;D` lets them start" in await sluice.said("/sluice stream hold R&D")


async def test_a_name_that_can_not_be_read_in_a_brief_is_said_to_be_so(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        assert "could not be read in a brief" in await sluice.said("/sluice stream new v2.0 launch")
        assert "could not be read in a brief" in await sluice.said("/sluice stream new All hands")
        long = "Team in Rome and Paris this year"
        assert "could not be read in a brief" in await sluice.said(f"/sluice stream new {long}")
        for odd in (f"for {long}", "for customers who bought twice last year"):
            assert f"I read “{odd}” as part of the text" in await sluice.said(
                f"/assign writer: Note; must: short; {odd}"
            )
        odd = "for Payroll and everything that belongs to it in 2027"
        assert f"I read “{odd}” as part of the text" in await sluice.said(f"/assign writer: Note; must: short; {odd}")


async def test_a_name_is_taken_as_a_telephone_types_it_and_in_any_alphabet(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        for name in ("O’Brien’s", "हिन्दी परियोजना", "प्रोजेक्ट"):
            assert name in await sluice.said(f"/assign writer: Note; must: short; for {name}")
            assert "tasks" in await sluice.said(f"/sluice stream {name}") or await sluice.modal()


async def test_no_way_makes_a_stream_that_no_brief_can_name(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        shown = (await sluice.command("/sluice stream Q4/2026"))["body"]
        assert "You have no stream" in words(shown) and "Make Q4/2026" not in labels(shown)
        await sluice.command("/assign")
        form = await sluice.modal()
        refused = await sluice.submit(form, goal="Note", stream="Beta; by Friday")
        assert "could not be read in a brief" in str(refused["body"])
        refused = await sluice.submit(form, goal="Note", due="Friday; must: short")
        assert "Write only a time here" in str(refused["body"])
