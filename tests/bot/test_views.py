"""Every view as golden JSON, valid for slack_sdk's own models, and under Slack's limits at its longest."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from bot.views import asks, canvas, card, forms, give_task, missing, notices, receipt, replies, revising, since
from bot.views.chain import steps
from bot.views.digest import digest
from bot.views.doubts import doubts
from bot.views.handed import handed
from bot.views.inquiry import inquiry
from bot.views.kit import cut, esc, size
from bot.views.owed import ask_forms, hand_on_forms, submit_form
from bot.views.people import people_tasks
from bot.views.portfolio import collection_times, home_tab, one_task, task_list, worker_list
from bot.views.replies import Why
from bot.views.review import review, review_draft
from bot.views.text import richtext
from localslack.limits import message_error
from localslack.view_limits import view_error
from storage.rules.authority import Actor
from storage.rules.clarity import wondered
from storage.rules.gate import Cause, Held
from storage.rules.mixing import MIX
from storage.rules.noted import Odd
from storage.rules.pages.cards import Card, Collected
from storage.rules.pages.history import Change
from storage.rules.pages.inquiries import Inquiry
from storage.rules.pages.owed import Handed, Owed, Theirs
from storage.rules.pages.portfolios import Portfolio
from storage.rules.pages.receipts import Receipt
from storage.rules.pages.records import Overruled, Record
from storage.rules.pages.whole import Whole
from storage.rules.people import Person
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.brief import Brief
from storage.rules.values.check import Check, Finding
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.draft import Draft, File
from storage.rules.values.item import Flowed, Item, Permission, Problem, Question, Remedy, Submission
from storage.rules.values.out import Out
from storage.rules.values.place import Place
from storage.rules.values.schedule import WEEKDAYS, Schedule
from storage.rules.values.source import UNREAD, Source
from storage.rules.values.task import Origin, Progress, State, Task
from storage.rules.values.worker import agent, colleague
from tests.bot.golden_views import check_golden
from tests.world import words

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ALICE = "U01ALICE"
LONG = "Wörter & <Zeichen> in “Anführung” 👩‍👩‍👧‍👦 " * 20


def task(n: int = 30, state: State = State.READY, **more: Any) -> Task:
    brief = Brief(
        goal="Answer Acme",
        worker=agent("writer"),
        title="Answer to Acme on the double charge",
        criteria=("short", "names the refund"),
        due=NOW + timedelta(hours=3),
        stream="Billing",
        to=("C0ACME",),
    )
    return replace(
        Task(
            id=n,
            team="T1",
            number=n,
            state=state,
            version=1,
            brief=brief,
            assigner=ALICE,
            reviewer=ALICE,
            stream_id=1,
            source=Place("C01GEN"),
            bring_when_ready=False,
            created_at=NOW,
            draft_version=1,
            key="TASKKEY00001",
        ),
        **more,
    )


def draft(version: int = 1, **more: Any) -> Draft:
    checks = (
        Check(criterion="short", finding=Finding.MET, evidence="“80 words”"),
        Check(criterion="no other output changes", finding=Finding.IN_DOUBT, evidence="no test covers it"),
    )
    return replace(
        Draft(
            version=version,
            title="Answer",
            summary="Says sorry, names the cause, refunds 240 €.",
            body="Hello **Dana**,\n\n- one\n- two\n",
            made_by="made by test",
            answer="1. Refund date added",
            look_first="line 31",
            checks=checks,
        ),
        **more,
    )


def item(n: int = 30, **more: Any) -> Item:
    return replace(
        Item(
            id=n,
            key=f"ITEMKEY{n:05}",
            about=Submission(),
            task=task(n),
            reviewer=ALICE,
            draft_version=1,
            created_at=NOW - timedelta(hours=1),
            open=True,
            draft=draft(),
        ),
        **more,
    )


def shown(n: int = 30, **more: Any) -> Card:
    return Card(item=item(n, **more), position=n % 30 + 1, why="", minutes=1.6, previous=None, moved=False)


def collected(*cards: Card, **more: Any) -> Collected:
    made = Collected(
        id=1,
        kind="slot",
        slot="2026-11-24 13:00",
        reviewer=ALICE,
        channel="",
        late=False,
        behind=2,
        carried=1,
        made_at=NOW,
        tapped_at=None,
        zone="Europe/Rome",
        next_at=NOW + timedelta(hours=3.5),
        next_known=True,
        cards=cards,
    )
    return replace(made, **more)


PERSON = Person(
    team="T1",
    user=ALICE,
    name="alice",
    zone="Europe/Rome",
    room=12,
    most=10,
    brought=0,
    chose_times=False,
    dm="D1",
    schedule=Schedule((), WEEKDAYS, "Europe/Rome"),
    schedule_id=1,
    comes_at=None,
    actor=Actor(user=ALICE, team="T1", known=True),
    profile_at=NOW,
)
DECIDED = Decision(
    id=1, verdict=Verdict.APPROVE, draft_version=1, who=ALICE, at=NOW, effect_due=NOW + timedelta(seconds=30)
)
HISTORY = tuple(
    Change(at=NOW, who=who, what=what, subject="T-30", was=was, became=became, why=why)
    for who, what, was, became, why in (
        (ALICE, "assign", "", "working", "x"),
        ("writer", "begin", "", "v1", ""),
        ("writer", "ask", "working", "asking", "Which price?"),
        ("writer", "question", "", "", "Which price?"),
        ("writer", "permission", "", "", "send_mail sends something outside."),
        (ALICE, "answer", "", "v0", "39 €"),
        (ALICE, "answered", "", "answer", "39 €"),
        (ALICE, "allow", "", "v0", ""),
        (ALICE, "answered", "", "allow", ""),
        (ALICE, "answer", "asking", "working", ""),
        ("writer", "hand in", "working", "ready", "v1"),
        (ALICE, "approve", "", "v1", ""),
        (ALICE, "undo", "", "approve", ""),
        (ALICE, "revise", "", "v1", "Shorter."),
        (ALICE, "revise", "ready", "working", "Shorter."),
    )
)
WHOLE = Whole(task=task(), item=item(), draft=draft(2), previous=draft(), history=HISTORY, zone="Europe/Rome")
PORTFOLIO = Portfolio(
    person=PERSON,
    tasks=(task(), task(31, State.WORKING)),
    waiting=(item(),),
    closed=(task(29, State.APPROVED),),
    next_at=NOW,
    mine={30: 1},
)
RECEIPT = Receipt(
    task=task(state=State.WORKING), zone="Europe/Rome", back_at=NOW + timedelta(hours=3.5), as_soon_as_ready=False
)
PRICE = Ask(
    key="k1", kind=Kind.QUESTION, text="Which price goes in: 39 € (page) or 29 € (deck)?", choices=("39 €", "29 €")
)
MAIL = Ask(
    key="k2",
    kind=Kind.PERMISSION,
    text="send_mail sends something outside.",
    choices=(),
    tool="send_mail",
    args='{"to": "bob@example.org"}',
)
QUESTION = shown(34, about=Question(PRICE), draft=None, draft_version=0)
PERMISSION = shown(35, about=Permission(MAIL), draft=None, draft_version=0)
VERSIONS = shown(41, draft_version=2, draft=draft(2), about=Submission(candidates=(draft(1), draft(2))))
PROBLEM = shown(about=Problem(text="sales.xlsx is protected by a password.", remedy=Remedy.MATERIAL), draft=None)
WHY_STUCK = "T-41, T-42 wait: T-40 was rejected."
STUCK = shown(about=Problem(text=WHY_STUCK, remedy=Remedy.REOPEN, named="T-40"), draft=None)
FLOWED = shown(
    task=task(brief=replace(task().brief, to=())),
    flowed=(Flowed("T-40", "TASKKEY00040", "4 of 4 met"),),
    next_steps=("T-42",),
)
CHAIN = (
    task(40, state=State.WORKING, brief=replace(task().brief, to=(), due=None)),
    task(41, state=State.BLOCKED, origin=Origin.CHAIN, flows=True),
    task(42, state=State.BLOCKED, origin=Origin.CHAIN, reviewer="U02BOB"),
)

SETTLED = replace(DECIDED, effected_at=NOW, result="posted in <#C0ACME>")
SHEET = canvas.sheet(task(), draft(), by="by writer, with claude", told="Approved", hosts=())
MESSAGES: dict[str, Any] = {
    "digest": digest.digest(collected(shown(30), shown(31), PROBLEM, shown(33)), NOW, timedelta(minutes=2)).blocks,
    "digest-decided": digest.digest(
        collected(shown(30, decision=DECIDED), shown(31), tapped_at=NOW), NOW, timedelta(minutes=2)
    ).blocks,
    "digest-settled": digest.digest(
        collected(
            shown(30, decision=SETTLED, task=replace(task(30), state=State.APPROVED)),
            shown(31),
            tapped_at=NOW - timedelta(minutes=3),
        ),
        NOW,
        timedelta(minutes=2),
    ).blocks,
    "single": digest.digest(collected(shown(), kind="single"), NOW, timedelta(minutes=2)).blocks,
    "channel": digest.digest(collected(shown(), reviewer="", channel="C01GEN"), NOW, timedelta(minutes=2)).blocks,
    "second-version": card.card(
        replace(shown(draft_version=2, draft=draft(2)), previous=draft()), ALICE, "Europe/Rome", NOW, settled=False
    ),
    "receipt": receipt.receipt(RECEIPT, NOW).blocks,
    "receipt-held": receipt.receipt(
        replace(
            RECEIPT,
            task=task(state=State.WAITING),
            held=Held(why="12 things wait for your decision, which is your limit.", cause=Cause.ROOM, decisions=1),
            quickest=0.3,
        ),
        NOW,
    ).blocks,
    "receipt-failed": receipt.receipt(replace(RECEIPT, task=task(state=State.FAILED)), NOW).blocks,
    "receipt-chain": receipt.receipt(replace(RECEIPT, task=CHAIN[0], steps=CHAIN), NOW).blocks,
    "receipt-after": receipt.receipt(
        replace(RECEIPT, task=task(state=State.BLOCKED), waits_for=(task(12),)), NOW
    ).blocks,
    "flowed": card.card(FLOWED, ALICE, "Europe/Rome", NOW, settled=False),
    "stuck": card.card(STUCK, ALICE, "Europe/Rome", NOW, settled=False),
    "receipt-odd": receipt.receipt(RECEIPT, NOW, (Odd(text="by Frday", guess=NOW + timedelta(days=3)),)).blocks,
    "question": card.card(QUESTION, ALICE, "Europe/Rome", NOW, settled=False),
    "permission": card.card(PERMISSION, ALICE, "Europe/Rome", NOW, settled=False),
    "answered": card.card(
        replace(QUESTION, item=replace(QUESTION.item, decision=replace(DECIDED, verdict=Verdict.ANSWER, note="39 €"))),
        ALICE,
        "Europe/Rome",
        NOW,
        settled=False,
    ),
    "versions": card.card(VERSIONS, ALICE, "Europe/Rome", NOW, settled=False),
    "receipt-unclear": receipt.receipt(
        replace(RECEIPT, task=task(state=State.UNCLEAR), missing="It does not say what should come back."), NOW
    ).blocks,
    "receipt-wonders": receipt.receipt(
        replace(
            RECEIPT,
            task=task(
                state=State.WORKING,
                brief=Brief(
                    goal="Launch FAQ",
                    worker=agent("writer"),
                    title="Launch FAQ",
                    routed="you ask for a document (“FAQ”)",
                ),
            ),
            wonders=wondered(Brief(goal="Launch FAQ", worker=agent("writer"), title="Launch FAQ")),
        ),
        NOW,
    ).blocks,
    "progress": steps.progress(task(state=State.WORKING, progress=Progress(3, 5, "comparing vendors")), False).blocks,
    "progress-card": steps.progress(
        task(state=State.WORKING, progress=Progress(3, 5, "comparing vendors")), True
    ).blocks,
    "workers": worker_list.roster(
        {
            "writer": Record(decided=9, at_once=6, minutes=4.5, micros=110_000),
            "coder": Record(decided=2, at_once=0, minutes=12.0, micros=None),
        },
        {"writer": "Documents", "coder": "Code", "poet": "Verse"},
        Overruled(11, 3, 1),
    ).blocks,
    "tasks-asking": task_list.tasks(replace(PORTFOLIO, waiting=(QUESTION.item,)), NOW).blocks,
    "tasks": task_list.tasks(PORTFOLIO, NOW).blocks,
    "settings": collection_times.settings(PERSON, None, NOW, NOW).blocks,
    "welcome": notices.welcome(PERSON).blocks,
    "delivery": notices.delivery(task(), draft(), ALICE, ()).blocks,
    "delivery-canvas": SHEET.linked("https://acme.slack.com/docs/T01/F01").blocks,
    "delivery-no-canvas": SHEET.instead("canvas_disabled_user_team").blocks,
    "decided": notices.decided(
        task(), replace(DECIDED, verdict=Verdict.REVISE, points=("short",), note="drop the end")
    ).blocks,
    "help": notices.help_message(["writer"]).blocks,
    "understood": notices.understood("writer: Memo", "HELDKEY00001").blocks,
    "reply-approved": replies.answer(replace(item(), decision=DECIDED), ALICE, NOW, Why.DECIDED).blocks,
    "reply-unclear": replies.answer(item(), ALICE, NOW, Why.UNCLEAR, LONG, "HELDKEY00001").blocks,
    "reply-confirm": replies.answer(item(), ALICE, NOW, Why.CONFIRM).blocks,
    "reply-unseen": replies.answer(item(), ALICE, NOW, Why.UNSEEN).blocks,
    "reply-versions": replies.answer(VERSIONS.item, ALICE, NOW, Why.UNCLEAR, "ok", "HELDKEY00001").blocks,
    "reply-no-answer": replies.answer(QUESTION.item, ALICE, NOW, Why.UNCLEAR, "which prices?", "HELDKEY00001").blocks,
    "reply-question": inquiry(Inquiry(task=task(), draft=draft(), text="why 39 €?", answer=LONG)).blocks,
    "ready": replies.ready(replace(PORTFOLIO, waiting=(item(),), mine={30: 1}), NOW).blocks,
    "hello": replies.hello("/assign").blocks,
}
THEIRS = colleague("U02BOB")
WITH_BOB = replace(
    task(37, State.WORKING, draft_version=0, number=37),
    brief=Brief(
        goal="Q4 numbers for the board",
        worker=THEIRS,
        title="Q4 numbers for the board",
        criteria=("every plan has a row", "net of refunds", "source named"),
        due=NOW + timedelta(hours=3),
    ),
)
OWED = Owed(task=WITH_BOB, version=1, sees_at=NOW + timedelta(hours=4))
REVISED = replace(OWED, version=2, points=("under 250 words", LONG), asked="Net?", answer="Net.", reminded=True)
BOBS = {"reviewer": "U02BOB", "zone": "Europe/Rome"}
GIVEN_BACK = shown(
    37,
    about=Problem(
        text="On leave until Monday. *@cara* has <the> refund data.",
        remedy=Remedy.WORKER,
        named="U03CARA",
        named_as="cara",
    ),
    task=replace(WITH_BOB, state=State.DECLINED),
    draft=None,
)
LATE = shown(37, about=Problem(text="It is not in yet.", remedy=Remedy.WORKER), task=WITH_BOB, draft=None)
UNMET = Handed(
    task=WITH_BOB,
    draft=draft(
        checks=(
            Check(criterion="source named", finding=Finding.MET),
            Check(criterion="net of refunds", finding=Finding.NOT_MET, evidence="the table says gross"),
        )
    ),
    submitted=False,
    checking=False,
    seer=ALICE,
    sees_at=NOW + timedelta(hours=4),
    zone="Europe/Rome",
)
WITH_A_COLLEAGUE = replace(
    RECEIPT,
    task=WITH_BOB,
    theirs=Theirs(
        sees_at=NOW + timedelta(hours=2), told=False, zone="America/New_York", busy_until=NOW + timedelta(days=1)
    ),
)
MESSAGES |= {
    "owed": digest.digest(collected(owed=(OWED, REVISED), welcomes=True, **BOBS), NOW, timedelta(minutes=2)).blocks,
    "owed-beside": digest.digest(
        collected(shown(30), owed=(replace(OWED, moved=True), OWED), **BOBS), NOW, timedelta(minutes=2)
    ).blocks,
    "handed-unmet": handed(UNMET, NOW).blocks,
    "handed": handed(
        replace(UNMET, task=replace(UNMET.task, state=State.READY, draft_version=1), submitted=True), NOW
    ).blocks,
    "given-back": card.card(GIVEN_BACK, ALICE, "Europe/Rome", NOW, settled=False),
    "colleague-late": card.card(LATE, ALICE, "Europe/Rome", NOW + timedelta(days=1), settled=False),
    "receipt-colleague": receipt.receipt(WITH_A_COLLEAGUE, NOW).blocks,
    "tasks-mine": people_tasks.mine((OWED, REVISED), replace(PERSON, user="U02BOB"), NOW).blocks,
    "tasks-others": people_tasks.others((WITH_BOB,), PERSON, NOW).blocks,
    "tasks-others-busy": people_tasks.others(
        (WITH_BOB,), PERSON, NOW, out={"U02BOB": Out("busy", NOW + timedelta(days=2))}
    ).blocks,
}
VIEWS: dict[str, Any] = {
    "submit": submit_form.submit(REVISED, NOW, "Europe/Rome", draft(body="Done\n\nLinks:\n- https://example.com/a")),
    "owed-ask": ask_forms.ask(WITH_BOB),
    "decline": hand_on_forms.decline(WITH_BOB),
    "busy": ask_forms.busy(WITH_BOB),
    "hand-to": hand_on_forms.hand_to(WITH_BOB),
    "give": give_task.give(WITH_BOB, {"writer": "Documents"}, "TASKKEY00037"),
    "home-owed": home_tab.home(replace(PORTFOLIO, owed=(OWED,), tasks=(*PORTFOLIO.tasks, WITH_BOB)), NOW),
    "open": review.whole(WHOLE, ALICE, NOW),
    "open-question": review.whole(replace(WHOLE, item=QUESTION.item, draft=None, previous=None), ALICE, NOW),
    "open-versions": review.whole(replace(WHOLE, item=VERSIONS.item), ALICE, NOW),
    "revise-versions": revising.revise(VERSIONS.item, "ITEMKEY00041.2|D1|1.0"),
    "answer": asks.form(QUESTION.item),
    "revise": revising.revise(item(), "ITEMKEY00030.1|D1|1.0"),
    "reason": revising.reason(item(), "ITEMKEY00030.1"),
    "form": forms.assign({"writer": "Documents", "assistant": "Daily tasks"}),
    "times": forms.times(PERSON, "9:00 13:00", "weekdays"),
    "home": home_tab.home(PORTFOLIO, NOW),
}


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_it_looks_as_it_did(name: str) -> None:
    check_golden(name, list(MESSAGES[name]) if name in MESSAGES else VIEWS[name])


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_slacks_own_models_take_it(name: str) -> None:
    blocks = MESSAGES[name] if name in MESSAGES else VIEWS[name]["blocks"]
    for block in blocks:
        parsed = Block.parse(block)
        assert parsed is not None, block
        assert json.loads(json.dumps(parsed.to_dict())) == json.loads(json.dumps(block))


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_slack_would_take_it(name: str) -> None:
    assert (message_error(list(MESSAGES[name])) if name in MESSAGES else view_error(VIEWS[name])) is None


def longest(n: int) -> Card:
    brief = replace(task(n).brief, title=LONG[:60], stream=LONG[:40])
    checks = tuple(Check(criterion=LONG[:300], finding=Finding.NOT_MET, evidence=LONG[:300]) for _ in range(20))
    made = draft(
        2, summary=LONG, answer=LONG, look_first=LONG, checks=checks, made_by="made by provider:a-long-model-name"
    )
    return replace(
        shown(n, draft_version=2, draft=made, task=replace(task(n), brief=brief)), previous=draft(1, body="x " * 300)
    )


def test_ten_items_with_every_part_at_its_longest_stay_under_the_limits() -> None:
    made = digest.digest(collected(*(longest(n) for n in range(30, 40))), NOW, timedelta(minutes=2))
    taken = size(made.blocks)
    assert taken.blocks <= 50
    assert taken.characters <= 12_000
    assert message_error(list(made.blocks)) is None
    assert sum("Approve" in json.dumps(b) and b["type"] == "actions" for b in made.blocks) >= 5


def test_the_lock_screen_shows_no_word_of_a_draft() -> None:
    made = digest.digest(collected(shown(30), shown(31)), NOW, timedelta(minutes=2))
    assert made.text == "2 to decide, about 4 min."


def test_the_header_is_the_sum_of_what_the_cards_say() -> None:
    cards = [
        replace(shown(30), minutes=1.4),
        replace(shown(31, task=replace(task(31), stream_id=7)), minutes=2.6),
        replace(shown(32, about=Question(PRICE), draft=None), minutes=0.33),
        replace(shown(33, about=Problem(text="Away."), draft=None), minutes=0.34),
        replace(shown(34, about=Problem(text="Away."), draft=None), minutes=0.34),
    ]
    made = digest.digest(collected(*cards), NOW, timedelta(minutes=2))
    said = re.findall(r"(\d+) (s|min) to (?:read|decide|answer)", json.dumps(made.blocks))
    assert len(said) == 4
    total = sum(int(n) * (1 if unit == "s" else 60) for n, unit in said)
    assert total == 60 + 180 + 20 + 20
    assert "about 5 min" in json.dumps(made.blocks[0]) and "about 5 min" in made.text


def test_what_is_opened_again_is_not_counted_as_decided() -> None:
    closed = shown(31, decision=SETTLED, task=replace(task(31), state=State.APPROVED))
    made = digest.digest(collected(shown(30, decision=SETTLED), closed), NOW, timedelta(minutes=2))
    assert "1 of 2 decided · 1 reopened" in json.dumps(made.blocks[0], ensure_ascii=False)
    assert "All 2 are decided" not in str(made.blocks)
    (line,) = card.card(shown(30, decision=SETTLED), ALICE, "Europe/Rome", NOW, settled=True)
    assert "reopened since" in str(line)


def test_after_a_tap_a_card_keeps_its_height_and_shrinks_later() -> None:
    before = len(card.card(shown(), ALICE, "Europe/Rome", NOW, settled=False))
    after = card.card(shown(decision=DECIDED), ALICE, "Europe/Rome", NOW, settled=False)
    assert len(after) == before
    assert len(card.card(shown(decision=DECIDED), ALICE, "Europe/Rome", NOW, settled=True)) == 1


def test_a_cut_is_never_inside_a_grapheme() -> None:
    family = "👩‍👩‍👧‍👦"
    for most in range(2, 60):
        found = cut(family * 10, most)
        assert len(found) <= most
        assert found.rstrip("…").replace(family, "") == ""


def test_foreign_text_in_our_markup_is_literal() -> None:
    assert esc("<!channel> *bold* `code` ~x~ & <@U1>") == "&lt;!channel&gt; ∗bold∗ ˋcodeˋ ∼x∼ &amp; &lt;@U1&gt;"


@pytest.mark.parametrize(
    "markdown, words",
    [
        ("# Head\ntext **bold** _it_ `code`", "Head"),
        ("1. one\n2. two\n   - deep", "deep"),
        ("> quoted", "quoted"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a  b"),
        ("```py\nx = 1\n```", "x = 1"),
        ("<b>html</b>", "<b>html</b>"),
        ("[words](https://evil.example/x)", "words (https://evil.example/x)"),
        ("![p](https://evil.example/x)", "[picture: p, not shown]"),
        ("***", "———"),
        ("", ""),
        ("[a](javascript:alert(1))", "javascript"),
    ],
)
def test_markdown_becomes_rich_text(markdown: str, words: str) -> None:
    blocks, whole = richtext.blocks(markdown)
    assert whole
    assert words in "".join(richtext.text_of(b) for b in blocks)
    assert "evil.example" not in json.dumps(
        [e for b in blocks for p in b["elements"] for e in p["elements"] if e.get("type") == "link"]
    )


def test_links_to_allowed_hosts_are_links_with_their_host() -> None:
    blocks, _ = richtext.blocks("[words](https://good.example/x)", hosts=("good.example",))
    assert {"type": "link", "url": "https://good.example/x", "text": "words"} in blocks[0]["elements"][0]["elements"]
    assert "(good.example)" in richtext.text_of(blocks[0])


def test_answers_keep_their_words_and_a_version_keeps_its_letter_in_every_line() -> None:
    made = replace(DECIDED, verdict=Verdict.ANSWER, note="Put it first, then send it")
    asked = replace(QUESTION, item=replace(QUESTION.item, decision=made, draft=draft(), draft_version=1))
    for lines in (
        card.card(asked, ALICE, "Europe/Rome", NOW, settled=True),
        review.whole(replace(WHOLE, item=asked.item), ALICE, NOW)["blocks"],
    ):
        assert "answered “Put it first, then send it”" in json.dumps(lines, ensure_ascii=False)
    took = replace(VERSIONS, item=replace(VERSIONS.item, decision=replace(DECIDED, draft_version=2)))
    assert "You took B" in json.dumps(card.card(took, ALICE, "Europe/Rome", NOW, settled=True))


def test_a_version_that_did_not_work_is_named_beside_those_that_did() -> None:
    less = "1 of 3 versions did not work: no time was left"
    for one in (VERSIONS, shown()):
        lossy = replace(one, item=replace(one.item, about=Submission(candidates=one.item.candidates, aside=less)))
        assert less in words(card.card(lossy, ALICE, "Europe/Rome", NOW, settled=False))
        assert less in words(review.whole(replace(WHOLE, item=lossy.item), ALICE, NOW)["blocks"])


def test_evidence_that_begins_with_a_quotation_is_not_closed_twice() -> None:
    found = (
        Check(criterion="names the price", finding=Finding.NOT_MET, evidence="“price” does not occur"),
        Check(criterion="short", finding=Finding.MET, evidence="“**80** words”"),
    )
    shown_ = words(review.whole(replace(WHOLE, draft=draft(checks=found)), ALICE, NOW)["blocks"])
    assert "names the price: “price” does not occur\n" in shown_ and "short: “80 words”" in shown_


def test_what_any_version_lacks_can_be_ticked_once() -> None:
    drafts = draft(1, checks=()), draft(2), draft(3)
    versions = item(draft_version=1, draft=drafts[0], about=Submission(candidates=drafts))
    assert revising.ticked(versions, ["0", "1", "x"]) == ("no other output changes", MIX)


def test_a_file_that_could_not_be_read_is_named_in_the_receipt() -> None:
    sources = Source("notes.md", "39 €"), Source("scan.pdf", f"{UNREAD} scan.pdf is damaged and can't be read.)")
    made = replace(RECEIPT, task=replace(RECEIPT.task, brief=replace(RECEIPT.task.brief, sources=sources)))
    shown = words(list(receipt.receipt(made, NOW).blocks))
    assert "From: notes.md" in shown and "Not read* · scan.pdf: scan.pdf is damaged" in shown


def test_only_who_decides_is_offered_answers_and_only_until_they_are_given() -> None:
    def offered(asked: Item) -> bool:
        return "29 €" in json.dumps(one_task.one(asked.task, PERSON, NOW, asked).blocks, ensure_ascii=False)

    assert offered(QUESTION.item)
    assert not offered(replace(QUESTION.item, reviewer="U02BOB"))
    assert not offered(replace(QUESTION.item, decision=replace(DECIDED, verdict=Verdict.ANSWER)))


def test_files_come_to_the_reviewer_at_the_first_look_and_long_texts_to_everyone() -> None:
    files = File("memo.md", "text/markdown", b""), File("chart.png", "image/png", b"")
    short = replace(WHOLE, draft=draft(files=files))
    assert [f.name for f in review_draft.attached(short, first=True)] == ["chart.png"]
    assert review_draft.attached(short, first=False) == ()
    assert "direct messages" in words(review.whole(short, ALICE, NOW)["blocks"])
    assert "direct messages" not in words(review.whole(short, "U02BOB", NOW)["blocks"])


def test_a_card_never_loses_all_of_its_workers_words() -> None:
    """Cards are left for Keep going before one says nothing of its draft."""
    cards = tuple(replace(shown(n, draft=draft(summary="word " * 60)), position=n) for n in range(1, 21))
    message = digest.digest(collected(*cards), NOW, timedelta(minutes=2))
    titles = [b for b in message.blocks if b["type"] == "section"]
    quotes = [b for b in message.blocks if b["type"] == "rich_text" and "word word" in words([b])]
    assert 5 < len(titles) == len(quotes) < 20
    assert "more wait behind these" in words(list(message.blocks)) and "-" not in words([message.blocks[1]])


@pytest.mark.parametrize(
    "answer, told",
    [
        ("1. Shorter: done, 20 words left out.", "Your 1 point: done"),
        ("1. not done, the text is as it was.", "Your 1 point: not done"),
        ("1. done\n2. “39 €”: not done, no price is named", "Your 2 points: 1 done, 1 not"),
        ("1. not possible without a language model", "Your 1 point: not done"),
    ],
)
def test_a_point_that_was_not_done_is_not_called_done(answer: str, told: str) -> None:
    assert told in since.since(draft(2, answer=answer, body="Other words."), draft())
    assert since.since(draft(2, answer=answer), draft()).startswith("v2 is the same text as v1")


def test_what_was_pasted_is_counted_above_a_draft_and_not_shown_again() -> None:
    asked = task()
    table = "Summary of the sales table\nMonth,Seats\nApril,412\nMay,438\nJune,471"
    pasted = replace(asked, brief=replace(asked.brief, goal=table))
    seen = words(review.whole(replace(WHOLE, task=pasted), ALICE, NOW)["blocks"])
    assert "(4 lines of material)" in seen and "June,471" not in seen


def test_what_changed_shows_its_sign_apart_from_the_words() -> None:
    was, now = draft(body="Head\n\n- one"), draft(2, body="Head\n\n- two")
    seen = words(review.whole(replace(WHOLE, draft=now, previous=was), ALICE, NOW)["blocks"])
    assert "- - one\n+ - two" in seen


def test_one_of_anything_is_no_plural() -> None:
    behind = words(list(digest.digest(collected(shown(30), behind=1), NOW, timedelta(minutes=2)).blocks))
    assert "1 more waits behind these" in behind
    more = words(list(task_list.tasks(replace(PORTFOLIO, more=1), NOW).blocks))
    assert "And 1 more task: /sluice find WORDS" in more
    one = draft(2, body="Yes")
    assert "1 word · " in words(review.whole(replace(WHOLE, draft=one), ALICE, NOW)["blocks"])
    assert "→ 1 word." in since.since(one, draft())


def test_several_need_and_one_needs() -> None:
    asking = shown(34, about=Question(replace(PRICE, choices=())), draft=None, draft_version=0)
    one = digest.digest(collected(asking, shown(31)), NOW, timedelta(minutes=2))
    two = digest.digest(collected(asking, asking), NOW, timedelta(minutes=2))
    assert "1 needs your words" in str(one.blocks) and "2 need your words" in str(two.blocks)


def test_a_lock_screen_shows_of_a_delivery_who_approved_it_and_no_more_than_it_holds() -> None:
    made = draft(body="# Hello\n\n- <!channel> & [x](https://evil.example/p)\n- " + "and more " * 50)
    in_channel = notices.delivery(task(), made, ALICE, ()).text
    assert in_channel.startswith(f"Approved by <@{ALICE}>: Hello &lt;!channel&gt; &amp; x")
    assert len(in_channel) < 200 and "T-" not in in_channel and task().brief.title not in in_channel
    own = notices.delivery(task(), made, ALICE, (), titled=True).text
    assert own == f"Approved by <@{ALICE}>: {task().brief.title}"


def test_before_an_incomplete_draft_is_approved_its_unmet_checks_are_named() -> None:
    unmet = Check(criterion="names Ben", finding=Finding.NOT_MET, evidence="“Anna”")
    drawn = doubts(task(), draft(checks=(unmet,), missing=("Not done: the total.",)))
    assert drawn is not None
    assert drawn["text"]["text"].startswith("1 check not met: “names Ben”. Not done: the total.")


def test_a_question_about_a_draft_is_not_called_missing() -> None:
    assert missing.gap("Who may read “Internal: margin 40 %”?") == "Who may read “Internal: margin 40 %”?"
    assert missing.gap("The price is not in the notes.") == "Missing: The price is not in the notes."


def test_what_the_summary_says_is_missing_is_not_said_again() -> None:
    told = "Not done: “who renews?” needs a language model."
    summary = f"{told} The table is shown as it came: 4 rows."
    made = draft(summary=summary, missing=(told,))
    assert missing.missing(made, summary) == ""
    assert missing.missing(replace(made, missing=(told, "No owner found")), summary) == "Missing: No owner found"
    assert missing.missing(made) == told  # it says so itself
    shown = card.card(
        Card(item=item(draft=made), position=1, why="", minutes=1.0, previous=None, moved=False),
        ALICE,
        "UTC",
        NOW,
        settled=False,
    )
    assert words({"blocks": shown}).count("Not done") == 1


def test_a_question_with_several_long_checks_fits_and_keeps_its_end() -> None:
    long = tuple(Check(criterion=f"{n} {'word ' * 60}", finding=Finding.NOT_CHECKED) for n in range(4))
    there = task()
    text = doubts(there, draft(checks=long))["text"]["text"]
    assert len(text) <= 300 and text.endswith("and others will read this")
