"""The ledger's rows. Every tenant's table carries its team."""

import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, String, Table

from storage.columns import ID, at, flag, json, kind, number, own_id, part, ref, team, text

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# fmt: off
workspace = Table("workspace", metadata,
    team(True), text("name"), number("last_task"), at("made_at", True), text("stopped_by"), at("uninstalled_at"))

person = Table("person", metadata,
    team(True), Column("user", String(20), primary_key=True), text("name"), text("zone"), number("room", 12),
    number("most", 10), number("brought"), flag("chose_times"), flag("bot"), flag("deleted"), flag("guest"),
    flag("stranger"), text("dm"), at("seen_at", True), at("profile_at"), at("welcomed_at"), at("quiet_at"),
    flag("refuses"), at("busy_until"),
    text("stand_in"), at("away_until"),  # who decides meanwhile
    Column("first_stream", ID), text("first_day"))  # the stream that comes first on this local date

stream = Table("stream", metadata,
    own_id(), team(), text("name"), text("slug"), text("channel"), at("made_at", True), text("goal"), text("owner"),
    text("shown_in"),  # the channel that it is shared with: for tasks that are assigned from then on
    text("worker"), text("reviewer"), number("priority"), Column("budget", BigInteger), text("stopped_by"),
    at("closed_at"), sa.UniqueConstraint("team", "slug"))

task = Table("task", metadata,
    own_id(), team(), number("number"), Column("key", String(20), nullable=False),
    Column("state", String(12), nullable=False), number("version", 1), text("title"), text("goal"),
    text("worker"), kind("worker_kind", "agent"), text("assigner"), text("reviewer"),
    ref("stream_id", "stream", False), at("due_at"), flag("urgent"), flag("bring"), text("channel"),
    text("thread"), text("why_waiting"), json("brief"),
    text("shown_in"),  # the channel whose collections bring it; empty for none
    number("draft_version"), json("progress", False), at("made_at", True), at("changed_at", True),
    kind("origin", "person"), Column("series_id", ID), number("run"),  # which of a series it is, from 1; 0 for none
    flag("flows"),  # goes on by itself while all its checks are met, as its reviewer said
    flag("first"),  # one of the first that its reviewer decides on: its first draft comes as soon as it is ready
    at("told_at"), at("reminded_at"), at("late_at"),  # of a colleague: brought, reminded of it, told to be late
    sa.UniqueConstraint("team", "number"), part("ix_task_series", "series_id IS NOT NULL", "team", "series_id", "run"),
    part("ix_task_worker", "worker_kind = 'person'", "team", "worker", "state"),
    sa.UniqueConstraint("team", "key"), Index("ix_task_reviewer", "team", "reviewer", "state", "worker_kind"),
    Index("ix_task_assigner", "team", "assigner", "state"), Index("ix_task_thread", "team", "channel", "thread"),
    Index("ix_task_reviewed", "team", "reviewer", "changed_at"),
    Index("ix_task_assigned", "team", "assigner", "changed_at"),
    Index("ix_task_stream", "team", "stream_id", "changed_at"))

# A task starts when those that it comes after are approved. `waived`: it was told to start without this one.
edge = Table("edge", metadata,
    team(), Column("task_id", ID, ForeignKey("task.id"), primary_key=True, autoincrement=False),
    Column("after_id", ID, ForeignKey("task.id"), primary_key=True, autoincrement=False), flag("waived"),
    Index("ix_edge_after", "team", "after_id"))

# One brief for many tasks: again and again by a rule, or once over each of its rows.
series = Table("series", metadata,
    own_id(), team(), number("number"), Column("key", String(20), nullable=False), kind("kind", ""),
    kind("state", "active"), text("assigner"), text("title"), json("brief"), json("rule", False),
    json("rows", False), text("channel"), text("thread"), number("runs"), text("left_out"), at("next_at"),
    at("made_at", True), at("changed_at", True), sa.UniqueConstraint("team", "number"),
    sa.UniqueConstraint("team", "key"), Index("ix_series_next", "next_at"))

# A brief with {parameters}, to be run again; each version is a row.
playbook = Table("playbook", metadata,
    own_id(), team(), text("slug"), text("name"), number("version", 1), text("owner"), text("text"),
    flag("shared"), Column("example_id", ID), at("made_at", True), at("gone_at"),
    sa.UniqueConstraint("team", "slug", "version"))

# Which tasks a playbook made: the newest that was approved is the example for the next, where its owner allows.
playbook_run = Table("playbook_run", metadata,
    Column("task_id", ID, ForeignKey("task.id"), primary_key=True, autoincrement=False), team(), text("slug"),
    Index("ix_playbook_run_slug", "team", "slug"))

# What tasks are found by. Full-text search of either database stands on it: see the migration 0007.
task_words = Table("task_words", metadata,
    team(), Column("task_id", ID, ForeignKey("task.id"), primary_key=True, autoincrement=False), text("words"))

