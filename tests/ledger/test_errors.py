"""What people wrote is in no error: it would be in the log."""

import pytest
import sqlalchemy as sa

from storage.ledger.core.ledger import Ledger, Tx
from storage.prepared import insert
from storage.tables import change

TEAM, SECRET = "T01TEST", "the quoll is for sale"
COLUMNS = ("team", "at", "who", "what", "subject", "was", "became", "why")
NOTE = insert(change, *COLUMNS)
ROW = {**dict.fromkeys(COLUMNS, ""), "team": TEAM, "at": None, "why": SECRET}


def prepared(tx: Tx, team: str) -> None:
    NOTE(tx.conn, {**ROW, "team": team})


def each(tx: Tx, team: str) -> None:
    NOTE.each(tx.conn, [{**ROW, "team": team}])


def built(tx: Tx, team: str) -> None:
    tx.conn.execute(sa.insert(change), {**ROW, "team": team})


@pytest.mark.parametrize("way", [prepared, each, built])
async def test_an_error_of_the_database_quotes_no_row(ledger: Ledger, way) -> None:
    with pytest.raises(sa.exc.IntegrityError) as told:
        await ledger.do(way, TEAM)
    error: BaseException | None = told.value
    while error is not None:
        assert SECRET not in str(error)
        error = error.__cause__ or error.__context__
