"""Every way in that there is: what the app listens to, each with all that it could be asked about."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa

from bot.views import ids
from bot.views.menu import Way
from storage.rules.replies import Meaning
from storage.rules.values.place import Place
from storage.tables import collection, habit, post, stream
from tests.safety.forging import Forger, Try
from tests.safety.house import BOOK, House
from tests.safety.strangers import SHARED, Stranger
from tests.world import BOB, GENERAL


class About(StrEnum):
    """What the value of a button, or the private data of a form, names."""

    ITEM = "an item and its version"
    WAY = "a way, an item and its version"
    CHECK = "a check of an item's version"
    TASK = "a task"
    HABIT = "a rule of somebody's own record"
    SERIES = "what comes again, or goes over rows"
    DUE = "a task and a time"
    VERSION = "a task and a version"
    WONDERED = "a task, what its receipt asks, and an answer"
    HELD = "words that were kept"
    ANSWER = "an item, and words that were kept"
    POST = "a message of ours"
    COLLECTION = "a collection"
    PAGE = "a page of a list"
    STREAM = "a stream"
    PLAYBOOK = "a playbook"
    RUN = "a run of a playbook"
    NOTHING = "nothing"


# What the app listens to, by the text of what it matches: what stands for it, and what it carries.
PRESSES: Mapping[str, tuple[tuple[str, ...], About]] = {
    r"^open(\.\d{1,3})?$": ((ids.OPEN, "open.1"), About.ITEM),
    r"^approve(\.\d)?$": (("approve", "approve.1"), About.ITEM),
    r"^answer\.\d$": (("answer.0", "answer.1"), About.ITEM),
    r"^revise_point\.[0-9]{1,3}$": (("revise_point.0", "revise_point.1"), About.ITEM),
    r"^critic_wrong\.[0-9]{1,3}$": (("critic_wrong.0",), About.CHECK),
    r"^let_flow\.[0-9]{1,3}$": (("let_flow.0",), About.TASK),
    r"^wonder\.\d$": (("wonder.0",), About.WONDERED),
    r"^more\.[01]$": (("more.0", "more.1"), About.PAGE),
    r"^figures(\.[0-2])?$": (("figures", "figures.0"), About.NOTHING),
    **{
        name: ((name,), About.ITEM)
        for name in (
            *(ids.REJECT, ids.RETRY, ids.RETRY_ALL, ids.GIVE_UP, ids.REVISE, ids.UNDO, ids.REASON),
            *(ids.NEW_FILE, ids.ANSWER_OTHER, ids.ALLOW, ids.ALLOW_ALL, ids.REFUSE),
            *(ids.GIVE_NAMED, ids.GIVE_TO, ids.WAIT_FOR),
            *(ids.WITHOUT, ids.REOPEN_BEFORE, ids.EDIT_DRAFT, ids.SKIP, ids.BACK),
            *(ids.BRING_BACK, ids.TAKE_IT, ids.NOT_ME, ids.BRING_HERE, ids.LEAVE),
            *(ids.APPROVE_ROWS, ids.REVISE_ROWS, ids.UNDO_ROWS, ids.LIST_ROWS, ids.LIST_DOUBTFUL),
            *(ids.APPROVE_MANY, ids.UNDO_MANY, ids.STILL_RIGHT),
        )
    },
    **{
        name: ((name,), About.SERIES)
        for name in (
            *(ids.PAUSE, ids.RESUME, ids.RUN_NOW, ids.STOP_REPEATING, ids.EDIT_SERIES),
            *(ids.START_ALL, ids.START_SOME, ids.CANCEL_ROWS, ids.SHOW_SERIES, ids.SERIES_ONLY_ME),
        )
    },
    **{
        name: ((name,), About.TASK)
        for name in (
            *(
                ids.REOPEN,
                ids.BRING,
                ids.START_ANYWAY,
                ids.CANCEL,
                ids.CANCEL_ALL,
                ids.ONLY_ME,
                ids.JUST_TEXT,
                ids.EDIT,
            ),
            *(ids.SHOW_TASK, ids.STOP, ids.TAKE_SUGGESTED, ids.GIVE_TASK),
            *(ids.SUBMIT, ids.SUBMIT_CHANGE, ids.OWED_ASK, ids.DECLINE, ids.BUSY, ids.HAND_TO),
        )
    },
    r"^edit_version\.[0-9]{1,3}$": (("edit_version.0",), About.ITEM),
    r"^show_part\.[0-9]{1,3}$": (("show_part.0", "show_part.1"), About.ITEM),
    ids.MENU: ((ids.MENU,), About.WAY),
    ids.SUBMIT_ANYWAY: ((ids.SUBMIT_ANYWAY,), About.VERSION),
    **{name: ((name,), About.DUE) for name in (ids.TAKE_DUE, ids.TAKE_OTHER_DUE)},
    **{
        name: ((name,), About.HELD)
        for name in (
            *(ids.AS_FORM, ids.CONFIRM_MESSAGE, ids.NO_TASK, ids.REVISE_WORDS),
            *(ids.ANSWER_WORDS, ids.REMARK, ids.ANSWER_AGAIN, ids.EDIT_KEPT, ids.SHOW_BOTH),
        )
    },
    r"^stream_page(\.[0-9])?$": (("stream_page", "stream_page.0"), About.STREAM),
    **{
        name: ((name,), About.STREAM)
        for name in (
            *(ids.STREAM_ALL, ids.STREAM_NEW, ids.STREAM_ASSIGN, ids.STREAM_SETTINGS, ids.STREAM_HOLD),
            *(ids.STREAM_GO_ON, ids.STREAM_CLOSE, ids.STREAM_OPEN, ids.FIRST_TODAY, ids.FIRST_OFF),
        )
    },
    **{name: ((name,), About.HABIT) for name in (ids.HABIT_AGREE, ids.HABIT_REFUSE, ids.HABIT_END)},
    ids.HABIT_LOOK: ((ids.HABIT_LOOK,), About.COLLECTION),
    ids.HABIT_REOPEN: ((ids.HABIT_REOPEN,), About.TASK),
    **{name: ((name,), About.PLAYBOOK) for name in (ids.PLAYBOOK_RUN, ids.PLAYBOOK_EDIT)},
    ids.PLAYBOOK_FILL: ((ids.PLAYBOOK_FILL,), About.HELD),
    **{name: ((name,), About.POST) for name in (ids.DELIVER_AGAIN, ids.DELIVER_HERE)},
    ids.KEEP_GOING: ((ids.KEEP_GOING,), About.COLLECTION),
    **{
        name: ((name,), About.NOTHING)
        for name in (
            ids.ASSIGN_FORM,
            ids.COLLECT_NOW,
            ids.REVIEW,
            ids.QUICKEST,
            ids.TIMES_FORM,
            "try_sample.memo",
            "try_sample.answer",
        )
    },
    ".*": (("of_no_surface",), About.ITEM),
}
FORMS: Mapping[str, tuple[str, About]] = {
    ids.REVISE_VIEW: (ids.REVISE_VIEW, About.ITEM),
    ids.APPROVE_ROWS_VIEW: (ids.APPROVE_ROWS_VIEW, About.ITEM),
    ids.REVISE_ROWS_VIEW: (ids.REVISE_ROWS_VIEW, About.ITEM),
    ids.APPROVE_MANY_VIEW: (ids.APPROVE_MANY_VIEW, About.ITEM),
    ids.SERIES_VIEW: (ids.SERIES_VIEW, About.SERIES),
    ids.LATER_VIEW: (ids.LATER_VIEW, About.ITEM),
    ids.GIVE_ITEM_VIEW: (ids.GIVE_ITEM_VIEW, About.ITEM),
    ids.REASON_VIEW: (ids.REASON_VIEW, About.ITEM),
    ids.EDIT_DRAFT_VIEW: (ids.EDIT_DRAFT_VIEW, About.ITEM),
    ids.ANSWER_VIEW: (ids.ANSWER_VIEW, About.ANSWER),
    ids.EDIT_VIEW: (ids.EDIT_VIEW, About.TASK),
    **{
        name: (name, About.TASK)
        for name in (
            *(ids.SUBMIT_VIEW, ids.OWED_ASK_VIEW, ids.DECLINE_VIEW, ids.BUSY_VIEW, ids.HAND_TO_VIEW),
            ids.GIVE_VIEW,
        )
    },
    ids.HANDOFF_VIEW: (ids.HANDOFF_VIEW, About.HELD),
    ids.ASSIGN_VIEW: (ids.ASSIGN_VIEW, About.NOTHING),
    ids.TIMES_VIEW: (ids.TIMES_VIEW, About.NOTHING),
    ids.STREAM_FORM_VIEW: (ids.STREAM_FORM_VIEW, About.STREAM),
    ids.PLAYBOOK_VIEW: (ids.PLAYBOOK_VIEW, About.TASK),
    ids.PLAYBOOK_RUN_VIEW: (ids.PLAYBOOK_RUN_VIEW, About.RUN),
    ".*": (ids.TASK_VIEW, About.ITEM),
}
SHOWN = (
    ids.REVISE_VIEW,
    ids.APPROVE_ROWS_VIEW,
    ids.REVISE_ROWS_VIEW,
    ids.APPROVE_MANY_VIEW,
)  # they carry the message that they stand in
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "/assign": ("", "help", "writer: Plain words", "hello", "writer:"),
    "/sluice": (
        *(
            "",
            "tasks",
            "tasks mine",
            "tasks others",
            "repeats",
            "habits",
            "not me",
            "me again",
            "find Merger",
            "find",
            "workers",
            "times",
            "help",
            "go on",
            "stop",
            "stop all",
        ),
        *("figures", "figures stream", "figures export", "figures team"),
        *("T-{n}", "t{n}", "stop T-{n}", "review", "stream", "playbook"),
        *("stream list", "stream .1", "stream hold .1", "stream go on .1", "stream close .1", "stream settings .1"),
        *("stream share .1 <#C01GEN|general>", "playbook list", "playbook run secret-book topic=x"),
        *("playbook edit secret-book", "playbook delete secret-book", "playbook save T-{n} as mine"),
    ),
    "/collect": (
        *(
            "",
            "now",
            "at 9:00 weekdays",
            "here at 9:00 daily",
            "limit 5",
            "most 5",
            "off",
            "here off",
            "help",
            "first off",
            "back",
            "away until Monday, @bob decides",
        ),
    ),
    ".*": (),  # only what the manifest names is sent to us
}
SHORTCUTS: Mapping[str, str] = {ids.HAND_OFF: ids.HAND_OFF, ".*": "of_no_surface"}
OF_PEOPLE = frozenset(
    {"app_mention", "message", "reaction_added", "reaction_removed", "app_home_opened", "agent_session_stopped"}
)
OF_SLACK = frozenset(  # no person sends them: they say what became of the app, a profile or a channel
    {"user_change", "app_uninstalled", "tokens_revoked", "team_rename", "channel_archive", "group_archive"}
    | {"member_joined_channel"}
)
OTHER = frozenset({("event", ".*"), ("view_closed", ".*"), ("options", ".*")})  # acknowledged, and nothing else
CLOSED = frozenset({("view_closed", ids.REVIEW_VIEW)})  # it ends a sitting
SAYS: Mapping[Meaning, str] = {
    Meaning.APPROVE: "approve",
    Meaning.REJECT: "reject",
    Meaning.REVISE: "shorter, please",
    Meaning.LATER: "later",
    Meaning.INQUIRY: "why does it say that?",
    Meaning.STATUS: "status",
    Meaning.READY: "what is ready?",
    Meaning.STOP: "stop",
    Meaning.UNDO: "undo",
    Meaning.REOPEN: "reopen",
    Meaning.RETRY: "retry",
    Meaning.ALLOW: "allow",
    Meaning.TAKE: "take A",
    Meaning.HELP: "help",
    Meaning.GREETING: "hello",
    Meaning.THANKS: "thanks",
    Meaning.PRAISE: "well done",
    Meaning.UNCLEAR: "the tide comes in",
}
MORE_WORDS = ("yes", "no", "1 approve, 2 reject", "approve all", "1 retry, 2 status", "show 1", "undo all")
REACTIONS = ("+1", "-1", "white_check_mark", "x")
T = TypeVar("T")
NOTE = {"type": "plain_text_input", "value": "a word of theirs"}


@dataclass(frozen=True, slots=True)
class WaysIn:
    """All tries of one person. Values and places are those of what the house holds now."""

    house: House
    forger: Forger
    who: Stranger
    most: int = 20

    async def values(self, about: About) -> list[str]:
        """Return what a button or a form could name of other people's, `most` of it."""
        return _spread(await self._values(about), self.most)

    async def _values(self, about: About) -> list[str]:
        tasks = [row.key for row in (await self.house.tasks()).values()]
        items = [f"{row.key}.{row.draft_version}" for row in await self.house.items()]
        if about is About.ITEM:
            return items
        if about is About.CHECK:
            return [f"{value}.0" for value in items]
        if about is About.WAY:
            return [f"{way}|{value}" for way in Way for value in items]
        if about is About.TASK:
            return tasks
        if about is About.VERSION:
            return [f"{key}.1" for key in tasks]
        if about is About.SERIES:
            return [row.key for row in await self.house.series()]
        if about is About.DUE:
            return [f"{key}.{int(self.house.clock().timestamp()) + 86_400}" for key in tasks]
        if about is About.WONDERED:
            return [f"{key}.{what}.0" for key in tasks for what in ("due", "length", "who")]
        if about is About.HELD:
            return list(self.house.held)
        if about is About.ANSWER:
            return [*items, *(f"{items[0]} {key}" for key in self.house.held)]
        if about is About.POST:
            query = sa.select(post.c.key).where(post.c.owner.in_(("U01ALICE", BOB)))
            return [row.key for row in await self.house.all(query)]
        if about is About.COLLECTION:
            return [str(row.id) for row in await self.house.all(sa.select(collection.c.id))]
        if about is About.PAGE:
            pages = ["0 tasks", "0 find Merger", "0 stream .1", "0 stream .1 decided", "0 playbook list"]
            return [f"0 T-{row.number}" for row in (await self.house.tasks()).values()] + pages
        if about is About.STREAM:
            return [f".{row.id}" for row in await self.house.all(sa.select(stream.c.id))]
        if about is About.HABIT:
            return [row.key for row in await self.house.all(sa.select(habit.c.key))] or ["HABITKEY0001"]
        if about is About.PLAYBOOK:
            return [BOOK]
        if about is About.RUN:
            return [f'{{"name": "{BOOK}", "channel": "{GENERAL}"}}']
        return ["x"]

    async def presses(self) -> list[Try]:
        """Every button of every message and view with every value: on the reviewer's cards, in a window, on Home."""
        tries = []
        for names, about in PRESSES.values():
            values = await self.values(about)
            for name in names:
                tries += [self.forger.press(self.who, name, value, self.house.cards) for value in values]
                window = self.forger.view(ids.TASK_VIEW, values[0])
                review = self.forger.view(ids.REVIEW_VIEW, ids.in_sitting(values[0], 1))
                home = self.forger.view("", "", "home")
                tries += [
                    self.forger.press(self.who, name, values[-1], self.house.cards, view)
                    for view in (window, review, home)
                ]
                tries.append(self.forger.press(self.who, name, values[0], Place(GENERAL)))
        for place in (self.house.asked, self.house.lost):
            tries += [self.forger.press(self.who, name, "x", place) for name in (ids.REVISE, ids.RETRY_ALL, ids.UNDO)]
        return tries

    async def forms(self) -> list[Try]:
        """Every form with the private data of somebody else's."""
        tries = []
        for callback, about in FORMS.values():
            for value in await self.values(about):
                cards = self.house.cards
                named = f"{value}|{cards.channel}|{cards.ts}" if callback in SHOWN else value
                named = json.dumps({"name": value}) if callback == ids.PLAYBOOK_VIEW else named
                tries.append(self.forger.submit(self.who, self.forger.view(callback, named, **self._filled(callback))))
        value = (await self.values(About.ITEM))[0]
        closed = (self.forger.view(ids.TASK_VIEW, value), self.forger.view(ids.REVIEW_VIEW, ids.in_sitting(value, 1)))
        return [*tries, *(self.forger.submit(self.who, view, "view_closed") for view in closed)]

    def _filled(self, callback: str) -> dict[str, Any]:
        if callback == ids.TIMES_VIEW:
            fields = {"times": "9:00", "room": "5", "most": "5"}
            return {name: {"value": value} for name, value in fields.items()} | {"days": _chosen("daily")}
        if callback in (ids.ASSIGN_VIEW, ids.EDIT_VIEW, ids.HANDOFF_VIEW):
            return {"goal": {"value": "Plain words"}, "worker": _chosen("writer"), "files": self._file()}
        if callback in (ids.OWED_ASK_VIEW, ids.DECLINE_VIEW, ids.BUSY_VIEW, ids.HAND_TO_VIEW, ids.GIVE_VIEW):
            fields = {"question": "Why?", "why": "No time", "until": "tomorrow"}
            named = {name: {"selected_user": BOB} for name in ("named", "colleague")}
            return {name: {"value": value} for name, value in fields.items()} | named
        if callback == ids.GIVE_ITEM_VIEW:
            return {"to": {"selected_user": BOB}, "note": NOTE}
        if callback == ids.LATER_VIEW:
            return {"until": {"value": "tomorrow"}}
        if callback == ids.SUBMIT_VIEW:
            return {"body": {"value": "Plain words"}, "files": self._file()}
        if callback == ids.EDIT_DRAFT_VIEW:
            return {"part_0": NOTE, "file": self._file()}
        if callback == ids.PLAYBOOK_VIEW:
            return {"name": {"value": "mine"}, "text": {"value": "Plain words"}}
        if callback == ids.SERIES_VIEW:
            return {"goal": {"value": "Plain words"}, "again": {"value": "every day 7:00"}}
        files = {"files": self._file()} if callback == ids.ANSWER_VIEW else {}
        points = {"selected_options": [{"value": "0"}]}
        return {"note": NOTE, **({"points": points} if callback == ids.REVISE_VIEW else files)}

    def _file(self) -> dict[str, Any]:
        return {"files": [{"id": self.house.file, "name": "private.txt"}]}

    async def commands(self) -> list[Try]:
        rows = [*(await self.house.tasks()).values(), *await self.house.series()]
        numbers = [row.number for row in rows]
        texts = [(name, text) for name, some in COMMANDS.items() for text in some]
        each = [(name, text.format(n=n)) for name, text in texts for n in (numbers if "{n}" in text else [0])]
        return [self.forger.command(self.who, name, text, GENERAL) for name, text in each]

    async def talk(self) -> list[Try]:
        """Words of every meaning in every place where they could be about somebody else's."""
        numbers = _spread([row.number for row in (await self.house.tasks()).values()], self.most)
        named = [
            f"T-{n} {words}" for n in numbers for words in ("", "approve", "retry", "allow", "undo", "reopen", "stop")
        ]
        words = [*SAYS.values(), *MORE_WORDS]
        said = [self.forger.say(self.who, text, at) for text in words for at in self._threads()]
        said += [self.forger.say(self.who, text, Place(f"D{self.who.user[1:]}")) for text in [*words, *named]]
        mentions = [*words, *named[:7], "writer: Plain words"]
        said += [self.forger.say(self.who, f"<@U0BOT> {text}", self.house.thread, "app_mention") for text in mentions]
        return said

    def _threads(self) -> Iterator[Place]:
        yield from (self.house.thread, self.house.cards)
        if self.who.member:
            yield from (self.house.asked, Place(SHARED, self.house.thread.ts))

    async def events(self) -> list[Try]:
        """Reactions, Home, the stop button of a session, and the shortcut of a message."""
        places = (self.house.cards, self.house.asked, self.house.lost)
        tries = [
            self.forger.react(self.who, name, at, present)
            for name in REACTIONS
            for at in places
            for present in (True, False)
        ]
        stops = {"type": "agent_session_stopped", "channel": GENERAL, "thread_ts": self.house.thread.ts}
        home = {"type": "app_home_opened", "channel": f"D{self.who.user[1:]}", "tab": "home"}
        tries += [self.forger.event(self.who, stops, "event agent_session_stopped"), self.forger.event(self.who, home)]
        shortcuts = [(name, at) for name in SHORTCUTS.values() for at in (*places, self.house.thread, None)]
        return tries + [self.forger.shortcut(self.who, name, at) for name, at in shortcuts]


def _chosen(value: str) -> dict[str, Any]:
    return {"selected_option": {"value": value}}


def _spread(values: Sequence[T], most: int) -> list[T]:
    """Return so many of some values, from the first to the last."""
    step = max(1, -(-len(values) // most))
    return list(values[step // 2 :: step])
