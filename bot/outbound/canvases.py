"""Canvases: what Slack makes of a draft where the workspace has them; nowhere else are they needed.

A new canvas is seen by nobody. It is opened to its readers before the message that leads there is posted, and what is
made once is kept: a second try of the message leads to the same one.

Source: docs.slack.dev/reference/methods/canvases.create and canvases.access.set.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import structlog

from bot.outbound.joining import BRINGS, join
from bot.outbound.outcomes import Later, Never, Unclear
from bot.outbound.slack import Gateway
from bot.views.kit import Message, Parcel, Sheet
from bot.views.trouble.refusals import OUTSIDE
from storage.ledger.core.ledger import Ledger
from storage.ledger.messages import canvases
from storage.ledger.messages.posting import reader_of
from storage.rules.delivery import is_person
from storage.rules.pages.messages import Post
from storage.rules.values.place import Place

log = structlog.get_logger()

SCOPE = "canvases:write"
LOST = 5.0  # seconds until another try after a lost answer
NOT_HERE = frozenset(  # errors that no second try mends
    {
        "canvas_disabled_user_team",
        "free_team_canvas_tab_already_exists",
        "free_teams_cannot_create_non_tabbed_canvases",
        "missing_scope",
        "not_allowed_token_type",
        "restricted_action",
        "unknown_method",
    }
)


def lacks(scopes: Collection[str]) -> str:
    """Return the error that an installation with these scopes gets for a canvas; '' while that is not known."""
    return "missing_scope" if scopes and SCOPE not in scopes else ""


@dataclass(slots=True)
class Canvases:
    """The canvases of a workspace.

    Attributes:
        lacks: the error by which Slack makes none here; '' while it may.
    """

    ledger: Ledger
    slack: Gateway
    lacks: str = ""

    async def filled(self, post: Post, place: Place, sheet: Sheet) -> Message | Parcel:
        """Return the post that leads to the canvas of a draft, which its readers can open; where Slack makes none, the
        post that brings the draft as a file.

        Raises:
            Later
            Never: it may make one another time.
        """
        try:
            canvas = await self.ledger.see(canvases.find, post.team, post.id) or await self._make(post, sheet)
            await self._open(canvas, post, place)
            return sheet.linked(await self._address(canvas))
        except Never as refused:
            if str(refused) not in NOT_HERE | OUTSIDE:
                raise
            log.info("canvas.not_here", post=post.id, why=str(refused))
            if str(refused) in NOT_HERE:
                self.lacks = str(refused)
            await self.ledger.do(canvases.forget, post.team, post.id)
            return sheet.instead(str(refused))

    async def _make(self, post: Post, sheet: Sheet) -> str:
        """Make a canvas that nobody but the app can open, and keep its id; after a lost answer one more is made."""
        content = {"type": "markdown", "markdown": sheet.markdown}
        answer = await self._call("canvases.create", title=sheet.title, document_content=content)
        canvas = str(answer["canvas_id"])
        await self.ledger.do(canvases.keep, post.team, post.id, canvas)
        return canvas

    async def _open(self, canvas: str, post: Post, place: Place) -> None:
        """Let its readers open and change a canvas: a person, or who is in a channel, which is joined where needed."""
        reader = reader_of(post) or (post.owner if place.channel.startswith("D") else "")
        if reader or is_person(place.channel):
            await self._let(canvas, user_ids=[reader or place.channel])
            return
        try:
            await self._let(canvas, channel_ids=[place.channel])
        except Never as refused:
            if str(refused) not in OUTSIDE or not place.channel.startswith("C"):
                raise
            await join(self.slack, self.ledger, team=post.team, place=place, user=post.owner, purpose=BRINGS)
            await self._let(canvas, channel_ids=[place.channel])

    async def _let(self, canvas: str, **readers: list[str]) -> None:
        """Open a canvas to its readers; doing it twice does no harm."""
        await self._call("canvases.access.set", canvas_id=canvas, access_level="write", **readers)

    async def _address(self, canvas: str) -> str:
        described = (await self._call("files.info", file=canvas)).get("file")
        if not isinstance(described, dict) or not described.get("permalink"):
            raise Later(LOST, "files.info: a canvas without an address")
        return str(described["permalink"])

    async def _call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Return Slack's answer; where that is lost, it is tried later, since nobody sees what Slack did of it."""
        try:
            return await self.slack.call(method, **arguments)
        except Unclear as lost:
            raise Later(LOST, str(lost)) from None
