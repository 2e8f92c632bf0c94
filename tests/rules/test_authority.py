"""Who may do what: the whole table, each cell of it, and another workspace on top. What is not marked is refused."""

import ast
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from storage.rules.authority import (
    LEFT_OUT,
    MEMBERS_ONLY,
    TABLE,
    UNKNOWN,
    WHO_ARE_YOU,
    Action,
    Actor,
    Grant,
    Policy,
    Roles,
    Subject,
    permit,
    subjects,
)
from storage.rules.refusal import Reason, Refused
from tests.refusing import refused

TEAM = "T1"
ROLES = Roles(TEAM, assigner="UOWNER", reviewer="UREVIEWER", worker="UWORKER", stand_in="USTANDIN")
POLICY = Policy(admins=frozenset({"UADMIN"}))
MEMBER = Actor(user="UMEMBER", team=TEAM, known=True)
PEOPLE = {
    "owner": replace(MEMBER, user="UOWNER"),
    "reviewer": replace(MEMBER, user="UREVIEWER"),
    "member": MEMBER,
    "admin": replace(MEMBER, user="UADMIN"),
    "guest": replace(MEMBER, guest=True),
    "external": replace(MEMBER, stranger=True),
    "deactivated": replace(MEMBER, deleted=True),
    "bot": replace(MEMBER, bot=True),
    "left out": replace(MEMBER, left_out=True),
    "not known": replace(MEMBER, known=False),
    "the agent": Actor(user="writer", team=TEAM),
    "worker": replace(MEMBER, user="UWORKER"),
    "stand-in": replace(MEMBER, user="USTANDIN"),
}
# In the order of the people: owner, reviewer, member, admin, guest, external, deactivated, bot, left out, not known, the
# agent, the colleague who works on it, who stands in for the reviewer.
# y: may; h: is saved and held; o: only of what they assigned themselves.
EXPECTED = {
    Action.ASSIGN: "yyyy-----hhyy",
    Action.RECEIPT: "y--------oo--",
    Action.SEE: "yy-y-------yy",
    Action.READ: "yy---------yy",
    Action.APPROVE: "-y-----------",
    Action.EDIT_DRAFT: "-y-----------",
    Action.REVISE: "yy-----------",
    Action.REJECT: "yy-----------",
    Action.MEND: "yy-----------",
    Action.UNDO: "yy-----------",
    Action.REOPEN: "yy-----------",
    Action.CANCEL: "yy-y---------",
    Action.EDIT: "y------------",
    Action.BRING: "yy-----------",
    Action.STEER: "yy-----------",
    Action.STOP: "yy-y---------",
    Action.ANSWER: "yy-----------",
    Action.ALLOW: "-y-----------",
    Action.SEND_AGAIN: "y------------",
    Action.WORK: "-----------y-",
    Action.REASSIGN: "yy-----------",
    Action.MOVE: "-y-----------",
    Action.LOOK: "yyyy-------yy",
    Action.SETTINGS: "yyyy-------yy",
    Action.CHANNEL_TIMES: "y--y---------",
    Action.STREAM: "y------------",
    Action.PLAYBOOK: "y------------",
    Action.ADMINISTER: "---y---------",
}
OUTSIDE = ("guest", "external", "deactivated", "bot", "left out", "not known")


def granted(action: Action, actor: Actor, roles: Roles = ROLES, policy: Policy = POLICY) -> str:
    try:
        grant = permit(action, actor, roles, policy)
    except Refused:
        return "-"
    return {Grant.HELD: "h", Grant.OF_THEIR_OWN: "o"}.get(grant, "y")


def test_every_action_is_in_the_table() -> None:
    assert set(TABLE) == set(EXPECTED) == set(Action)


@pytest.mark.parametrize("action, who", [(a, w) for a, w in product(Action, PEOPLE)])
def test_each_cell(action: Action, who: str) -> None:
    expected = EXPECTED[action][list(PEOPLE).index(who)]
    seen = granted(action, PEOPLE[who])
    assert seen == ("-" if expected == "o" else expected)
    own = Roles(TEAM, assigner=PEOPLE[who].user)
    if expected == "o":
        assert granted(action, PEOPLE[who], own) == "o"


