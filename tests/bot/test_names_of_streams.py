"""A stream's name is shown as its owner wrote it, whatever signs are in it."""

from pathlib import Path

from tests.bot.days import day, drafts


async def test_signs_in_a_name_are_shown_once(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await drafts(sluice, 1, more="; for R&D")
        for line in ("/collect first R&D", "/collect first R&E", "/sluice stream go on R&E"):
            assert "R&amp;D" in (shown := await sluice.said(line))
            assert "amp;amp" not in shown
        assert "`/sluice stream go on R&amp;D` lets them start" in await sluice.said("/sluice stream hold R&D")
