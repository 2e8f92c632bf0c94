"""The one person whom a command of `sluice` names, by id or by name."""

from bot.setup.database import beside
from bot.setup.settings import BadSettings, Settings
from storage.ledger.privacy import forgetting
from storage.ledger.privacy.forgetting import Known


async def find(settings: Settings, user: str) -> Known:
    """Return the one person with an id or a name.

    Raises:
        BadSettings: there is none, or there are several; the message lists them.
    """
    wanted = user.strip().removeprefix("<@").removesuffix(">").removeprefix("@")
    ledger = beside(settings)
    try:
        people = await ledger.see(forgetting.find_people, wanted)
    finally:
        ledger.close()
    if not people:
        raise BadSettings(f"Sluice knows nobody called “{wanted}”: give the id (U…), or the name as Slack shows it.")
    if len(people) > 1:
        listed = "\n".join(f"{known.user}  {known.name}  ({known.team})" for known in people)
        raise BadSettings(f"“{wanted}” is not only one person. Give the id:\n{listed}")
    return people[0]
