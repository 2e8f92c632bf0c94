"""Conversations as the app reaches them: which it sees, is in, and may write to."""

from dataclasses import dataclass

from localslack.api_error import Wrong
from localslack.workspace import Json, Workspace


@dataclass(frozen=True, slots=True)
class Channels:
    """The conversations of a workspace, as the app reaches them."""

    workspace: Workspace

    def seen(self, channel: str) -> Json:
        """Return a conversation that the app can see: a public channel, or one that it is in.

        Raises:
            Wrong: channel_not_found; what is private and without the app looks like what does not exist.
        """
        known = self.workspace.channels.get(channel)
        if known is None or not (known["is_channel"] and not known["is_private"] or self.has_app(known)):
            raise Wrong("channel_not_found")
        return known

    def joined(self, channel: str) -> Json:
        """Return a conversation that the app is in.

        Raises:
            Wrong: channel_not_found or not_in_channel.
        """
        known = self.seen(channel)
        if not self.has_app(known):
            raise Wrong("not_in_channel")
        return known

    def writable(self, channel: str) -> Json:
        """Return a conversation that the app is in and that is not archived.

        Raises:
            Wrong: channel_not_found, not_in_channel or is_archived.
        """
        return self._open_one(self.joined(channel))

    def postable(self, channel: str) -> Json:
        """Return the conversation that chat.postMessage writes to; a person's id means the direct messages with them.
        With chat:write.public, a public channel needs no membership.

        Raises:
            Wrong: channel_not_found, not_in_channel or is_archived.
        """
        if channel in self.workspace.users:
            return self.workspace.dm(channel)
        known = self.seen(channel)
        if not self.has_app(known) and "chat:write.public" not in self.workspace.config.app.scopes:
            raise Wrong("not_in_channel")
        return self._open_one(known)

    def public(self, a: Json) -> Json:
        """Return the channel that a call names, where it is one and open.

        Raises:
            Wrong: channel_not_found, method_not_supported_for_channel_type or is_archived.
        """
        known = self.seen(a["channel"])
        if not known["is_channel"]:
            raise Wrong("method_not_supported_for_channel_type")
        if known["is_archived"]:
            raise Wrong("is_archived")
        return known

    def message_at(self, a: Json, stamp: str) -> Json:
        """Return the message that a call names, by the argument that holds its timestamp.

        Raises:
            Wrong: channel_not_found, not_in_channel or message_not_found.
        """
        found = self.workspace.find(self.joined(a["channel"])["id"], a[stamp])
        if found is None:
            raise Wrong("message_not_found")
        return found

    def has_app(self, known: Json) -> bool:
        """Tell whether the app is in a conversation."""
        return self.workspace.config.bot_user in known["members"]

    def _open_one(self, known: Json) -> Json:
        if known["is_archived"]:
            raise Wrong("is_archived")
        return known
