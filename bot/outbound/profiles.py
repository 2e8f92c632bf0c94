"""What Slack's answer says of a person: their name and zone, and whether they are a member of this workspace."""

from collections.abc import Mapping
from typing import Any

from bot.outbound.outcomes import Unclear
from storage.rules.values.profile import Profile
from storage.rules.words import clean

SLACKBOT = "USLACKBOT"  # of whom Slack says that it is no bot (github.com/slackapi/bolt-js/issues/794)


def profile(user: Mapping[str, Any], team: str) -> Profile:
    """Return a person's profile from the `user` of users.info.

    On Enterprise Grid `team_id` may name another workspace of the organisation or be missing, while
    `enterprise_user.teams` lists all that the person is in (github.com/looker/lookerbot/issues/184). Where it does not
    tell, another `team_id` makes a stranger. `is_stranger` tells less than its name says: it is false for people of
    other companies, too, once they are in a shared channel that the app sees (docs.slack.dev/reference/objects).

    Raises:
        Unclear: the answer names nobody, so that it says nothing of anybody.
    """
    if not isinstance(user, Mapping) or not user.get("id"):
        raise Unclear("users.info: an answer without a person")
    details = user.get("profile")
    shown = details if isinstance(details, Mapping) else {}
    names = (shown.get("display_name"), shown.get("real_name"), user.get("name"))
    return Profile(
        name=next(filter(None, (" ".join(clean(str(name or "")).split()) for name in names)), str(user["id"])),
        zone=str(user.get("tz") or ""),
        bot=bool(user.get("is_bot")) or user["id"] == SLACKBOT,
        deleted=user.get("deleted") is True,
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        stranger=_stranger(user, team),
    )


def _stranger(user: Mapping[str, Any], team: str) -> bool:
    seat = user.get("enterprise_user")
    teams = seat.get("teams") if isinstance(seat, Mapping) else None
    if isinstance(teams, list) and teams:
        return team not in teams
    return bool(user.get("is_stranger")) or (user.get("team_id") or team) != team