attempt = Table("attempt", metadata,
    own_id(), team(), ref("task_id", "task"), number("draft_version"), number("generation"), number("candidate"),
    number("batch"), number("base"), Column("state", String(12), nullable=False), json("points"), text("note"),
    text("error"), at("made_at", True), at("began_at"), at("ended_at"), Index("ix_attempt_task", "team", "task_id"))

draft = Table("draft", metadata,
    own_id(), team(), ref("task_id", "task"), number("version"), text("title"), text("summary"), text("answer"),
    text("look_first"), text("body"), text("made_by"), at("made_at", True), number("base"),
    json("remarks", False), json("missing", False), json("spent", False),
    json("change", False), text("edited_by"),  # the person who wrote this version over
    sa.UniqueConstraint("task_id", "version"))

check = Table("draft_check", metadata,
    own_id(), team(), ref("draft_id", "draft"), text("criterion"), Column("finding", String(12), nullable=False),
    text("evidence"), flag("must"), text("wrong"),  # who said that the critic was wrong
    Index("ix_draft_check_draft", "draft_id"))

blob = Table("blob", metadata,
    team(True), Column("sha256", String(64), primary_key=True), Column("data", LargeBinary, nullable=False))

attachment = Table("attachment", metadata,
    own_id(), team(), ref("draft_id", "draft"), text("name"), text("media_type"),
    Column("sha256", String(64), nullable=False), Index("ix_attachment_draft", "draft_id"),
    Index("ix_attachment_blob", "team", "sha256"))

item = Table("item", metadata,
    own_id(), team(), Column("key", String(20), nullable=False), ref("task_id", "task"),
    Column("kind", String(12), nullable=False), text("reviewer"), number("draft_version"), number("version", 1),
    number("words"), number("doubts"), number("left_count"), text("problem"), text("remedy"), flag("rest"),
    at("made_at", True), at("brought_at"), at("opened_at"), at("closed_at"), Column("attempt_id", ID),
    text("named"), json("ask", False), json("versions", False),
    at("later_at"), number("put_off"),  # no collection brings it before; how often it was put off
    text("stands_for"),  # the reviewer in whose place it is decided, while they are away
    text("given_by"), text("given_note"),  # who gave it to its reviewer, and their words
    text("half_note"),  # what its reviewer began to write of a revision
    sa.UniqueConstraint("team", "key"),
    Index("ix_item_task", "team", "task_id"), part("ix_item_open", "closed_at IS NULL", "team", "reviewer", "task_id"),
    part("ix_item_stands", "stands_for <> '' AND closed_at IS NULL", "team", "stands_for"))

decision = Table("decision", metadata,
    own_id(), team(), ref("item_id", "item"), number("draft_version"), Column("verdict", String(12), nullable=False),
    text("who"), text("note"), json("points"), at("at", True), at("effect_due", True), at("effected_at"),
    at("undone_at"), text("result"), text("change"), Column("sitting_id", ID),
    Column("seconds", sa.Float),  # of attention, where it was measured
    flag("together"),  # ticked in a list of several
    part("ux_decision_live", "undone_at IS NULL", "item_id", "draft_version", unique=True),
    part("ix_decision_open", "effected_at IS NULL AND undone_at IS NULL", "team", "item_id"),
    Index("ix_decision_who", "team", "who", "at"))

# A person works through what waits in one window: `plan` has the items that are left, `past` those before.
sitting = Table("sitting", metadata,
    own_id(), team(), text("user"), text("view"), json("plan"), json("past"), number("most"),
    Column("expected", sa.Float, nullable=False), at("began_at", True), at("shown_at"), at("ended_at"),
    Index("ix_sitting_user", "team", "user", "id"))

# What a reviewer agreed to have approved by itself: drafts of one worker in one stream, where all checks are met.
habit = Table("habit", metadata,
    own_id(), team(), Column("key", String(20), nullable=False), text("reviewer"), text("worker"),
    kind("worker_kind", "agent"), ref("stream_id", "stream", False), kind("state", "proposed"),
    number("decided"), number("used"), at("made_at", True), at("agreed_at"), at("ended_at"),
    Column("collection_id", ID),  # the one that proposed it
    sa.UniqueConstraint("team", "key"), Index("ix_habit_reviewer", "team", "reviewer", "state"))

# Which task a habit approved, and when: each is told in the next collection, and can be opened again.
habit_use = Table("habit_use", metadata,
    Column("task_id", ID, ForeignKey("task.id"), primary_key=True, autoincrement=False), team(),
    ref("habit_id", "habit"), number("draft_version"), at("at", True), at("told_at"),
    Column("collection_id", ID),  # the one that told it
    Index("ix_habit_use_habit", "team", "habit_id"), Index("ix_habit_use_told", "team", "collection_id"))

schedule = Table("schedule", metadata,
    own_id(), team(), Column("kind", String(8), nullable=False), text("owner"), json("times"), json("days"),
    text("zone"), flag("active"), text("set_by"), at("since", True), at("next_at"),
    sa.UniqueConstraint("team", "kind", "owner"), Index("ix_schedule_next", "next_at"))

