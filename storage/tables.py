"""The ledger's rows. Every tenant's table carries its team; instants are integer microseconds, UTC."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def micros(at: datetime) -> int:
    """Return an instant as microseconds since 1970."""
    return round(at.timestamp() * 1_000_000)


def instant(micros: int) -> datetime:
    """Return the UTC instant of microseconds since 1970."""
    return datetime.fromtimestamp(micros / 1_000_000, UTC)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime kept as microseconds since 1970, so that both databases compare it alike."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return what the database keeps of an instant: microseconds since 1970."""
        return None if value is None else micros(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the instant that the database keeps as microseconds since 1970."""
        return None if value is None else instant(value)


ID = BigInteger().with_variant(Integer(), "sqlite")


def _id() -> Column[int]:
    return Column("id", ID, primary_key=True, autoincrement=True)


def _team(primary: bool = False) -> Column[str]:
    return Column("team", String(20), nullable=False, primary_key=primary)


def _text(name: str, default: str = "") -> Column[str]:
    return Column(name, Text, nullable=False, server_default=default)


def _number(name: str, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=str(default))


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=sa.false())


def _kind(name: str, default: str) -> Column[str]:
    return Column(name, String(12), nullable=False, server_default=default)


def _at(name: str, needed: bool = False) -> Column[datetime]:
    return Column(name, Instant, nullable=not needed)


def _ref(name: str, to: str, needed: bool = True) -> Column[int]:
    return Column(name, ID, ForeignKey(f"{to}.id"), nullable=not needed)


def _json(name: str, needed: bool = True) -> Column[Any]:
    return Column(name, sa.JSON, nullable=not needed)


def _part(name: str, only: str, *columns: str, unique: bool = False) -> Index:
    """An index of the rows that a condition holds for, which a query has to name in the same words."""
    where = sa.text(only)
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


# fmt: off
workspace = Table("workspace", metadata,
    _team(True), _text("name"), _number("last_task"), _at("made_at", True), _text("stopped_by"), _at("uninstalled_at"))

person = Table("person", metadata,
    _team(True), Column("user", String(20), primary_key=True), _text("name"), _text("zone"), _number("room", 12),
    _number("most", 10), _number("brought"), _flag("chose_times"), _flag("bot"), _flag("deleted"), _flag("guest"),
    _flag("stranger"), _text("dm"), _at("seen_at", True), _at("profile_at"), _at("welcomed_at"), _at("quiet_at"),
    _flag("refuses"), _at("busy_until"))

stream = Table("stream", metadata,
    _id(), _team(), _text("name"), _text("slug"), _text("channel"), _at("made_at", True), _text("goal"), _text("owner"),
    _text("shown_in"),  # the channel that it is shared with: for tasks that are assigned from then on
    _text("worker"), _text("reviewer"), _number("priority"), Column("budget", BigInteger), _text("stopped_by"),
    _at("closed_at"), sa.UniqueConstraint("team", "slug"))

task = Table("task", metadata,
    _id(), _team(), _number("number"), Column("key", String(20), nullable=False),
    Column("state", String(12), nullable=False), _number("version", 1), _text("title"), _text("goal"),
    _text("worker"), _kind("worker_kind", "agent"), _text("assigner"), _text("reviewer"),
    _ref("stream_id", "stream", False), _at("due_at"), _flag("urgent"), _flag("bring"), _text("channel"),
    _text("thread"), _text("why_waiting"), _json("brief"),
    _text("shown_in"),  # the channel whose collections bring it; empty for none
    _number("draft_version"), _json("progress", False), _at("made_at", True), _at("changed_at", True),
    _kind("origin", "person"), Column("series_id", ID), _number("run"),  # which of a series it is, from 1; 0 for none
    _flag("flows"),  # goes on by itself while all its checks are met, as its reviewer said
    _at("told_at"), _at("reminded_at"), _at("late_at"),  # of a colleague: brought, reminded of it, told to be late
    sa.UniqueConstraint("team", "number"), _part("ix_task_series", "series_id IS NOT NULL", "team", "series_id", "run"),
    _part("ix_task_worker", "worker_kind = 'person'", "team", "worker", "state"),
    sa.UniqueConstraint("team", "key"), Index("ix_task_reviewer", "team", "reviewer", "state"),
    Index("ix_task_assigner", "team", "assigner", "state"), Index("ix_task_thread", "team", "channel", "thread"),
    Index("ix_task_reviewed", "team", "reviewer", "changed_at"),
    Index("ix_task_assigned", "team", "assigner", "changed_at"),
    Index("ix_task_stream", "team", "stream_id", "changed_at"))

# A task starts when those that it comes after are approved. `waived`: it was told to start without this one.
edge = Table("edge", metadata,
    _team(), Column("task_id", ID, ForeignKey("task.id"), primary_key=True, autoincrement=False),
    Column("after_id", ID, ForeignKey("task.id"), primary_key=True, autoincrement=False), _flag("waived"),
    Index("ix_edge_after", "team", "after_id"))

# One brief for many tasks: again and again by a rule, or once over each of its rows.
series = Table("series", metadata,
    _id(), _team(), _number("number"), Column("key", String(20), nullable=False), _kind("kind", ""),
    _kind("state", "active"), _text("assigner"), _text("title"), _json("brief"), _json("rule", False),
    _json("rows", False), _text("channel"), _text("thread"), _number("runs"), _text("left_out"), _at("next_at"),
    _at("made_at", True), _at("changed_at", True), sa.UniqueConstraint("team", "number"),
    sa.UniqueConstraint("team", "key"), Index("ix_series_next", "next_at"))

# A brief with {parameters}, to be run again; each version is a row.
playbook = Table("playbook", metadata,
    _id(), _team(), _text("slug"), _text("name"), _number("version", 1), _text("owner"), _text("text"),
    _flag("shared"), Column("example_id", ID), _at("made_at", True), _at("gone_at"),
    sa.UniqueConstraint("team", "slug", "version"))

# Which tasks a playbook made: the newest that was approved is the example for the next, where its owner allows.
playbook_run = Table("playbook_run", metadata,
    Column("task_id", ID, ForeignKey("task.id"), primary_key=True, autoincrement=False), _team(), _text("slug"),
    Index("ix_playbook_run_slug", "team", "slug"))

# What tasks are found by. Full-text search of either database stands on it: see the migration 0007.
task_words = Table("task_words", metadata,
    _team(), Column("task_id", ID, ForeignKey("task.id"), primary_key=True, autoincrement=False), _text("words"))

attempt = Table("attempt", metadata,
    _id(), _team(), _ref("task_id", "task"), _number("draft_version"), _number("generation"), _number("candidate"),
    _number("batch"), _number("base"), Column("state", String(12), nullable=False), _json("points"), _text("note"),
    _text("error"), _at("made_at", True), _at("began_at"), _at("ended_at"), Index("ix_attempt_task", "team", "task_id"))

draft = Table("draft", metadata,
    _id(), _team(), _ref("task_id", "task"), _number("version"), _text("title"), _text("summary"), _text("answer"),
    _text("look_first"), _text("body"), _text("made_by"), _at("made_at", True), _number("base"),
    _json("remarks", False), _json("missing", False), _json("spent", False),
    _json("change", False), sa.UniqueConstraint("task_id", "version"))

check = Table("draft_check", metadata,
    _id(), _team(), _ref("draft_id", "draft"), _text("criterion"), Column("finding", String(12), nullable=False),
    _text("evidence"), _flag("must"), Index("ix_draft_check_draft", "draft_id"))

blob = Table("blob", metadata,
    _team(True), Column("sha256", String(64), primary_key=True), Column("data", LargeBinary, nullable=False))

attachment = Table("attachment", metadata,
    _id(), _team(), _ref("draft_id", "draft"), _text("name"), _text("media_type"),
    Column("sha256", String(64), nullable=False), Index("ix_attachment_draft", "draft_id"),
    Index("ix_attachment_blob", "team", "sha256"))

item = Table("item", metadata,
    _id(), _team(), Column("key", String(20), nullable=False), _ref("task_id", "task"),
    Column("kind", String(12), nullable=False), _text("reviewer"), _number("draft_version"), _number("version", 1),
    _number("words"), _number("doubts"), _number("left_count"), _text("problem"), _text("remedy"), _flag("rest"),
    _at("made_at", True), _at("brought_at"), _at("opened_at"), _at("closed_at"), Column("attempt_id", ID),
    _text("named"), _json("ask", False), _json("versions", False), sa.UniqueConstraint("team", "key"),
    Index("ix_item_task", "team", "task_id"), _part("ix_item_open", "closed_at IS NULL", "team", "reviewer", "task_id"))

decision = Table("decision", metadata,
    _id(), _team(), _ref("item_id", "item"), _number("draft_version"), Column("verdict", String(12), nullable=False),
    _text("who"), _text("note"), _json("points"), _at("at", True), _at("effect_due", True), _at("effected_at"),
    _at("undone_at"), _text("result"), _text("change"),
    _part("ux_decision_live", "undone_at IS NULL", "item_id", "draft_version", unique=True),
    _part("ix_decision_open", "effected_at IS NULL AND undone_at IS NULL", "team", "item_id"),
    Index("ix_decision_who", "team", "who", "at"))

schedule = Table("schedule", metadata,
    _id(), _team(), Column("kind", String(8), nullable=False), _text("owner"), _json("times"), _json("days"),
    _text("zone"), _flag("active"), _text("set_by"), _at("since", True), _at("next_at"),
    sa.UniqueConstraint("team", "kind", "owner"), Index("ix_schedule_next", "next_at"))

collection = Table("collection", metadata,
    _id(), _team(), _ref("schedule_id", "schedule", False), Column("slot", String(20)),
    Column("kind", String(8), nullable=False), _text("reviewer"), _text("channel"), _flag("late"), _number("behind"),
    _number("carried"), _at("made_at", True), _at("tapped_at"), _number("wanted"),
    _json("owed", False),  # the tasks that it brings to who works on them
    sa.UniqueConstraint("schedule_id", "slot"),
    Index("ix_collection_reviewer", "team", "reviewer", "made_at"))

collected = Table("collected", metadata,
    _team(), Column("collection_id", ID, ForeignKey("collection.id"), primary_key=True),
    Column("item_id", ID, ForeignKey("item.id"), primary_key=True), _number("position"),
    _number("tier"),  # written by older releases
    _text("why"), Column("minutes", sa.Float, nullable=False), Index("ix_collected_item", "item_id"))

post = Table("post", metadata,
    _id(), _team(), Column("key", String(20), nullable=False), _text("channel"), _text("thread"),
    Column("surface", String(20), nullable=False), _text("subject"), Column("state", String(12), nullable=False),
    _text("ts"), _text("owner"), _text("error"), _at("made_at", True), _at("sent_at"),
    Index("ix_post_place", "team", "channel", "ts"), Index("ix_post_subject", "team", "surface", "subject"),
    Index("ix_post_owner", "team", "owner", "surface", "id"))

delivery = Table("delivery", metadata,
    _id(), _team(), _ref("decision_id", "decision"), _ref("task_id", "task"), _text("channel"), _text("thread"),
    Column("state", String(12), nullable=False), _at("made_at", True), sa.UniqueConstraint("decision_id", "channel"))

job = Table("job", metadata,
    _id(), _team(), Column("kind", String(16), nullable=False), _text("key"),
    Column("queue", String(16), nullable=False), Column("lock", String(60)), _number("priority"), _at("due", True),
    Column("state", String(8), nullable=False), _number("tries"), _text("error"), _at("made_at"), _number("crashes"),
    Index("ix_job_due", "state", "priority", "due", "id"), Index("ix_job_key", "team", "kind", "key"),
    Index("ix_job_lock", "lock", "id"))

agent = Table("agent", metadata,
    Column("process", String(20), primary_key=True), Column("name", String(60), primary_key=True), _text("lacks"),
    _flag("model"), _at("at", True))

inbox = Table("inbox", metadata,
    _team(True), Column("key", String(120), primary_key=True), _text("subject"), Column("kept", sa.JSON),
    _at("at", True), Index("ix_inbox_at", "at"))

change = Table("change", metadata,
    _id(), _team(), _at("at", True), _text("who"), _text("what"), _text("subject"), _text("was"), _text("became"),
    _text("why"), Index("ix_change_subject", "team", "subject"), Index("ix_change_at", "team", "at"),
    _part("ix_change_reopened", "what = 'reopen'", "team", "who", "at"))

# Seals over the rows of `change` from `first` to `last`, in the chain of their workspace; see `rules/audit.py`.
seal = Table("seal", metadata,
    _id(), _team(), Column("first", ID, nullable=False), Column("last", ID, nullable=False), _at("at", True),
    Column("why", String(12), nullable=False), _text("salt"), _text("digests"),
    Column("sum", String(64), nullable=False), Column("chain", String(64), nullable=False),
    Index("ix_seal_range", "team", "first"), Index("ix_seal_last", "team", "last"),
    _part("ix_seal_rows", "salt <> ''", "team", "first"))

# How the drafts of a worker were decided: `days` has the counts of each of the last 90, `drafts` what the newest took.
record = Table("record", metadata,
    _team(True), Column("worker", String(60), primary_key=True), _json("days"), _json("drafts"))

steer = Table("steer", metadata,
    _id(), _team(), _ref("task_id", "task"), _text("who"), _text("text"), _at("at", True),
    Index("ix_steer_task", "team", "task_id"))

call = Table("call", metadata,
    _id(), _team(), _ref("task_id", "task"), Column("attempt_id", ID), _text("who"),
    Column("day", String(10), nullable=False), _text("model"), _number("tokens_in"), _number("tokens_out"),
    Column("micros", BigInteger), Column("reserved", BigInteger, nullable=False, server_default="0"), _at("at", True),
    Index("ix_call_day", "team", "day", "who"), Index("ix_call_task", "team", "task_id"),
    Index("ix_call_attempt", "team", "attempt_id"))

tool = Table("tool", metadata,
    _team(True), Column("server", String(60), primary_key=True), Column("name", String(120), primary_key=True),
    Column("sha256", String(64), nullable=False), _text("refused"), _at("at", True))

# Calls of tools that do something outside: `times` is how often each began, `lost` that its end is not known any more.
step = Table("step", metadata,
    _team(True), Column("key", String(64), primary_key=True), _ref("task_id", "task"), _number("candidate"),
    _text("tool"), Column("sha256", String(64), nullable=False), _number("times"), _flag("lost"), _at("at", True),
    Index("ix_step_task", "team", "task_id"))

# From when on a message may go out, over all processes: in a conversation, or (empty) in the whole workspace.
pace = Table("pace", metadata,
    _team(True), Column("channel", String(40), primary_key=True), _at("next_at", True))