@pytest.mark.parametrize("action, who, why", list(product(Action, ["owner", "reviewer"], OUTSIDE)))
def test_who_is_no_full_member_is_nothing_else_besides(action: Action, who: str, why: str) -> None:
    flags = {name: getattr(PEOPLE[why], name) for name in ("guest", "stranger", "deleted", "bot", "left_out", "known")}
    theirs = replace(PEOPLE[who], **flags)
    assert subjects(theirs, ROLES, POLICY) <= {Subject(why)}
    assert granted(action, theirs) in ("-", "h", "o")
    admin = replace(PEOPLE["admin"], **flags)
    assert granted(action, admin) in ("-", "h")


@pytest.mark.parametrize("action, who", list(product(Action, PEOPLE)))
def test_another_workspace_is_always_refused(action: Action, who: str) -> None:
    assert granted(action, replace(PEOPLE[who], team="T2")) == "-"


def test_four_eyes_keep_an_assigner_from_approving_their_own() -> None:
    own = Roles(TEAM, "UOWNER", "UOWNER")
    assert granted(Action.APPROVE, PEOPLE["owner"], own) == "y"
    with refused(Reason.FOUR_EYES):
        permit(Action.APPROVE, PEOPLE["owner"], own, replace(POLICY, four_eyes=True))
    assert granted(Action.APPROVE, PEOPLE["reviewer"], ROLES, replace(POLICY, four_eyes=True)) == "y"


def test_with_four_eyes_nobody_edits_what_they_approve() -> None:
    with refused(Reason.FOUR_EYES):
        permit(Action.EDIT_DRAFT, PEOPLE["reviewer"], ROLES, replace(POLICY, four_eyes=True))
    with refused(Reason.UNKNOWN):
        permit(Action.EDIT_DRAFT, PEOPLE["owner"], ROLES, replace(POLICY, four_eyes=True))


def test_an_empty_list_of_administrators_means_nobody() -> None:
    for action in (Action.ADMINISTER, Action.SEE, Action.STOP):
        assert granted(action, PEOPLE["admin"], ROLES, Policy()) == "-"


def test_a_channels_times_are_its_creators_unless_members_may() -> None:
    with refused(Reason.NOT_THE_OWNER):
        permit(Action.CHANNEL_TIMES, MEMBER, ROLES, POLICY)
    open_to_all = replace(POLICY, members_set_channel_times=True)
    assert granted(Action.CHANNEL_TIMES, MEMBER, ROLES, open_to_all) == "y"
    assert granted(Action.CHANNEL_TIMES, PEOPLE["guest"], ROLES, open_to_all) == "-"


def test_the_words_of_a_refusal_tell_nobody_apart() -> None:
    def why(who: str) -> str:
        with pytest.raises(Refused) as no:
            permit(Action.READ, PEOPLE[who], ROLES, POLICY)
        return no.value.why

    assert {why(who) for who in OUTSIDE[:-2]} == {MEMBERS_ONLY}
    assert why("left out") == LEFT_OUT
    assert (why("member"), why("not known")) == (UNKNOWN, WHO_ARE_YOU)


def test_an_actor_is_made_from_a_persons_row_alone() -> None:
    made = set()
    for file in Path("storage").rglob("*.py"), Path("bot").rglob("*.py"), Path("agents").rglob("*.py"):
        for path in file:
            calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
            made |= {str(path) for call in calls if getattr(call.func, "id", "") == "Actor"}
    assert made == {"storage/ledger/people.py"}


def test_the_documentation_shows_the_table() -> None:
    lines = [line.strip("| ").split("|") for line in Path("docs/access.md").read_text().splitlines() if line[:1] == "|"]
    head, _, *rows = [[cell.strip() for cell in line] for line in lines]
    shown = {row[0]: dict(zip(head[-7:], [*row[1:], ""], strict=False)) for row in rows}
    for action, grants in TABLE.items():
        assert {who: grant for who, grant in shown[str(action)].items() if grant} == {
            str(s): str(g) for s, g in grants.items()
        }


def test_administrators_are_let_in_without_being_named() -> None:
    named = replace(POLICY, people=frozenset({"UOWNER"}))
    assert [named.leaves_out(user) for user in ("UOWNER", "UADMIN", "UMEMBER")] == [False, False, True]
    assert not POLICY.leaves_out("UMEMBER")
