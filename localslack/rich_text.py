"""The `rich_text` block in full.

Sources: docs.slack.dev/reference/block-kit/blocks/rich-text-block and docs.slack.dev/reference/block-kit/
block-elements/rich-text-section-element, -list-element, -preformatted-element, -quote-element; @slack/types.
The kinds that only Slack's own composer writes (canvas, citation, file, tag, work_object_mention and such) are
refused: their keys are not documented.
"""

from localslack.shapes import Check, Kind, boolean, choice, integer, items, one_of, record, string


def _style(*names: str) -> Check:
    return record(Kind(may=dict.fromkeys(names, boolean)))


_WORDS = {"style": _style("bold", "italic", "strike", "code", "underline")}
_MENTION = {"style": _style("bold", "italic", "strike", "highlight", "client_highlight", "unlink")}
_BORDER = {"border": integer(0, 1)}

INLINE = {
    # A text that is not there must be left out, an empty one refuses the message ("must be more than 0 characters").
    "text": Kind({"text": string()}, _WORDS),
    "link": Kind({"url": string(3000)}, {"text": string(), "unsafe": boolean, **_WORDS}),
    "emoji": Kind({"name": string()}, {"unicode": string(), "url": string(), "skin_tone": integer(1, 6), **_WORDS}),
    "user": Kind({"user_id": string()}, _MENTION),
    "usergroup": Kind({"usergroup_id": string()}, _MENTION),
    "channel": Kind({"channel_id": string()}, _MENTION),
    "team": Kind({"team_id": string()}, _WORDS),
    "broadcast": Kind({"range": choice("here", "channel", "everyone")}, _WORDS),
    "color": Kind({"value": string()}, _WORDS),
    "date": Kind({"timestamp": integer(0), "format": string()}, {"url": string(3000), "fallback": string(), **_WORDS}),
}
# Whether an empty list of elements is refused is told both ways, nobody here has seen it: unverified, so refused.
_INLINE = items(one_of(INLINE))
_SECTION = {"rich_text_section": Kind({"elements": _INLINE})}
_PLAIN_INLINE = items(one_of({name: INLINE[name] for name in ("text", "link")}))

PARTS = {
    **_SECTION,
    "rich_text_list": Kind(
        {"style": choice("bullet", "ordered"), "elements": items(one_of(_SECTION))},
        {"indent": integer(0, 8), "offset": integer(0), **_BORDER},
    ),
    "rich_text_preformatted": Kind({"elements": _PLAIN_INLINE}, _BORDER),
    "rich_text_quote": Kind({"elements": _INLINE}, _BORDER),
}

RICH_TEXT = Kind({"elements": items(one_of(PARTS))}, {"block_id": string(255)})
RICH_TEXT_BLOCK = one_of({"rich_text": RICH_TEXT})
