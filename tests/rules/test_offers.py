"""What can be done is known in one place: what a verb refuses has no button, and what has a button is not refused."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.views import asks, ids, receipt
from bot.views.card import buttons
from bot.views.kit import Block
from bot.views.portfolio import one_task
from bot.views.review import review
from bot.views.trouble import problem
from storage.rules.lifecycle import CLOSED, NOT_BEGUN, OPEN, RUNNING, WORDS
from storage.rules.offers import OFFERS, REMEDIES, Offer, can, check, check_undo, verdicts
from storage.rules.refusal import Refused
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.decision import Verdict
from storage.rules.values.item import About, Permission, Problem, Question, Remedy, Submission
from storage.rules.values.task import State
from storage.rules.values.worker import colleague
from storage.rules.verdicts import taken_by
from tests.bot.test_views import ALICE, DECIDED, NOW, PERSON, RECEIPT, WHOLE, item, task

ASK = Ask(key="k", kind=Kind.QUESTION, text="Which price?", choices=("39 €",))
PRESSED = {
    ids.APPROVE: Verdict.APPROVE,
    ids.REVISE: Verdict.REVISE,
    ids.REJECT: Verdict.REJECT,
    ids.ANSWER: Verdict.ANSWER,
    ids.ANSWER_OTHER: Verdict.ANSWER,
    ids.ALLOW: Verdict.ALLOW,
    ids.ALLOW_ALL: Verdict.ALLOW_ALL,
    ids.REFUSE: Verdict.REFUSE,
    ids.RETRY: Verdict.RETRY,
    ids.GIVE_UP: Verdict.CANCEL,
    ids.WITHOUT: Verdict.WITHOUT,
    ids.GIVE_TO: Verdict.GIVE,
    ids.GIVE_NAMED: Verdict.GIVE,
    ids.WAIT_FOR: Verdict.WAIT,
    ids.BRING_HERE: Verdict.HERE,
    ids.LEAVE: Verdict.LEAVE,
}
OTHERS = {ids.NEW_FILE, ids.REOPEN_BEFORE, ids.REOPEN}  # they change the brief, or another task
OF_TASK = {ids.EDIT: Offer.EDIT, ids.BRING: Offer.BRING, ids.CANCEL: Offer.CANCEL, ids.STOP: Offer.STOP}
OF_TASK |= {ids.GIVE_TASK: Offer.GIVE, ids.START_ANYWAY: Offer.START}
BELOW = {ids.BRING, ids.START_ANYWAY}  # not wherever they are possible
OURS = OF_TASK.keys()


def pressed(elements: list[dict[str, object]]) -> set[str]:
    return {str(element["action_id"]).partition(".")[0] for element in elements}


def pressed_in(blocks: Sequence[Block]) -> set[str]:
    return set[str]().union(*(pressed(block["elements"]) for block in blocks if block["type"] == "actions"))


def test_each_offer_and_each_remedy_has_its_row() -> None:
    assert set(OFFERS) == set(Offer) and set(REMEDIES) == set(Remedy)
    assert frozenset[Verdict]().union(*REMEDIES.values()) == taken_by(Kind.PROBLEM)


@pytest.mark.parametrize("offer", Offer)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("by_person", [False, True])
def test_what_can_not_be_done_is_refused_with_a_sentence(offer: Offer, state: State, by_person: bool) -> None:
    of = task(state=state)
    of = replace(of, brief=replace(of.brief, worker=colleague("U02BOB"))) if by_person else of
    if can(offer, of):
        check(offer, of)
        return
    with pytest.raises(Refused) as refused:
        check(offer, of)
    assert refused.value.why.endswith(".") and "{" not in refused.value.why and len(refused.value.why) > 10


def test_closed_tasks_are_left_alone_but_for_reopening() -> None:
    assert {offer for offer in Offer for state in CLOSED if can(offer, task(state=state))} == {Offer.REOPEN}
    assert set(WORDS) - CLOSED == OPEN


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("by_person", [False, True])
def test_the_buttons_of_a_task_are_what_can_be_done_with_it(state: State, by_person: bool) -> None:
    of = task(state=state)
    of = replace(of, brief=replace(of.brief, worker=colleague("U02BOB"))) if by_person else of
    page = pressed_in(one_task.one(of, PERSON, NOW).blocks) & OURS
    assert page - BELOW == {button for button in OURS - BELOW if can(OF_TASK[button], of)}
    assert (ids.BRING in page) is (state in NOT_BEGUN | RUNNING and not by_person)
    below = pressed_in(receipt.receipt(replace(RECEIPT, task=of), NOW).blocks)
    assert all(can(OF_TASK[button], of) for button in below & OURS)
    assert (ids.EDIT in below) is can(Offer.EDIT, of)


@pytest.mark.parametrize("remedy", Remedy)
def test_the_buttons_of_a_problem_are_what_can_be_decided_about_it(remedy: Remedy) -> None:
    of = item(about=Problem(text="No.", remedy=remedy, named="U03CARA", named_as="cara"))
    assert isinstance(of.about, Problem)
    there = pressed(problem.button_row(of, of.about)["elements"]) - OTHERS
    assert {PRESSED[button] for button in there} == verdicts(of)


@pytest.mark.parametrize(
    "about", [Submission(), Question(ASK), Permission(replace(ASK, kind=Kind.PERMISSION, tool="send_mail"))]
)
def test_the_buttons_of_other_items_are_what_can_be_decided_about_them(about: About) -> None:
    of = item(about=about)
    there = pressed((buttons(of) if isinstance(about, Submission) else asks.answers(of))["elements"])
    assert {PRESSED[button] for button in there} == verdicts(of)


def test_undo_has_its_button_only_while_it_is_not_refused() -> None:
    for after in (timedelta(seconds=29), timedelta(seconds=31)):
        view = review.whole(replace(WHOLE, item=item(decision=DECIDED)), ALICE, NOW + after)
        drawn = ids.UNDO in pressed_in(view["blocks"])
        try:
            check_undo(DECIDED, ALICE, NOW + after)
            assert drawn
        except Refused:
            assert not drawn
