"""What a person reaches in Slack: the channels that they are in, and the files that they may open.

The app reaches more than each of them: Slack is asked for every channel that a person names, and for every file that a
form names by its id.
"""

import asyncio
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.outbound.conversations import Channel
from bot.outbound.outcomes import Later, Never, Unclear
from bot.outbound.slack import Gateway
from bot.people.acquaintances import MOMENT
from storage.ledger.access import CHANNELS
from storage.rules.delivery import is_person
from storage.rules.refusal import Refused
from storage.rules.values.brief import Brief
from storage.rules.values.place import Place

NAMED = 3  # channels that are named where the app acts
FRESH = 300.0  # seconds for which an answer holds whether another company shares a channel
NOT_IN = (
    "I can't see that you are in {place}. I post for you only in channels that you are in, and in a private one only "
    "where I am, too: type /invite in it."
)
NOT_SAID = "Slack does not say right now whether you are in {place}. Try again in a moment, or leave it out."
WHOSE = "Slack does not say right now whose channel this is. Try again in a moment."
NO_SCOPE = (
    "I can't tell whether you are in {place}: I lack the permission {scope}. Ask your administrator to paste the "
    "manifest again and to reinstall me."
)


@dataclass(frozen=True, slots=True)
class Reach:
    """The channels that the app and a person reach.

    Args:
        channels: the only ones where the app acts; empty for all.
        known: whether another company shares a channel, and when Slack said so.
    """

    slack: Gateway
    channels: frozenset[str] = field(default_factory=frozenset)
    known: dict[str, tuple[bool, float]] = field(default_factory=dict)

    def acts_in(self, channel: str) -> bool:
        """Tell whether the app acts in a conversation; it always does in direct messages."""
        return not self.channels or channel[:1] not in CHANNELS or channel in self.channels

    def not_here(self, channel: str = "") -> str:
        """Return the sentence that the app does not act in a channel, by default the one at hand, and where it does."""
        where = ", ".join(f"<#{name}>" for name in sorted(self.channels)[:NAMED])
        more = f" and {len(self.channels) - NAMED} more" if len(self.channels) > NAMED else ""
        place = f"<#{channel}>" if channel else "this channel"
        return f"Sluice does not act in {place}. It does in {where}{more}, and in a direct message to it."

    async def checked(self, user: str, brief: Brief, source: Place | None = None) -> Brief:
        """Return a person's brief with those of its channels that other companies read, too.

        Args:
            source: where it is assigned; its thread gets what goes to no other place.

        Raises:
            Refused: it names a channel that they are not in, or Slack does not say so in a moment.
        """
        stream = (brief.stream_channel,) if brief.stream_channel else ()
        steps = brief, *brief.then
        channels = (place for step in steps for place in step.to if not is_person(place))
        named = dict.fromkeys((*channels, *stream))
        outside = await self._check_channels(user, tuple(named))
        thread = (source.channel,) if source is not None and await self._is_read_outside(source) else ()
        first, *then = (
            replace(step, outside=tuple(c for c in outside if c in step.to) if step.to else thread) for step in steps
        )
        return replace(first, then=tuple(then))

    async def _is_read_outside(self, source: Place) -> bool:
        """Tell whether another company reads a thread, as far as Slack says in a moment: it is asked again when
        something is posted there."""
        if not source.ts or source.channel[:1] not in CHANNELS:
            return False
        try:
            async with asyncio.timeout(MOMENT):
                return await self.is_shared(source.channel)
        except (Later, Unclear, TimeoutError):
            return False

    async def is_shared(self, channel: str) -> bool:
        """Tell whether another company is in a channel; one that Slack does not show, such as a conversation of a few
        people, counts as not shared.

        Raises:
            Later, Unclear: Slack does not say now.
        """
        shared, at = self.known.get(channel, (False, -FRESH))
        if time.monotonic() - at < FRESH:
            return shared
        try:
            shared = (await self.slack.channel(channel)).shared
        except Never:
            shared = False
        self.known[channel] = (shared, time.monotonic())
        return shared

    async def _check_channels(self, user: str, wanted: Collection[str]) -> tuple[str, ...]:
        """Check that a person is in channels; return those of them that another company shares.

        Raises:
            Refused: they are not, or Slack does not say so in a moment.
        """
        if not wanted:
            return ()
        for channel in wanted:
            if not self.acts_in(channel):
                raise Refused(self.not_here(channel))
        place = ", ".join(f"<#{channel}>" for channel in wanted)
        try:
            async with asyncio.timeout(MOMENT):
                channels = await self.slack.channels_of(user, wanted)
        except (Later, Never, Unclear, TimeoutError) as error:
            raise Refused(_not_said(error, place, NOT_SAID)) from None
        if missing := [channel for channel in wanted if channel not in channels]:
            raise Refused(NOT_IN.format(place=", ".join(f"<#{channel}>" for channel in missing)))
        return tuple(channel for channel in wanted if channels[channel].shared)

    async def here(self, user: str, channel: str) -> Channel | None:
        """Return the channel where a person speaks; None if Slack does not show it, as a private one without the app.

        Raises:
            Refused: Slack does not say so in a moment, or never without a permission that is missing.
        """
        try:
            async with asyncio.timeout(MOMENT):
                return (await self.slack.channels_of(user, (channel,))).get(channel)
        except (Later, Never, Unclear, TimeoutError) as error:
            raise Refused(_not_said(error, f"<#{channel}>", WHOSE)) from None

    async def is_in(self, user: str, channel: str, unsaid: str) -> bool:
        """Tell whether a person is in a channel; where Slack never says so, they count as not.

        Raises:
            Refused: Slack does not say so in a moment, in the words of `unsaid`.
        """
        try:
            async with asyncio.timeout(MOMENT):
                return channel in await self.slack.channels_of(user, (channel,))
        except Never:
            return False
        except (Later, Unclear, TimeoutError):
            raise Refused(unsaid) from None

    async def objection(self, user: str, channel: str, outside: Collection[str]) -> str:
        """Return why nothing may be posted in a channel for a person, as the name of an error; '' if it may.

        Args:
            outside: channels of which the person knows that another company shares them.

        Raises:
            Later, Never, Unclear: Slack does not say.
        """
        if not self.acts_in(channel):
            return "channel_not_named"
        channels = await self.slack.channels_of(user, (channel,))
        if channel not in channels:
            return "person_not_in_channel"
        return "shared_since" if channels[channel].shared and channel not in outside else ""

    async def may_open(self, user: str, file: Mapping[str, Any], own_messages: str) -> bool:
        """Tell whether a person may open a file that `files.info` describes: theirs, or shared where they are.

        Args:
            own_messages: the conversation of this person with the app.

        Raises:
            Later, Never, Unclear: Slack does not say.
        """
        if file.get("user") == user:
            return True
        shared = [channel for kind in ("channels", "groups", "ims") for channel in file.get(kind) or ()]
        if own_messages and own_messages in shared:
            return True
        return bool(await self.slack.channels_of(user, shared)) if shared else False


def _not_said(error: Exception, place: str, otherwise: str) -> str:
    """Return why Slack does not tell where somebody is: a permission is missing, or it can't say now."""
    if isinstance(error, Never) and str(error) == "missing_scope":
        return NO_SCOPE.format(place=place, scope=error.detail or "channels:read")
    return otherwise.format(place=place)
