"""The parts of a draft: its checks and its files, each content once."""

import hashlib
from collections.abc import Sequence

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.prepared import Statement, insert
from storage.rules.values.check import Check
from storage.rules.values.draft import Draft
from storage.tables import attachment, blob, check

_ATTACH = insert(attachment, "team", "draft_id", "name", "media_type", "sha256")


@Statement
def _has(team: str, sha256: str) -> sa.Select[tuple[str]]:
    return sa.select(blob.c.sha256).where(blob.c.team == team, blob.c.sha256 == sha256)


def save_checks(tx: Tx, team: str, draft_id: int, checks: Sequence[Check]) -> None:
    """Keep what was found about each criterion of a draft."""
    rows = [
        {"team": team, "draft_id": draft_id, "criterion": c.criterion, "finding": c.finding, "evidence": c.evidence}
        | {"must": c.must}
        for c in checks
    ]
    if rows:
        tx.conn.execute(sa.insert(check), rows)


def save_parts(tx: Tx, team: str, draft_id: int, draft: Draft) -> None:
    """Keep the checks and the files of a draft."""
    save_checks(tx, team, draft_id, draft.checks)
    for file in draft.files:
        digest = hashlib.sha256(file.data).hexdigest()
        if _has.first(tx.conn, team, digest) is None:
            tx.conn.execute(sa.insert(blob), {"team": team, "sha256": digest, "data": file.data})
        _ATTACH(
            tx.conn,
            {"team": team, "draft_id": draft_id, "name": file.name, "media_type": file.media_type, "sha256": digest},
        )
