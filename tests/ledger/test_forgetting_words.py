"""Who is forgotten leaves no words of theirs, and is found by their name in any letters."""

import pytest
import sqlalchemy as sa

from bot.operations import forgetting as command
from storage.ledger import people
from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import giving
from storage.ledger.decisions.clicks import Click
from storage.ledger.privacy import forgetting
from storage.ledger.privacy.forgetting import Known
from storage.rules.authority import Claim
from storage.rules.personal import unquoted
from storage.rules.values.profile import Profile
from storage.tables import metadata
from tests.ledger.hands import ALICE, BOB, TEAM, assign, meet, work

CARA, DAVE = Claim("U03CARA", TEAM), Claim("U04DAVE", TEAM)


async def test_the_words_with_which_something_was_given_go_with_who_gave_it(ledger: Ledger) -> None:
    await ledger.do(meet, TEAM, ALICE.user, BOB.user, CARA.user, DAVE.user)
    await assign(ledger, actor=CARA)  # she has used it, Dave has not and is asked
    for who, note in ((CARA, "The QUOKKA knows."), (DAVE, "The WOMBAT knows.")):
        key = await work(ledger, await assign(ledger, actor=BOB, reviewer=ALICE.user))
        await ledger.do(giving.give, ALICE, Click(key=key, version=1), who.user, note)
    await command._forget(ledger, Known(team=TEAM, user=ALICE.user, name=""), 0.0)
    left = [
        f"{table.name}: {value}"
        for table in metadata.sorted_tables
        for row in await ledger.see(lambda read, table=table: read.conn.execute(sa.select(table)).mappings().all())
        for value in map(str, row.values())
        if "QUOKKA" in value or "WOMBAT" in value
    ]
    assert left == []


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
