"""The database that the settings name."""

import os
from pathlib import Path

from bot.operations.finding import Finding
from bot.setup.database import check_whole
from bot.setup.settings import BadSettings, Settings
from storage import engine, upgrading
from storage.ledger.core import opening

TO_UPGRADE = ", of an older version: the next start makes a copy and changes the tables"


def examine_database(settings: Settings) -> Finding:
    """Look whether there is a database and Sluice can open it; nothing in it is changed."""
    url = settings.database
    return _sqlite(settings.secrets.sluice_home, url) if engine.is_sqlite(url) else _postgres(url)


def _postgres(url: str) -> Finding:
    try:
        opening.keeper(url)  # its packages are looked for as well
        with upgrading.transaction(url) as conn:
            upgrading.check_usable(conn)
            version = conn.exec_driver_sql("show server_version").scalar()
            old = upgrading.outdated_form(conn)
    except (engine.Unreachable, ImportError) as no:
        why = engine.without_packages(no) if isinstance(no, ImportError) else no
        return Finding(what="database", ok=False, say=f"SLUICE_DATABASE_URL: {why}")
    where = engine.psycopg_url(url).host or "a local socket"
    return Finding(what="database", ok=True, say=f"PostgreSQL {version} at {where}{TO_UPGRADE if old else ''}")


def _sqlite(home: Path, url: str) -> Finding:
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not os.access(home, os.W_OK):
            return Finding(what="database", ok=False, say=f"{home} can't be written by this user")
        file = engine.sqlite_path(url)
        closed = [at.name for at in sorted(home.glob(f"{file.name}*")) if not os.access(at, os.W_OK)]
        if closed:
            say = f"{', '.join(closed)} in {home} can't be written by this user"
            return Finding(what="database", ok=False, say=say)
        check_whole(file)
        if not file.exists():
            return Finding(what="database", ok=True, say=f"SQLite in {home}: the first start makes it")
        with upgrading.transaction(url) as conn:
            old = upgrading.outdated_form(conn)
    except BadSettings as no:
        return Finding(what="database", ok=False, say=str(no))
    except Exception as error:  # whatever is wrong with a disk or a file is what we are here to tell
        return Finding(what="database", ok=False, say=f"{home}: {error}")
    return Finding(what="database", ok=True, say=f"SQLite in {home}{TO_UPGRADE if old else ''}")