collection = Table("collection", metadata,
    own_id(), team(), ref("schedule_id", "schedule", False), Column("slot", String(20)),
    Column("kind", String(8), nullable=False), text("reviewer"), text("channel"), flag("late"), number("behind"),
    number("carried"), at("made_at", True), at("tapped_at"), number("wanted"),
    json("owed", False),  # the tasks that it brings to who works on them
    sa.UniqueConstraint("schedule_id", "slot"),
    Index("ix_collection_reviewer", "team", "reviewer", "made_at"))

collected = Table("collected", metadata,
    team(), Column("collection_id", ID, ForeignKey("collection.id"), primary_key=True),
    Column("item_id", ID, ForeignKey("item.id"), primary_key=True), number("position"),
    number("tier"),  # written by older releases
    text("why"), Column("minutes", sa.Float, nullable=False), Index("ix_collected_item", "item_id"))

post = Table("post", metadata,
    own_id(), team(), Column("key", String(20), nullable=False), text("channel"), text("thread"),
    Column("surface", String(20), nullable=False), text("subject"), Column("state", String(12), nullable=False),
    text("ts"), text("owner"), text("error"), at("made_at", True), at("sent_at"),
    Index("ix_post_place", "team", "channel", "ts"), Index("ix_post_subject", "team", "surface", "subject"),
    Index("ix_post_owner", "team", "owner", "surface", "id"))

delivery = Table("delivery", metadata,
    own_id(), team(), ref("decision_id", "decision"), ref("task_id", "task"), text("channel"), text("thread"),
    Column("state", String(12), nullable=False), at("made_at", True), sa.UniqueConstraint("decision_id", "channel"),
    Index("ix_delivery_task", "team", "task_id"))

job = Table("job", metadata,
    own_id(), team(), Column("kind", String(16), nullable=False), text("key"),
    Column("queue", String(16), nullable=False), Column("lock", String(60)), number("priority"), at("due", True),
    Column("state", String(8), nullable=False), number("tries"), text("error"), at("made_at"), number("crashes"),
    Index("ix_job_due", "state", "priority", "due", "id"), Index("ix_job_key", "team", "kind", "key"),
    Index("ix_job_lock", "lock", "id"))

agent = Table("agent", metadata,
    Column("process", String(20), primary_key=True), Column("name", String(60), primary_key=True), text("lacks"),
    flag("model"), at("at", True))

inbox = Table("inbox", metadata,
    team(True), Column("key", String(120), primary_key=True), text("subject"), Column("kept", sa.JSON),
    at("at", True), Index("ix_inbox_at", "at"))

change = Table("change", metadata,
    own_id(), team(), at("at", True), text("who"), text("what"), text("subject"), text("was"), text("became"),
    text("why"), Index("ix_change_subject", "team", "subject"), Index("ix_change_at", "team", "at"),
    part("ix_change_reopened", "what = 'reopen'", "team", "who", "at"))

# Seals over the rows of `change` from `first` to `last`, in the chain of their workspace; see `rules/audit.py`.
seal = Table("seal", metadata,
    own_id(), team(), Column("first", ID, nullable=False), Column("last", ID, nullable=False), at("at", True),
    Column("why", String(12), nullable=False), text("salt"), text("digests"),
    Column("sum", String(64), nullable=False), Column("chain", String(64), nullable=False),
    Index("ix_seal_range", "team", "first"), Index("ix_seal_last", "team", "last"),
    part("ix_seal_rows", "salt <> ''", "team", "first"))

# How the drafts of a worker were decided: `days` has the counts of each of the last 90, `drafts` what the newest took.
record = Table("record", metadata,
    team(True), Column("worker", String(60), primary_key=True), json("days"), json("drafts"))

steer = Table("steer", metadata,
    own_id(), team(), ref("task_id", "task"), text("who"), text("text"), at("at", True),
    Index("ix_steer_task", "team", "task_id"))

call = Table("call", metadata,
    own_id(), team(), ref("task_id", "task"), Column("attempt_id", ID), text("who"),
    Column("day", String(10), nullable=False), text("model"), number("tokens_in"), number("tokens_out"),
    Column("micros", BigInteger), Column("reserved", BigInteger, nullable=False, server_default="0"), at("at", True),
    Index("ix_call_day", "team", "day", "who"), Index("ix_call_task", "team", "task_id"),
    Index("ix_call_attempt", "team", "attempt_id"))

tool = Table("tool", metadata,
    team(True), Column("server", String(60), primary_key=True), Column("name", String(120), primary_key=True),
    Column("sha256", String(64), nullable=False), text("refused"), at("at", True))

# Calls of tools that do something outside: `times` is how often each began, `lost` that its end is not known any more.
step = Table("step", metadata,
    team(True), Column("key", String(64), primary_key=True), ref("task_id", "task"), number("candidate"),
    text("tool"), Column("sha256", String(64), nullable=False), number("times"), flag("lost"), at("at", True),
    Index("ix_step_task", "team", "task_id"))

# From when on a message may go out, over all processes: in a conversation, or (empty) in the whole workspace.
pace = Table("pace", metadata,
    team(True), Column("channel", String(40), primary_key=True), at("next_at", True))
