"""What keeps requests quick after years: indices of what is open, full-text search, and figures that are kept."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.columns import ID
from storage.rules.search import person_word, words_of

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BATCH = 1_000
DAYS, NEWEST = 90, 200
INDICES = (
    ("ix_task_reviewed", "task", ("team", "reviewer", "changed_at"), ""),
    ("ix_task_assigned", "task", ("team", "assigner", "changed_at"), ""),
    ("ix_item_open", "item", ("team", "reviewer", "task_id"), "closed_at IS NULL"),
    ("ix_decision_open", "decision", ("team", "item_id"), "effected_at IS NULL AND undone_at IS NULL"),
    ("ix_decision_who", "decision", ("team", "who", "at"), ""),
    ("ix_post_owner", "post", ("team", "owner", "surface", "id"), ""),
    ("ix_attachment_blob", "attachment", ("team", "sha256"), ""),
    ("ix_inbox_at", "inbox", ("at",), ""),
    ("ix_change_reopened", "change", ("team", "who", "at"), "what = 'reopen'"),
)
FOUND = (  # each word as it is kept: what is no ASCII sign is part of one, and so is the @ of people
    "CREATE VIRTUAL TABLE task_found USING fts5(words, content='task_words', content_rowid='task_id', detail=none, "
    "tokenize=\"ascii tokenchars '@'\")",
    "CREATE TRIGGER task_words_added AFTER INSERT ON task_words BEGIN "
    "INSERT INTO task_found(rowid, words) VALUES (new.task_id, new.words); END",
    "CREATE TRIGGER task_words_gone AFTER DELETE ON task_words BEGIN "
    "INSERT INTO task_found(task_found, rowid, words) VALUES ('delete', old.task_id, old.words); END",
    "CREATE TRIGGER task_words_changed AFTER UPDATE ON task_words BEGIN "
    "INSERT INTO task_found(task_found, rowid, words) VALUES ('delete', old.task_id, old.words); "
    "INSERT INTO task_found(rowid, words) VALUES (new.task_id, new.words); END",
)
VECTOR = (
    "CREATE INDEX ix_task_words_found ON task_words USING gin (array_to_tsvector(string_to_array(words, ' '))) "
    "WITH (fastupdate = off)"
)
# How many rows an index has, and how many share its first column, its first two, and so on: of a ledger after some
# years, so that SQLite plans for one from the first day. By itself it takes a workspace for ten rows.
SHARED = (
    ("attachment", "ix_attachment_blob", "20000 20000 1"),
    ("attachment", "ix_attachment_draft", "20000 2"),
    ("attempt", "ix_attempt_task", "200000 200000 1"),
    ("call", "ix_call_attempt", "200000 200000 2"),
    ("call", "ix_call_day", "200000 200000 200 4"),
    ("call", "ix_call_task", "200000 200000 2"),
    ("change", "ix_change_at", "1400000 1400000 2"),
    ("change", "ix_change_reopened", "1000 1000 20 1"),
    ("change", "ix_change_subject", "1400000 1400000 7"),
    ("collected", "ix_collected_item", "200000 2"),
    ("collected", "sqlite_autoindex_collected_1", "200000 5 1"),
    ("collection", "ix_collection_reviewer", "50000 50000 1000 1"),
    ("collection", "sqlite_autoindex_collection_1", "50000 1000 1"),
    ("decision", "ix_decision_open", "20 20 1"),
    ("decision", "ix_decision_who", "200000 200000 4000 1"),
    ("decision", "ux_decision_live", "200000 1 1"),
    ("delivery", "sqlite_autoindex_delivery_1", "200000 1 1"),
    ("draft", "sqlite_autoindex_draft_1", "200000 1 1"),
    ("draft_check", "ix_draft_check_draft", "600000 3"),
    ("inbox", "ix_inbox_at", "50000 1"),
    ("inbox", "sqlite_autoindex_inbox_1", "50000 50000 1"),
    ("item", "ix_item_open", "600 600 12 1"),
    ("item", "ix_item_task", "200000 200000 1"),
    ("item", "sqlite_autoindex_item_1", "200000 200000 1"),
    ("post", "ix_post_owner", "400000 400000 8000 2000 1"),
    ("post", "ix_post_place", "400000 400000 6000 1"),
    ("post", "ix_post_subject", "400000 400000 80000 1"),
    ("steer", "ix_steer_task", "2000 2000 2"),
    ("task", "ix_task_assigned", "200000 200000 4000 1"),
    ("task", "ix_task_assigner", "200000 200000 4000 20"),
    ("task", "ix_task_reviewed", "200000 200000 4000 1"),
    ("task", "ix_task_reviewer", "200000 200000 4000 20"),
    ("task", "ix_task_thread", "200000 200000 10000 2"),
    ("task", "sqlite_autoindex_task_1", "200000 200000 1"),
    ("task", "sqlite_autoindex_task_2", "200000 200000 1"),
    ("task_words", None, "200000"),
)
DECIDED = """
SELECT d.team, t.worker, d.at, d.verdict, v.base, v.spent, a.id AS made, a.began_at, a.ended_at,
  (SELECT count(*) FROM draft_check c WHERE c.draft_id = v.id AND c.finding <> 'not checked') AS looked,
  (SELECT count(*) FROM draft_check c WHERE c.draft_id = v.id AND c.finding IN ('not met', 'in doubt')) AS bad
