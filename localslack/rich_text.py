"""The `rich_text` block in full.

Sources: docs.slack.dev/reference/block-kit/blocks/rich-text-block and docs.slack.dev/reference/block-kit/
block-elements/rich-text-section-element, -list-element, -preformatted-element, -quote-element; @slack/types.
The kinds that only Slack's own composer writes (canvas, citation, file, tag, work_object_mention and such) are
refused: their keys are not documented.
"""

from localslack.shapes.kind import Check, Kind
from localslack.shapes.numbers import boolean, integer
from localslack.shapes.objects import items, one_of, record
from localslack.shapes.texts import choice, string


def _style(*names: str) -> Check:
    return record(Kind(may=dict.fromkeys(names, boolean)))


_WORDS = {"style": _style("bold", "italic", "strike", "code", "underline")}
_MENTION = {"style": _style("bold", "italic", "strike", "highlight", "client_highlight", "unlink")}
_BORDER = {"border": integer(0, 1)}

INLINE = {
    # A text that is not there must be left out, an empty one refuses the message ("must be more than 0 characters").
    "text": Kind(needs={"text": string()}, may=_WORDS),
    "link": Kind(needs={"url": string(3000)}, may={"text": string(), "unsafe": boolean, **_WORDS}),
    "emoji": Kind(
        needs={"name": string()}, may={"unicode": string(), "url": string(), "skin_tone": integer(1, 6), **_WORDS}
    ),
    "user": Kind(needs={"user_id": string()}, may=_MENTION),
    "usergroup": Kind(needs={"usergroup_id": string()}, may=_MENTION),
    "channel": Kind(needs={"channel_id": string()}, may=_MENTION),
    "team": Kind(needs={"team_id": string()}, may=_WORDS),
    "broadcast": Kind(needs={"range": choice("here", "channel", "everyone")}, may=_WORDS),
    "color": Kind(needs={"value": string()}, may=_WORDS),
    "date": Kind(
        needs={"timestamp": integer(0), "format": string()}, may={"url": string(3000), "fallback": string(), **_WORDS}
    ),
}
# Whether an empty list of elements is refused is told both ways, nobody here has seen it: unverified, so refused.
_INLINE = items(one_of(INLINE))
_SECTION = {"rich_text_section": Kind(needs={"elements": _INLINE})}
_PLAIN_INLINE = items(one_of({name: INLINE[name] for name in ("text", "link")}))

PARTS = {
    **_SECTION,
    "rich_text_list": Kind(
        needs={"style": choice("bullet", "ordered"), "elements": items(one_of(_SECTION))},
        may={"indent": integer(0, 8), "offset": integer(0), **_BORDER},
    ),
    "rich_text_preformatted": Kind(needs={"elements": _PLAIN_INLINE}, may=_BORDER),
    "rich_text_quote": Kind(needs={"elements": _INLINE}, may=_BORDER),
}

RICH_TEXT = Kind(needs={"elements": items(one_of(PARTS))}, may={"block_id": string(255)})
RICH_TEXT_BLOCK = one_of({"rich_text": RICH_TEXT})
