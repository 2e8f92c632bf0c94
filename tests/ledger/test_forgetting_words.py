"""Who is forgotten leaves no words of theirs, and is found by their name in any letters."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.operations import forgetting as command
from storage.ledger import people
from storage.ledger.colleagues import handed_message, proposing, submitting, workable
from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import editing, giving
from storage.ledger.decisions.clicks import Click
from storage.ledger.privacy import exporting, files, forgetting
from storage.ledger.privacy.forgetting import Known
from storage.ledger.queries import comparing, portfolio
from storage.ledger.series import fanning, series_rows
from storage.ledger.settings import away
from storage.ledger.tasks import assigning
from storage.rules.authority import Claim
from storage.rules.personal import unquoted
from storage.rules.refusal import Stale
from storage.rules.values.brief import Brief
from storage.rules.values.draft import File
from storage.rules.values.profile import Profile
from storage.rules.values.worker import agent, colleague
from storage.tables import metadata, task
from tests.ledger.hands import ALICE, BOB, HERE, TEAM, assign, draft, meet, meet_users, told, work

CARA, DAVE = Claim("U03CARA", TEAM), Claim("U04DAVE", TEAM)


async def everywhere(ledger: Ledger, part: str) -> list[str]:
    """Return where in the ledger some words still stand."""
    return [
        f"{table.name}: {value}"
        for table in metadata.sorted_tables
        for row in await ledger.see(lambda read, table=table: read.conn.execute(sa.select(table)).mappings().all())
        for value in map(str, row.values())
        if part in value
    ]


async def test_the_words_with_which_something_was_given_go_with_who_gave_it(ledger: Ledger) -> None:
    await ledger.do(meet, TEAM, ALICE.user, BOB.user, CARA.user, DAVE.user)
    await assign(ledger, actor=CARA)  # she has used it, Dave has not and is asked
    for who, note in ((CARA, "The QUOKKA knows."), (DAVE, "The WOMBAT knows.")):
        key = await work(ledger, await assign(ledger, actor=BOB, reviewer=ALICE.user))
        await ledger.do(giving.give, ALICE, Click(key=key, version=1), who.user, note)
    await command._forget(ledger, Known(team=TEAM, user=ALICE.user, name=""), 0.0)
    assert [*await everywhere(ledger, "QUOKKA"), *await everywhere(ledger, "WOMBAT")] == []


@pytest.mark.parametrize("name, asked", [("Émile", "émile"), ("Иван", "Иван"), ("ÖZLEM", "Özlem"), ("Zoë", "ZOË")])
async def test_a_name_is_found_in_any_letters(ledger: Ledger, name: str, asked: str) -> None:
    await ledger.do(people.save_profile, TEAM, "U07NAME", Profile(name=name, zone=""))
    found = await ledger.see(forgetting.find_people, asked)
    assert [known.user for known in found] == ["U07NAME"]


@pytest.mark.parametrize(
    "note, answer, left",
    [
        ("Please shorten. My doctor says rest.", "1. “My doctor says rest.”: done.", "1. “…”: done."),
        ("ok", "The book on tokens is ok.", "The book on tokens is …."),
        (" ".join(f"w{n}" for n in range(30)), f"“{' '.join(f'w{n}' for n in range(20))} …”", "“… …”"),
    ],
)
def test_a_quotation_of_a_part_goes_too_and_no_word_is_torn(note: str, answer: str, left: str) -> None:
    assert unquoted(answer, {note}) == left


async def hand_in(ledger: Ledger, who: Claim, words: str) -> str:
    """Let somebody hand something in for a task of Alice's, and not submit it; the key of the task."""
    await ledger.do(people.save_profile, TEAM, who.user, Profile(name="bob", zone=""))
    made = await assign(ledger, worker=colleague(who.user))
    file = File("notes.md", "text/markdown", words.encode())
    await ledger.do(proposing.propose, who, made.task.key, replace(draft(body=words), made_by="", files=(file,)))
    return made.task.key


async def test_what_was_never_submitted_is_for_who_wrote_it_alone_and_goes_with_them(ledger: Ledger) -> None:
    await hand_in(ledger, BOB, "The QUOKKA knows.")
    await hand_in(ledger, CARA, "The WOMBAT knows.")  # of the same name
    for who, words in ((ALICE, set()), (BOB, {"QUOKKA"}), (CARA, {"WOMBAT"})):
        given_out = str(await ledger.see(exporting.read, TEAM, who.user))
        assert {word for word in ("QUOKKA", "WOMBAT") if word in given_out} == words
    assert await ledger.see(files.file_ids, TEAM, ALICE.user) == []
    await command._forget(ledger, Known(team=TEAM, user=BOB.user, name="bob"), 0.0)
    assert await everywhere(ledger, "QUOKKA") == []
    assert await everywhere(ledger, "WOMBAT") != []


