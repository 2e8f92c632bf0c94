"""The one person whom a command of `sluice` names, by id or by name."""

import re

from bot.setup.database import beside
from bot.setup.settings import BadSettings, Settings
from storage.ledger.privacy import forgetting
from storage.ledger.privacy.forgetting import Known

_IN_WORKSPACE = re.compile(r"([TE][0-9A-Z]{2,})/(.+)")


async def find(settings: Settings, user: str) -> Known:
    """Return the one person with an id or a name, which may stand behind the id of their workspace and a slash.

    Raises:
        BadSettings: there is none, or there are several; the message lists them.
    """
    named = _IN_WORKSPACE.fullmatch(user.strip())
    team, wanted = (named[1], named[2]) if named else ("", user.strip())
    wanted = _name(wanted)
    ledger = beside(settings)
    try:
        people = await ledger.see(forgetting.find_people, _name(user.strip()))  # a name may have a slash, too
        if not people:
            people = tuple(k for k in await ledger.see(forgetting.find_people, wanted) if k.team == team)
    finally:
        ledger.close()
    if not people:
        raise BadSettings(f"Sluice knows nobody called “{wanted}”: give the id (U…), or the name as Slack shows it.")
    if len(people) > 1:
        listed = "\n".join(f"{known.team}/{known.user}  {known.name}" for known in people)
        raise BadSettings(f"“{wanted}” is not only one person. Give the ids:\n{listed}")
    return people[0]


def _name(text: str) -> str:
    """Return a name or an id without the signs of a mention."""
    return text.removeprefix("<@").removesuffix(">").removeprefix("@")
