"""Files in Slack: read as material, and shared in the three steps that Slack asks for.

Source: docs.slack.dev/messaging/working-with-files. The first two steps show nothing to anybody, so that they may be
repeated; the third one shows the file.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.outbound.outcomes import Later, Never, Unclear
from bot.outbound.slack import Gateway
from bot.views.kit import Block
from storage.rules.values.draft import File
from storage.rules.values.place import Place

READABLE = 20_000_000  # bytes of a file that is read as material
NOT_NOW = (408, 429)  # statuses by which Slack asks for patience
PAUSES = (1.0, 3.0)  # seconds between the times that a file is asked for


@dataclass(frozen=True, slots=True)
class SlackFiles:
    """The files of a workspace, through its client."""

    slack: Gateway

    async def upload(self, file: File) -> str:
        """Put a file's bytes into Slack, where nobody sees them yet; return its id.

        Raises:
            Later: also when the answer is lost, since whatever Slack did of it can be seen by nobody.
            Never
        """
        try:
            ticket = await self.slack.call("files.getUploadURLExternal", filename=file.name, length=len(file.data))
            async with self.slack.session.post(str(ticket["upload_url"]), data=file.data) as answer:
                answer.raise_for_status()
        except aiohttp.ClientResponseError as error:
            if error.status < 500 and error.status not in NOT_NOW:
                raise Never(f"upload_{error.status}") from None
            raise Later(5, f"upload: {error}") from None
        except (Unclear, aiohttp.ClientError, TimeoutError) as error:
            raise Later(5, f"upload: {error}") from None
        return str(ticket["file_id"])

    async def share(self, place: Place, titles: Mapping[str, str], blocks: Sequence[Block] = ()) -> None:
        """Show uploaded files in a conversation, as one message.

        Args:
            titles: by the file's id.
            blocks: rich text that stands above them (docs.slack.dev/reference/methods/files.completeUploadExternal).

        Raises:
            Later, Never, Unclear
        """
        await self.slack.call(
            "files.completeUploadExternal",
            files=[{"id": file_id, "title": title} for file_id, title in titles.items()],
            channel_id=place.channel,
            thread_ts=place.ts or None,
            blocks=list(blocks) or None,
        )

    async def describe(self, file: dict[str, Any]) -> dict[str, Any]:
        """Return what Slack says of a file now, by its id alone.

        What a form or an event says of it may be false, and a shared channel's event may hold nothing else.

        Source: docs.slack.dev/apis/slack-connect.

        Raises:
            Later, Never, Unclear
        """
        described = (await self.slack.call("files.info", file=str(file.get("id") or ""))).get("file")
        if not isinstance(described, dict):
            raise Never("no_file")
        return described

    async def read(self, file: dict[str, Any]) -> bytes | None:
        """Return the bytes of a file that `describe` described; None for what is empty, too large, or elsewhere.

        Raises:
            Later: Slack does not give it now, also when asked several times.
        """
        address = _address(file)
        if urlsplit(address).netloc not in self.slack.hosts:
            return None
        for pause in PAUSES:
            try:
                return await self._got(address)
            except Later:
                await asyncio.sleep(pause)
        return await self._got(address)

    async def _got(self, address: str) -> bytes | None:
        """Return the bytes at an address of Slack's; None where there are none, or too many.

        Raises:
            Later
        """
        headers = {"Authorization": f"Bearer {self.slack.client.token}"}
        try:
            async with self.slack.session.get(address, headers=headers, allow_redirects=False) as answer:
                if answer.status in NOT_NOW or answer.status >= 500:
                    raise Later(5, f"file: {answer.status}")
                data = await _bytes(answer) if answer.status == 200 else b""
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Later(5, f"file: {error}") from None
        return data if 0 < len(data) <= READABLE else None


async def _bytes(answer: aiohttp.ClientResponse) -> bytes:
    """Return the whole of an answer; one byte too much of one that is too large."""
    data = bytearray()
    async for part in answer.content.iter_chunked(1 << 16):
        data += part
        if len(data) > READABLE:
            break
    return bytes(data)


def _address(file: dict[str, Any]) -> str:
    return str(file.get("url_private_download") or file.get("url_private") or "")