FROM decision d
JOIN item i ON i.id = d.item_id
JOIN draft v ON v.task_id = i.task_id AND v.version = d.draft_version
JOIN task t ON t.id = i.task_id
LEFT JOIN attempt a ON a.team = t.team AND a.task_id = t.id AND a.draft_version = v.version AND a.state = 'done'
WHERE d.undone_at IS NULL AND d.effected_at IS NOT NULL AND d.at >= :since
  AND d.verdict IN ('approve', 'revise', 'reject')
ORDER BY d.id
"""


def upgrade() -> None:
    for name, table, columns, only in INDICES:
        where = sa.text(only) if only else None
        op.create_index(name, table, list(columns), sqlite_where=where, postgresql_where=where)
    op.drop_index("ix_item_shelf", "item")
    words = op.create_table(
        "task_words",
        sa.Column("team", sa.String(length=20), nullable=False),
        sa.Column("task_id", ID, autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_words_task_id")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_task_words")),
    )
    for statement in FOUND if op.get_bind().dialect.name == "sqlite" else (VECTOR,):
        op.get_bind().exec_driver_sql(statement)
    for rows in _words():
        op.bulk_insert(words, rows)
    record = op.create_table(
        "record",
        sa.Column("team", sa.String(length=20), nullable=False),
        sa.Column("worker", sa.String(length=60), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("drafts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("team", "worker", name=op.f("pk_record")),
    )
    op.bulk_insert(record, _records())
    if op.get_bind().dialect.name == "sqlite":
        _tell_sqlite()


def _tell_sqlite() -> None:
    """Keep how much the indices have in common where SQLite looks for it."""
    op.get_bind().exec_driver_sql("ANALYZE alembic_version")  # makes the table
    op.get_bind().exec_driver_sql("DELETE FROM sqlite_stat1")
    for row in SHARED:
        op.get_bind().exec_driver_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", row)


def _words() -> Iterator[list[dict[str, Any]]]:
    """The words of the tasks that are there, a batch at a time."""
    last = 0
    query = sa.text(
        "SELECT id, team, title, goal, assigner, reviewer FROM task WHERE id > :last ORDER BY id LIMIT :most"
    )
    while rows := op.get_bind().execute(query, {"last": last, "most": BATCH}).all():
        last = rows[-1].id
        yield [{"team": row.team, "task_id": row.id, "words": _words_of(row)} for row in rows]


def _words_of(row: Any) -> str:
    people = dict.fromkeys(person_word(row.team, user) for user in (row.assigner, row.reviewer))
    return " ".join([*people, *words_of(f"{row.title} {row.goal}")])


def _records() -> list[dict[str, Any]]:
    """What was decided lately, by worker."""
    now = datetime.now(UTC)
    since = round((now - timedelta(days=DAYS)).timestamp() * 1_000_000)
    days = dict[tuple[str, str], dict[str, list[int]]]()
    drafts = dict[tuple[str, str], list[Any]]()
    for row in op.get_bind().execute(sa.text(DECIDED), {"since": since}):
        day = str(datetime.fromtimestamp(row.at / 1_000_000, UTC).date())
        counts = days.setdefault((row.team, row.worker), {}).setdefault(day, [0] * 5)
        for n, count in enumerate(_counted(row)):
            counts[n] += count
        if row.made is not None:
            drafts.setdefault((row.team, row.worker), []).append([day, _seconds(row), _cost(row.spent)])
    keys = sorted(days)
    return [
        {"team": key[0], "worker": key[1], "days": days[key], "drafts": drafts.get(key, [])[-NEWEST:]} for key in keys
    ]


def _counted(row: Any) -> Sequence[int]:
    """Decided, approved at once, judged by the checks, and decided against them in either way."""
    worked, approved, judged = row.made is not None, row.verdict == "approve", row.looked > 0
    against = judged and (row.bad > 0) == approved
    return worked, worked and approved and row.base == 0, judged, against and approved, against and not approved


def _seconds(row: Any) -> float | None:
    return (row.ended_at - row.began_at) / 1_000_000 if row.began_at and row.ended_at else None


def _cost(spent: Any) -> list[int | None] | None:
    kept = json.loads(spent) if isinstance(spent, str) else spent
    return [kept["micros"]] if kept else None
