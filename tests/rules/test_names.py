"""T-60.3 is read wherever a task is named: in front, behind, among others."""

import pytest

from storage.rules.meaning import meaning
from storage.rules.picks import read_picks
from storage.rules.replies import Meaning


@pytest.mark.parametrize(
    "text, kind, named",
    [
        ("T-60.3 approve", Meaning.APPROVE, (60, 3)),
        ("t60.3: shorter, please", Meaning.REVISE, (60, 3)),
        ("T-60.3", Meaning.STATUS, (60, 3)),
        ("approve T-60.3", Meaning.APPROVE, (60, 3)),
        ("please approve T-60.3.", Meaning.APPROVE, (60, 3)),
        ("T-60 approve", Meaning.APPROVE, (60, 0)),
        ("T-60. approve", Meaning.APPROVE, (60, 0)),
        ("approve T-60.", Meaning.APPROVE, (60, 0)),
    ],
)
def test_a_run_is_named(text: str, kind: Meaning, named: tuple[int, int]) -> None:
    reply = meaning(text)
    assert (reply.meaning, (reply.number, reply.run)) == (kind, named)


def test_several_runs_are_named_each_by_itself() -> None:
    picks = read_picks("T-60.3 approve, T-60.4 reject, T-61 approve", cards=False)
    assert picks is not None
    assert picks.certain
    assert [(p.number, p.run, p.reply.meaning) for p in picks.picks] == [
        (60, 3, Meaning.APPROVE),
        (60, 4, Meaning.REJECT),
        (61, 0, Meaning.APPROVE),
    ]


def test_the_same_run_named_twice_is_not_certain() -> None:
    picks = read_picks("T-60.3 approve, T-60.3 reject", cards=False)
    assert picks is not None
    assert not picks.certain
