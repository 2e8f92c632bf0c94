"""What the tables keep of people: which column names a person, which holds words, which rows are a person's own.

A test compares this with the tables, so that a new column can't be forgotten.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

QUOTED = 20  # words of a sentence that an answer quotes
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a table, by what they hold.

    Attributes:
        person: the id of a person; in some rows the name of an agent.
        words: what people or agents wrote, as text or JSON: it may name people.
        data: the content of files.
        key: random keys that buttons carry, and checksums.
        plain: numbers, times, states and places.
        owner: the column of `person` whose person the row belongs to: it goes with them.
    """

    person: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    owner: str = ""

    @property
    def all(self) -> tuple[str, ...]:
        """Return the names of all columns."""
        return (*self.person, *self.words, *self.data, *self.key, *self.plain)


def _columns(
    person: str = "", words: str = "", data: str = "", key: str = "", plain: str = "", owner: str = ""
) -> Columns:
    named = {"person": person, "words": words, "data": data, "key": key, "plain": plain}
    return Columns(owner=owner, **{kind: tuple(names.split()) for kind, names in named.items()})


TABLES: Mapping[str, Columns] = {
    "workspace": _columns(person="stopped_by", words="name", plain="team last_task made_at uninstalled_at"),
    "person": _columns(
        person="user stand_in",
        words="name",
        plain="team zone room most brought chose_times bot deleted guest stranger dm seen_at profile_at welcomed_at "
        "quiet_at refuses busy_until away_until first_stream first_day",
        owner="user",
    ),
    "stream": _columns(
        person="owner worker reviewer stopped_by",
        words="name goal",
        plain="id team slug channel made_at shown_in priority budget closed_at",
    ),
    "task": _columns(
        person="worker assigner reviewer",
        words="title goal why_waiting brief progress",
        key="key",
        plain="id team number state version stream_id due_at urgent bring channel thread shown_in draft_version "
        "made_at changed_at worker_kind origin series_id run flows first told_at reminded_at late_at",
        owner="assigner",
    ),
    "edge": _columns(plain="team task_id after_id waived"),
    "series": _columns(
        person="assigner",
        words="title brief rows rule left_out",
        key="key",
        plain="id team number kind state channel thread runs next_at made_at changed_at",
        owner="assigner",
    ),
    "playbook": _columns(
        person="owner", words="slug name text", plain="id team version shared example_id made_at gone_at", owner="owner"
    ),
    "playbook_run": _columns(words="slug", plain="team task_id"),
    "task_words": _columns(words="words", plain="team task_id"),
    "attempt": _columns(
        words="points note error",
        plain="id team task_id draft_version generation candidate batch base state made_at began_at ended_at",
    ),
    "draft": _columns(
        person="edited_by",
        words="title summary answer look_first body made_by remarks missing",
        plain="id team task_id version made_at base spent change",
    ),
    "draft_check": _columns(person="wrong", words="criterion evidence", plain="id team draft_id finding must"),
    "blob": _columns(data="data", key="sha256", plain="team"),
    "attachment": _columns(words="name", key="sha256", plain="id team draft_id media_type"),
    "item": _columns(
        person="reviewer named stands_for given_by",
        words="problem ask given_note half_note",
        key="key",
        plain="id team task_id kind draft_version version words doubts left_count remedy rest made_at brought_at "
        "opened_at closed_at attempt_id versions later_at put_off",
    ),
    "decision": _columns(
        person="who",
        words="note points result",
        plain="id team item_id draft_version verdict at effect_due effected_at undone_at change sitting_id seconds "
        "together",
    ),
    "sitting": _columns(
        person="user", plain="id team view plan past most expected began_at shown_at ended_at", owner="user"
    ),
    "habit": _columns(
        person="reviewer worker",
        key="key",
        plain="id team worker_kind stream_id state decided used made_at agreed_at ended_at collection_id",
        owner="reviewer",
    ),
    "habit_use": _columns(plain="team task_id habit_id draft_version at told_at collection_id"),
    "schedule": _columns(
        person="owner set_by", plain="id team kind times days zone active since next_at", owner="owner"
    ),
    "collection": _columns(
        person="reviewer",
        plain="id team schedule_id slot kind channel late behind carried made_at tapped_at wanted owed",
        owner="reviewer",
    ),
    "collected": _columns(words="why", plain="team collection_id item_id position tier minutes"),
    "post": _columns(
        person="owner subject",
        words="error",
        key="key",
        plain="id team channel thread surface state ts made_at sent_at",
        owner="owner",
    ),
    "delivery": _columns(plain="id team decision_id task_id channel thread state made_at"),
    "job": _columns(  # gone once it is done
        words="error", plain="id team kind key queue lock priority due state tries made_at crashes"
    ),
    "agent": _columns(words="lacks", plain="process name model at"),
    "inbox": _columns(words="key subject kept", plain="team at"),
    "change": _columns(person="who", words="subject was became why", plain="id team at what"),
    "seal": _columns(key="salt digests sum chain", plain="id team first last at why"),
    "record": _columns(plain="team worker days drafts"),  # counts by agent
    "steer": _columns(person="who", words="text", plain="id team task_id at", owner="who"),
    "call": _columns(
        person="who", plain="id team task_id attempt_id day model tokens_in tokens_out micros reserved at"
    ),
    "tool": _columns(key="sha256 refused", plain="team server name at"),
    "step": _columns(words="tool", key="key sha256", plain="team task_id candidate times lost at"),
    "pace": _columns(plain="team channel next_at"),
}


def replaced(value: Any, user: str, stand_in: str) -> Any:
    """Replace a person's id wherever it stands by itself in a text, or in JSON with texts in it."""
    alone = re.compile(rf"(?<![A-Za-z0-9]){re.escape(user)}(?![A-Za-z0-9])")
    return _mapped(value, lambda text: alone.sub(stand_in, text) if user in text else text)


def unquoted(value: Any, words: Collection[str]) -> Any:
    """Replace these words by “…” in a text, or in JSON with texts in it: as they are, and each of their sentences, also
    where a quotation of it was cut."""
    sentences = {part.strip() for word in words for part in (word, *_SENTENCE.split(word))} - {""}
    beginnings = {" ".join(part.split()[:QUOTED]) for part in sentences if len(part.split()) > QUOTED}
    parts = sorted(sentences | beginnings, key=len, reverse=True)
    found = re.compile("|".join(rf"(?<!\w){re.escape(part)}(?!\w)" for part in parts)) if parts else None

    def without(text: str) -> str:
        return found.sub("…", text) if found else text

    return _mapped(value, without)


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_mapped(one, change) for one in value]
    if isinstance(value, dict):
        return {key: _mapped(one, change) for key, one in value.items()}
    return value
