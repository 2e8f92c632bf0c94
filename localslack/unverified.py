"""What no public source shows of Slack: what Local Slack does there, and how an app stands either answer.

It is what to try first in a real workspace. What concerns one method alone stands in the row of that method.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Open:
    """One open question: what Local Slack does, and what an app does to be right whatever the answer is."""

    question: str
    here: str
    advice: str


OPEN = (
    Open(
        "Do the values of text fields in forms come with entities (`&amp;`)?",
        "as typed; `escaped_inputs = true` in the configuration sends them with entities",
        "a value with a bare `&`, `<` or `>` was not escaped; any other is read with its entities resolved",
    ),
    Open(
        "Do the texts of slash commands come with entities?",
        "with entities, where the manifest sets `should_escape`",
        "the same rule as for fields",
    ),
    Open(
        "Is the sum of a message's blocks counted before or after entities, and where is its limit?",
        "the compact JSON with entities, over 12,000: `msg_blocks_too_long`",
        "keep messages under that",
    ),
    Open("Is an empty `elements` of rich text refused?", "refused", "never send one"),
    Open(
        "May an app read the metadata of its own messages without `metadata.message:read`?",
        "it may; `hides_metadata = true` in the configuration takes it away",
        "name the first block of a message by the same key, and look for both",
    ),
    Open(
        "Does `conversations.replies` of a public channel without the app answer not_in_channel or channel_not_found?",
        "`not_in_channel`",
        "treat both alike: join, else say how to invite the app",
    ),
    Open("Does `ssl_check` come signed?", "`POST /_control/deliver` sends it either way", "answer both"),
    Open(
        "What does a person see when the answer to their form names errors at no field of it?",
        "“We had some trouble connecting”, in the window",
        "name errors at the ids of input blocks alone, else answer with another view",
    ),
    Open(
        "What does `files.completeUploadExternal` answer to blocks that are no rich text?",
        "`internal_error` to a markdown block, as measured; `invalid_blocks` to any other",
        "send rich text alone",
    ),
    Open(
        "Does Slack take the answer to a Socket Mode envelope over another connection, when its own has ended?",
        "it does; with `own_socket = true` in the configuration the person reads that the command failed",
        "send the words for a command by its `response_url` then, and an empty answer over the new connection",
    ),
    Open(
        "What does `agents.sessions.setStatus` answer to an app that is no agent?",
        "`feature_disabled`",
        "any refusal means that there are no sessions: ask once",
    ),
    Open(
        "What does a person see when the blocks of a command's answer are refused?",
        "a line of Slackbot's with the error",
        "check the size before answering",
    ),
    Open(
        "Has a file of one's own `shares` in `files.info`?",
        "it has",
        "look through the conversation for the file's id instead",
    ),
    Open(
        "Does `files.info` give an app a file of a public channel that it is not in?",
        "no: `file_not_found`, and its address gives nothing either",
        "join first where somebody asked for it, else say how to invite the app",
    ),
    Open(
        "Does an answer through a `response_url` that one person alone sees come into a thread that it names?",
        "no, it stands in the conversation; what all see comes into the thread",
        "answer one person in a thread by `chat.postEphemeral` where the app is a member",
    ),
    Open(
        "Of which views is an app told when `✕` closes a stack?",
        "of each that asks for it, the topmost first, with `is_cleared`",
        "end what a view stands for by whichever of them comes",
    ),
    Open(
        "Which blocks does a `container` take: the documentation's list and what others saw differ?",
        "what both have: actions, context, divider, header, image, section, table, video; none on Home",
        "ask `blocks.validate` with a sample, and have an older block ready",
    ),
    Open(
        "Which keys has an item of a `layout`, and which blocks does it take?",
        "`blocks` and `width`, and the blocks of a `container`",
        "ask `blocks.validate` with a sample, and have an older block ready",
    ),
    Open(
        "Takes a data table 101 or 201 rows, a chart 6 or 12 series? The pages differ in age.",
        "the smaller number",
        "keep to the smaller number",
    ),
    Open(
        "Does `auth.test` name a workspace where the app is installed for the whole organisation?",
        "it names the workspace",
        "recognise payloads by the organisation's id, too",
    ),
)
