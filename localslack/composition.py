"""What elements and blocks are composed of, beside options: texts, dialogs, pictures, filters.

Source: docs.slack.dev/reference/block-kit/composition-objects and its pages text-object, confirmation-dialog-object,
conversation-filter-object, slack-file-object, dispatch-action-configuration-object, trigger-object, workflow-object.
"""

from localslack.shapes.between import at_least_one, exactly_one
from localslack.shapes.kind import Check, Kind
from localslack.shapes.numbers import boolean
from localslack.shapes.objects import items, one_of, record
from localslack.shapes.texts import choice, string

URL = string(3000)
STYLE = choice("primary", "danger")


def plain(most: int = 3000) -> Check:
    """Return a check of a text object that can only be plain text."""
    return one_of({"plain_text": Kind(needs={"text": string(most)}, may={"emoji": boolean})})


def text(most: int = 3000) -> Check:
    """Return a check of a text object of either kind, plain text or mrkdwn."""
    return one_of(
        {
            "plain_text": Kind(needs={"text": string(most)}, may={"emoji": boolean}),
            "mrkdwn": Kind(needs={"text": string(most)}, may={"verbatim": boolean}),
        }
    )


CONFIRM = record(
    Kind(needs={"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)}, may={"style": STYLE})
)
SLACK_FILE = record(Kind(may={"id": string(), "url": URL}, rules=(exactly_one("id", "url"),)))
FILTER = record(
    Kind(
        may={
            "include": items(choice("im", "mpim", "private", "public")),
            "exclude_external_shared_channels": boolean,
            "exclude_bot_users": boolean,
        },
        rules=(at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),),
    )
)
DISPATCH = record(Kind(may={"trigger_actions_on": items(choice("on_enter_pressed", "on_character_entered"), 2)}))
_PARAMETER = record(Kind(needs={"name": string(), "value": string()}))
_TRIGGER = record(Kind(needs={"url": URL}, may={"customizable_input_parameters": items(_PARAMETER)}))
WORKFLOW = record(Kind(needs={"trigger": _TRIGGER}))
FEEDBACK = record(Kind(needs={"text": plain(75), "value": string(2000)}, may={"accessibility_label": string(75)}))
IMAGE = Kind(
    needs={"alt_text": string(2000)},
    may={"image_url": URL, "slack_file": SLACK_FILE},
    rules=(exactly_one("image_url", "slack_file"),),
)
