"""Whatever happens to the rows of a sealed range is seen, and named; a new seal of it hides nothing."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from storage.rules import audit
from storage.rules.audit import Change, Pair, Trouble, Why

SALT = "salt"
ROWS = [
    Change(id=n, team="T", at=n, who="U1", what="due", subject="T-1", was="", became=str(n), why="") for n in range(12)
]
FIELDS = ("at", "who", "what", "subject", "was", "became", "why", "team")


def digests(rows: list[Change], salt: str = SALT) -> list[str]:
    return [audit.digest(row, salt) for row in rows]


def troubles(pairs: list[Pair]) -> list[tuple[Trouble, int | None, int | None]]:
    return [(pair.trouble, pair.digest, pair.row) for pair in pairs if pair.trouble]


def test_rows_as_they_were_agree() -> None:
    assert troubles(audit.align(digests(ROWS), digests(ROWS))) == []


@given(st.sampled_from(range(12)), st.sampled_from(FIELDS))
def test_a_changed_field_is_seen(place: int, field: str) -> None:
    value = -1 if field == "at" else "other"
    changed = [replace(row, **{field: value}) if row.id == place else row for row in ROWS]
    assert troubles(audit.align(digests(ROWS), digests(changed))) == [(Trouble.CHANGED, place, place)]


@given(st.sets(st.sampled_from(range(12)), min_size=1))
def test_each_row_that_is_missing_is_seen(gone: set[int]) -> None:
    left = [row for row in ROWS if row.id not in gone]
    found = troubles(audit.align(digests(ROWS), digests(left)))
    assert [(trouble, place) for trouble, place, _ in found] == [(Trouble.MISSING, n) for n in sorted(gone)]


@given(st.integers(0, 12))
def test_a_row_that_was_added_is_seen(place: int) -> None:
    more = [*ROWS[:place], replace(ROWS[0], id=99, why="new"), *ROWS[place:]]
    assert troubles(audit.align(digests(ROWS), digests(more))) == [(Trouble.ADDED, None, place)]


def test_two_fields_can_not_pass_for_each_other() -> None:
    one, other = replace(ROWS[0], was="a", became="b"), replace(ROWS[0], was="a,b", became="")
    assert audit.digest(one, SALT) != audit.digest(other, SALT)


def test_a_new_seal_keeps_what_was_wrong() -> None:
    rewritten = [replace(row, who="stand-in") for row in ROWS]
    changed = [replace(row, why="forged") if row.id == 3 else row for row in ROWS]
    pairs = audit.align(digests(ROWS), digests(changed))
    again = audit.digests_again(pairs, rewritten, "new salt")
    assert troubles(audit.align(again, digests(rewritten, "new salt"))) == [(Trouble.CHANGED, 3, 3)]
    assert audit.digests_dropped(pairs) == [audit.WRONG]
    assert troubles(audit.align(audit.digests_dropped(pairs), [])) == [(Trouble.MISSING, 0, None)]


@given(st.sampled_from(["team", "first", "last", "at", "why", "sum", "chain"]))
def test_a_changed_seal_breaks_the_chain(field: str) -> None:
    common = {"team": "T", "at": 5, "why": Why.NEW, "salt": SALT}
    one = audit.make_seal("", first=1, last=5, digests=digests(ROWS[:5]), **common)
    two = audit.make_seal(one.chain, first=6, last=9, digests=digests(ROWS[5:9]), **common)
    assert audit.follows("", one) and audit.follows(one.chain, two) and not audit.follows("", two)
    assert not audit.follows(one.chain, replace(two, **{field: getattr(two, field) * 2}))
