"""All that the ledger holds, and what became different between two looks at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Ledger
from storage.tables import metadata
from tests.safety.house import SIGN
from tests.safety.strangers import Stranger
from tests.world import GENERAL

BOOKKEEPING = frozenset({"job", "pace", "agent", "seal"})  # of promises, of the pace, of processes
SETTINGS = ("room", "most", "brought", "chose_times")  # of a person; the rest is what Slack says of them
PLAIN: Mapping[str, object] = {"room": 60, "most": 10, "brought": 0, "chose_times": False}
BROUGHT = frozenset({"brought_at", "opened_at", "left_count", "rest"})
TOLD = frozenset({"posted", "collect"})  # history of what came to them
TELLS = frozenset({"line", "answer", "reply", "welcome"})  # messages that only tell a person something

Rows = Mapping[tuple[str, tuple[Any, ...]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Changed:
    """One row that was made, changed or taken away."""

    table: str
    was: Mapping[str, Any] | None
    now: Mapping[str, Any] | None

    @property
    def fields(self) -> frozenset[str]:
        """The columns that differ; all of them where the row was made or taken away."""
        return frozenset(name for name in self.row if (self.was or {}).get(name) != (self.now or {}).get(name))

    @property
    def row(self) -> Mapping[str, Any]:
        return self.now or self.was or {}

    def __str__(self) -> str:
        if self.was and self.now:
            fields = {name: (self.was[name], value) for name, value in self.now.items() if value != self.was[name]}
            return f"{self.table} changed: {fields}"
        return f"{self.table} {'made' if self.now else 'gone'}: {self.row}"


async def all_rows(ledger: Ledger) -> Rows:
    return await ledger.see(lambda tx: _read(tx.conn))


def _read(conn: sa.Connection) -> Rows:
    held: dict[tuple[str, tuple[Any, ...]], Mapping[str, Any]] = {}
    for table in metadata.sorted_tables:
        if table.name in BOOKKEEPING:
            continue
        for row in conn.execute(sa.select(table)).mappings():
            key = tuple(row[column.name] for column in table.primary_key)
            held[table.name, key] = _settings(row) if table.name == "person" else dict(row)
    return held


def _settings(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: row[name] for name in ("user", *SETTINGS)}


def changed(before: Rows, after: Rows) -> list[Changed]:
    """Return every row that is not as it was, but for what is kept of each request and each person."""
    keys = [*before, *(key for key in after if key not in before)]
    found = [Changed(key[0], before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)]
    return [one for one in found if not _is_kept_of_requests(one, before)]


def _is_kept_of_requests(one: Changed, before: Rows) -> bool:
    if one.was is not None:
        return False
    if one.table == "person":
        return all(one.row[name] == value for name, value in PLAIN.items())
    if one.table == "schedule":  # everybody has one from the start
        return bool(one.row["kind"] == "person") and ("person", (one.row["team"], one.row["owner"])) not in before
    if one.table == "inbox" and one.row["kept"]:
        return False
    parent = str(one.row.get("key")).partition(":")[0]
    about_other = any(key == ("inbox", (one.row.get("team"), parent)) for key in before)
    return one.table == "inbox" and not about_other


@dataclass(frozen=True, slots=True)
class Own:
    """What a full member made just now, and what follows from it."""

    user: str
    tasks: Mapping[int, str]  # by id, with the name that history knows them by
    rows: frozenset[int]  # ids of their drafts, items and collections

    @classmethod
    def of(cls, user: str, found: Sequence[Changed]) -> "Own":
        made = [(one.table, one.row) for one in found if one.was is None]
        tasks = {row["id"]: f"T-{row['number']}" for table, row in made if table == "task" and row["assigner"] == user}
        return cls(
            user,
            tasks,
            frozenset(row["id"] for table, row in made if table == "collection" and row["reviewer"] == user),
        )

    def has(self, one: Changed, found: Sequence[Changed]) -> bool:
        """Tell whether a row is theirs alone."""
        row, made = one.row, one.was is None
        match one.table:
            case "workspace":
                return one.fields <= {"last_task"}
            case "person" | "blob":
                return row.get("user", self.user) == self.user
            case "task":
                return row["id"] in self.tasks or (not made and self.user in (row["assigner"], row["reviewer"]))
            case "sitting":
                return bool(row["user"] == self.user)
            case "item" if not made:
                return bool(row["reviewer"] == self.user) and one.fields <= BROUGHT
            case "schedule" | "collection" | "post":
                return self.user in (row.get("owner"), row.get("set_by"), row.get("reviewer"))
            case "collected":
                return row["collection_id"] in self.rows
            case "inbox":
                return made and (row["kept"] or {}).get("user", self.user) == self.user
            case "change":
                return made and (
                    row["subject"] in self.tasks.values()
                    or row["subject"] in (self.user, GENERAL)
                    or (row["who"] == self.user and row["what"] in TOLD)
                )
            case "draft_check" | "attachment":
                return made and any(
                    row["draft_id"] == d.row["id"] and self.has(d, found) for d in found if d.table == "draft"
                )
        return made and row.get("task_id") in self.tasks


def more_than_their_own(found: Sequence[Changed], who: Stranger) -> list[Changed]:
    """Return what a full member may not do: all but what is their own, and what holds private words of others."""
    own = Own.of(who.user, found)
    return [one for one in found if SIGN in str(one.now) or not own.has(one, found)]


def more_than_told(found: Sequence[Changed], who: Stranger) -> list[Changed]:
    """Return what is more than a message that tells somebody something."""

    def tells(one: Changed) -> bool:
        row = one.row
        own = one.was is None and who.user in (row.get("owner"), row.get("who"))
        kept = (
            one.table == "inbox" and one.was is None and set(row["kept"]) <= {"text", "plain", "lead", "parts", "user"}
        )
        posted = own and (row.get("surface") in TELLS or row.get("what") == "posted")
        return posted or kept

    return [one for one in found if SIGN in str(one.now) or not tells(one)]
