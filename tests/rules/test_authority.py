"""The access matrix: who may do what with a task. What is not marked is refused."""

from itertools import product

import pytest

from storage.rules.authority import (
    Action,
    Actor,
    Policy,
    Roles,
    check_admin,
    check_channel_times,
    check_member,
    check_task,
)
from storage.rules.refusal import Refused

TEAM = "T1"
ROLES = Roles(TEAM, assigner="UOWNER", reviewer="UREVIEWER")
POLICY = Policy(admins=frozenset({"UADMIN"}))
PEOPLE = {
    "admin": Actor("UADMIN", TEAM),
    "owner": Actor("UOWNER", TEAM),
    "reviewer": Actor("UREVIEWER", TEAM),
    "member": Actor("UMEMBER", TEAM),
    "guest reviewer": Actor("UREVIEWER", TEAM, guest=True),
    "stranger reviewer": Actor("UREVIEWER", TEAM, stranger=True),
    "deactivated reviewer": Actor("UREVIEWER", TEAM, deleted=True),
    "bot reviewer": Actor("UREVIEWER", TEAM, bot=True),
    "agent": Actor("writer", TEAM, bot=True),
    "reviewer of another team": Actor("UREVIEWER", "T2"),
}
ALLOWED = {
    Action.SEE: {"admin", "owner", "reviewer"},
    Action.APPROVE: {"reviewer"},
    Action.REVISE: {"owner", "reviewer"},
    Action.REJECT: {"owner", "reviewer"},
    Action.MEND: {"owner", "reviewer"},
    Action.REOPEN: {"owner", "reviewer"},
    Action.CANCEL: {"admin", "owner", "reviewer"},
    Action.EDIT: {"owner"},
    Action.BRING: {"owner", "reviewer"},
    Action.STEER: {"owner", "reviewer"},
    Action.ANSWER: {"owner", "reviewer"},
    Action.STOP: {"admin", "owner", "reviewer"},
    Action.ALLOW: {"reviewer"},
}


@pytest.mark.parametrize("action, who", list(product(Action, PEOPLE)))
def test_the_matrix(action: Action, who: str) -> None:
    if who in ALLOWED.get(action, set()):
        check_task(action, PEOPLE[who], ROLES, POLICY)
    else:
        with pytest.raises(Refused):
            check_task(action, PEOPLE[who], ROLES, POLICY)


def test_four_eyes_keeps_an_assigner_from_approving_their_own() -> None:
    own = Roles(TEAM, "UOWNER", "UOWNER")
    check_task(Action.APPROVE, PEOPLE["owner"], own, Policy())
    with pytest.raises(Refused, match="someone else"):
        check_task(Action.APPROVE, PEOPLE["owner"], own, Policy(four_eyes=True))


def test_an_empty_list_of_administrators_means_nobody() -> None:
    with pytest.raises(Refused):
        check_task(Action.SEE, PEOPLE["admin"], ROLES, Policy())


def test_a_refusal_does_not_tell_whether_it_exists() -> None:
    with pytest.raises(Refused) as no:
        check_task(Action.APPROVE, PEOPLE["member"], ROLES, POLICY)
    assert "can't find" in no.value.why


def test_any_member_sets_a_channels_times_unless_administrators_keep_them() -> None:
    check_channel_times(PEOPLE["member"], TEAM, Policy())
    with pytest.raises(Refused, match="administrator"):
        check_channel_times(PEOPLE["member"], TEAM, Policy(members_set_channel_times=False))


@pytest.mark.parametrize("who", sorted(set(PEOPLE) - {"admin"}))
def test_only_a_named_administrator_stops_everything(who: str) -> None:
    check_admin(PEOPLE["admin"], TEAM, POLICY)
    with pytest.raises(Refused):
        check_admin(PEOPLE[who], TEAM, POLICY)
    with pytest.raises(Refused):
        check_admin(PEOPLE["admin"], TEAM, Policy())


def test_members_of_another_workspace_are_strangers() -> None:
    with pytest.raises(Refused):
        check_member(PEOPLE["reviewer of another team"], TEAM)
