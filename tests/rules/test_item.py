"""What an item is about is a closed set, and each of it has one word in the ledger."""

from typing import get_args

import pytest

from storage.rules.values.ask import Ask, Kind
from storage.rules.values.draft import Draft
from storage.rules.values.item import About, Permission, Problem, Question, Remedy, StillRight, Submission, kind_of
from tests.bot.test_views import item

ASK = Ask(key="k", kind=Kind.QUESTION, text="Which price?")
ONE, OTHER = (Draft(version=version, title="Memo", summary="", body="", made_by="made by a test") for version in (1, 2))
ALL: dict[Kind, About] = {
    Kind.DRAFT: Submission(candidates=(ONE, OTHER)),
    Kind.STILL_RIGHT: StillRight(),
    Kind.QUESTION: Question(ASK),
    Kind.PERMISSION: Permission(ASK),
    Kind.PROBLEM: Problem(text="The key was refused.", remedy=Remedy.NOTHING),
}


def test_each_kind_is_one_of_the_union() -> None:
    assert set(ALL) == set(Kind) and {type(about) for about in ALL.values()} == set(get_args(About))


@pytest.mark.parametrize("kind", Kind)
def test_an_item_tells_of_itself_only_what_it_is_about(kind: Kind) -> None:
    of = item(about=ALL[kind], draft=ONE)
    assert of.kind is kind_of(ALL[kind]) is kind
    assert (of.ask is not None) is (kind in (Kind.QUESTION, Kind.PERMISSION))
    assert (of.remedy is not None) is (kind is Kind.PROBLEM)
    assert of.drafts == ((ONE, OTHER) if kind is Kind.DRAFT else (ONE,))