async def test_it_stays_theirs_after_a_newer_version_was_submitted(ledger: Ledger) -> None:
    key = await hand_in(ledger, BOB, "The QUOKKA knows.")
    await ledger.do(lambda tx: tx.conn.execute(sa.update(task).where(task.c.key == key).values(told_at=tx.now)))
    await ledger.do(assigning.edit, ALICE, key, Brief(goal="Another memo", worker=colleague(BOB.user), title="Another"))
    version = (await ledger.see(workable.workable, BOB, key)).version
    await ledger.do(proposing.propose, BOB, key, replace(draft(body="The KOALA knows."), made_by=""))
    await ledger.do(submitting.submit_anyway, BOB, key, version)
    assert version == 2
    given_out = str(await ledger.see(exporting.read, TEAM, ALICE.user))
    assert "QUOKKA" not in given_out and "KOALA" in given_out
    (waits,) = await ledger.see(portfolio.shelf, TEAM, ALICE.user)
    assert (await ledger.see(comparing.compared, ALICE, waits.key, 2))[1].body == "The KOALA knows."
    with pytest.raises(Stale, match="not there"):
        await ledger.see(comparing.compared, ALICE, waits.key, 1)
    first = await ledger.see(handed_message.handed, TEAM, "1:1")
    assert first is not None and (first.submitted, first.overtaken) == (False, True)
    await command._forget(ledger, Known(team=TEAM, user=BOB.user, name="bob"), 0.0)
    assert await everywhere(ledger, "QUOKKA") == [] and await everywhere(ledger, "KOALA") != []


async def test_a_version_that_was_written_over_names_its_maker_by_their_id(ledger: Ledger) -> None:
    key = await hand_in(ledger, BOB, "The KOALA knows.")
    await ledger.do(submitting.submit_anyway, BOB, key, 1)
    (waits,) = await ledger.see(portfolio.shelf, TEAM, ALICE.user)
    await ledger.do(editing.edit, ALICE, Click(key=waits.key, version=1), "The KOALA knows it all.")
    shown = await ledger.see(handed_message.handed, TEAM, "1:1")
    assert shown is not None and (shown.submitted, shown.current, shown.moved) == (True, True, False)
    await command._forget(ledger, Known(team=TEAM, user=BOB.user, name="bob"), 0.0)
    assert await everywhere(ledger, "@bob") == []


async def test_somebody_of_the_same_name_is_not_shown_it(ledger: Ledger) -> None:
    key = await hand_in(ledger, BOB, "The QUOKKA knows.")
    await ledger.do(people.save_profile, TEAM, CARA.user, Profile(name="bob", zone=""))
    assert await ledger.see(proposing.written, CARA, key) is None
    own = await ledger.see(proposing.written, BOB, key)
    assert own is not None and own.made_by == "handed in by @bob"


async def test_nothing_names_who_was_forgotten(ledger: Ledger) -> None:
    """Neither the step that comes after all rows of a list, nor a promise to greet who comes back."""
    await ledger.do(meet_users, TEAM, ALICE.user, BOB.user, CARA.user)
    then = Brief(goal=f"Ask <@{BOB.user}>", worker=agent("writer"), title="Sum", reviewer=BOB.user, to=(BOB.user,))
    brief = Brief(goal="Memo", worker=agent("writer"), title="Memo", criteria=("short",), each=("a", "b"), then=(then,))
    made = await ledger.do(fanning.offer, ALICE, brief, HERE)
    await ledger.do(away.go_away, BOB, ledger.clock() + timedelta(days=90), CARA.user)
    await command._forget(ledger, Known(team=TEAM, user=BOB.user, name="bob"), 0.0)
    assert await everywhere(ledger, BOB.user) == []
    series = await ledger.see(series_rows.find, TEAM, key=made.key)
    assert series is not None and series.then is not None
    assert (series.then.reviewer, series.then.to) == (ALICE.user, (ALICE.user,))
    told_alice = "\n".join(await told(ledger, ALICE.user))
    assert "You decide in their place: what comes after T-1" in told_alice
    assert "What was to be sent to them comes without them: T-1 with all its tasks" in told_alice
