"""Files that are one too many, or have no room, are named: nobody believes that they were read."""

from bot.surfaces.material_bounds import LONGEST, bounded_sources
from storage.rules.values.source import Source
from tests.world import ALICE, GENERAL, World, words


async def test_a_file_too_many_of_a_thread_is_named(sluice: World) -> None:
    files = [
        (await sluice.act("file", user=ALICE, name=f"note{n}.md", text=f"Fact {n}: the price is {n} EUR."))["body"]
        for n in range(1, 13)
    ]
    root = await sluice.act("message", channel=GENERAL, user=ALICE, text="all notes", files=files[:6])
    await sluice.act("message", channel=GENERAL, user=ALICE, text="and these", files=files[6:], thread_ts=root["ts"])
    asked = "<@U0BOT> writer: Summary of the notes"
    await sluice.act("message", channel=GENERAL, user=ALICE, text=asked, thread_ts=root["ts"])
    told = words(await sluice.ephemeral(ALICE, "Summary of the notes"))
    assert "Not read* · note11.md: 10 files are read at a time.; note12.md: 10 files are read at a time." in told


def test_what_is_cut_or_left_out_says_so() -> None:
    long = Source("long.md", "x" * LONGEST)
    cut, behind, unread = bounded_sources(
        [Source("first.md", "ab"), long, Source("last.md", "y"), Source("bad.md", "(This file could not be read: no.)")]
    )[1:]
    assert (cut.name, len(cut.text)) == ("long.md (its beginning)", LONGEST - 2)
    assert behind.unread == "200,000 characters are read in all." and unread.unread == "no."
    assert bounded_sources([long]) == (long,)
