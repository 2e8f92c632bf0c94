"""The machine: the disk, who may read the folder, who runs Sluice, and how late its loop comes."""

import shutil
from pathlib import Path

from bot.operations import lag
from bot.operations.finding import Finding
from bot.setup import data_folder, root_user
from bot.setup.settings import Settings

LEAST = 200  # megabytes
LATE = 250.0  # milliseconds: beyond that people feel it


def examine_loop(settings: Settings, now: float) -> Finding:
    """Tell how late the event loop of a running bot came."""
    seen = lag.kept(settings.secrets.sluice_home)
    if seen is None or now - seen.at > 120:
        return Finding(what="event loop", ok=None, say="not measured: no bot runs on this data folder")
    text = f"p99 {seen.p99:.0f} ms late, worst {seen.worst:.0f} ms in the last minute (process {seen.process})"
    ok = seen.p99 < LATE
    return Finding(
        what="event loop", ok=ok, say=text if ok else f"{text}: lower `attempts` in sluice.toml, or use more processes"
    )


def examine_folder(home: Path) -> Finding:
    """Look whether others on this machine can read what people wrote."""
    if data_folder.open_to_others(home):
        return Finding(
            what="folder", ok=False, say=f"Others on this machine may open {home}.", advice=f"Run: chmod -R go= {home}"
        )
    return Finding(what="folder", ok=True, say=f"{home} is its owner's alone")


def examine_user() -> Finding:
    """Look who runs this; the bot is started by the same one, as a rule."""
    if root_user.is_root():
        return Finding(what="user", ok=None, say=root_user.SEEN, advice=root_user.ADVICE)
    return Finding(what="user", ok=True, say="not root")


def examine_settings(file: Path) -> Finding:
    """Tell which settings are in force: those of a file, or the defaults."""
    where = file.absolute()
    say = f"those of {where}" if file.is_file() else f"the defaults: there is no {where}"
    return Finding(what="settings", ok=True, say=say)


def examine_disk(home: Path) -> Finding:
    """Look whether there is room for what is kept."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(home).free // 1_000_000
    except OSError as error:
        return Finding(
            what="disk",
            ok=False,
            say=f"{home}: {error.strerror}.",
            advice="Set SLUICE_HOME to a folder that can be written.",
        )
    advice = "" if free > LEAST else f"Make room: {LEAST} MB are the least."
    return Finding(
        what="disk", ok=free > LEAST, say=f"{free:,} MB free in {home}{'.' if advice else ''}", advice=advice
    )
