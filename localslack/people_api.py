"""The Web API's methods for people and the workspace."""

from collections.abc import Mapping
from dataclasses import dataclass

from localslack.api_error import Wrong
from localslack.channel_kinds import check_scopes, kinds_of
from localslack.paging import page
from localslack.workspace import Json, Method, Workspace


@dataclass(frozen=True, slots=True)
class People:
    """The methods of the Web API for people and the workspace."""

    workspace: Workspace

    def methods(self) -> Mapping[str, Method]:
        """Return the function that answers each method, by the method's name."""
        return {
            "team.info": self._team,
            "bots.info": self._bot,
            "emoji.list": lambda a: {"emoji": {}, "cache_ts": "0"},
            "users.info": lambda a: {"user": self._user(a["user"])},
            "users.list": lambda a: page(list(self.workspace.users.values()), "members", a),
            "users.lookupByEmail": self._by_email,
            "users.profile.get": self._profile,
            "users.getPresence": self._presence,
            "users.conversations": self._conversations,
        }

    def _user(self, user: str) -> Json:
        person = self.workspace.users.get(user)
        if person is None:
            raise Wrong("user_not_found")
        return person

    def _team(self, a: Json) -> Json:
        c = self.workspace.config
        return {"team": {"id": c.team, "name": c.team_name, "domain": "local"}}

    def _bot(self, a: Json) -> Json:
        c = self.workspace.config
        if a.get("bot") not in (None, c.bot_id):
            raise Wrong("bot_not_found")
        return {
            "bot": {"id": c.bot_id, "app_id": c.app_id, "user_id": c.bot_user, "name": c.app.name, "deleted": False}
        }

    def _by_email(self, a: Json) -> Json:
        found = [u for u in self.workspace.users.values() if u["profile"].get("email") == a["email"]]
        if not found:
            raise Wrong("users_not_found")
        return {"user": found[0]}

    def _profile(self, a: Json) -> Json:
        return {"profile": self._user(a.get("user") or self.workspace.config.bot_user)["profile"]}

    def _presence(self, a: Json) -> Json:
        self._user(a.get("user") or self.workspace.config.bot_user)
        return {"presence": "active"}

    def _conversations(self, a: Json) -> Json:
        """Return the conversations of a person, of private ones those that the app is in, too."""
        config = self.workspace.config
        member = self._user(a.get("user") or config.bot_user)["id"]
        types = {kind.strip() for kind in str(a.get("types") or "public_channel").split(",")}
        check_scopes(types, config.app.scopes)
        mine = [c for c in self.workspace.channels.values() if member in c["members"] and types & kinds_of(c)]
        return page([c for c in mine if not c["is_private"] or config.bot_user in c["members"]], "channels", a)
