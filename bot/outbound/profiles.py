"""What Slack's answer says of a person: their name and zone, and whether they are a member of this workspace."""

from collections.abc import Mapping
from typing import Any

from bot.outbound.outcomes import Unclear
from storage.rules.values.profile import Profile


def profile(user: Mapping[str, Any], team: str) -> Profile:
    """Return a person's profile from the `user` of users.info.

    On Enterprise Grid `team_id` may name another workspace of the organisation or be missing, while
    `enterprise_user.teams` lists all that the person is in (github.com/looker/lookerbot/issues/184). Where it does not
    tell, `is_stranger` does; only where neither is there, another `team_id` makes a stranger.

    Raises:
        Unclear: the answer names nobody, so that it says nothing of anybody.
    """
    if not isinstance(user, Mapping) or not user.get("id"):
        raise Unclear("users.info: an answer without a person")
    details = user.get("profile")
    name = (details.get("display_name") if isinstance(details, Mapping) else "") or user.get("name") or user["id"]
    return Profile(
        name=str(name),
        zone=str(user.get("tz") or ""),
        bot=bool(user.get("is_bot")),
        deleted=user.get("deleted") is True,
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        stranger=_stranger(user, team),
    )


def _stranger(user: Mapping[str, Any], team: str) -> bool:
    seat = user.get("enterprise_user")
    teams = seat.get("teams") if isinstance(seat, Mapping) else None
    if isinstance(teams, list) and teams:
        return team not in teams
    if "is_stranger" in user:
        return bool(user["is_stranger"])
    return (user.get("team_id") or team) != team
