"""What happened, as the history keeps it: one word for each thing, and one table of how people are told of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Happening(StrEnum):
    """A thing that happened: to a task, or to what stands around tasks. The word is what rows of history hold."""

    # changes of a task's state: the events of its life
    START = "start"
    HAND_IN = "hand in"
    FAIL = "fail"
    APPROVE = "approve"
    REVISE = "revise"
    REJECT = "reject"
    REOPEN = "reopen"
    RETRY = "retry"
    CANCEL = "cancel"
    ASK = "ask"
    ANSWER = "answer"
    CLARIFY = "clarify"
    STOP = "stop"
    FREE = "free"
    HOLD = "hold"
    SUBMIT = "submit"
    DECLINE = "decline"
    REASSIGN = "reassign"
    FLOW = "flow"
    BY_HABIT = "by habit"
    # decisions, where they are not called like what they cause
    WITHOUT = "without"
    GIVE = "give"
    WAIT = "wait"
    HERE = "here"
    LEAVE = "leave"
    ALLOW = "allow"
    ALLOW_ALL = "allow all"
    REFUSE = "refuse"
    # what else happens to a task
    ANSWERED = "answered"
    ASSIGN = "assign"
    BEGIN = "begin"
    BRING_BACK = "bring back"
    BRING_WHEN_READY = "bring when ready"
    START_ANYWAY = "start anyway"
    BUSY = "busy"
    CRITIC_RIGHT = "critic right"
    CRITIC_WRONG = "critic wrong"
    DELIVER = "deliver"
    DELIVER_AGAIN = "deliver again"
    DELIVERED = "delivered"
    DUE = "due"
    EDIT = "edit"
    EDIT_DRAFT = "edit draft"
    EFFECT_WAITS = "effect waits"
    EXPLAINED = "explained"
    INHERIT = "inherit"
    LET_FLOW = "let flow"
    NOT_ME = "not me"
    INVITATION = "offer"
    ONLY_ME = "only me"
    PASS_ON = "pass on"  # a verb  # nosec B105
    PERMISSION = "permission"
    PROBLEM = "problem"
    PROPOSE = "propose"
    PUBLISH = "publish"
    PUT_OFF = "put off"
    QUESTION = "question"
    REASON = "reason"
    REVIEWER = "reviewer"
    STEER = "steer"
    STILL_RIGHT = "still right"
    SUGGEST = "suggest"
    TAKE_OVER = "take over"
    UNDELIVERED = "undelivered"
    UNDO = "undo"
    VOID = "void"
    WONDERED = "wondered"
    # what happens to series, streams, playbooks, people, messages, tools and the workspace
    AWAY = "away"
    BACK = "back"
    CANCEL_ROWS = "cancel rows"
    CANVAS = "canvas"
    CHANNEL_TIMES = "channel times"
    CLOSE_STREAM = "close stream"
    COLLECT = "collect"
    DELETE_PLAYBOOK = "delete playbook"
    FIRST_TODAY = "first today"
    FORGOTTEN = "forgotten"
    GO_ON = "go on"
    GO_ON_STREAM = "go on stream"
    HABIT = "habit"
    HISTORY_REMOVED = "history removed"
    HOLD_STREAM = "hold stream"
    LEFT_OUT = "left out"
    NEW_STREAM = "new stream"
    OPEN_STREAM = "open stream"
    PAUSE = "pause"
    POST_FAILED = "post failed"
    POST_REFUSED = "post refused"
    POST_UNKNOWN = "post unknown"
    POSTED = "posted"
    REFUSES = "refuses"
    RESUME = "resume"
    RUN_PLAYBOOK = "run playbook"
    SAVE_PLAYBOOK = "save playbook"
    SERIES = "series"
    SHARE_STREAM = "share stream"
    START_ROWS = "start rows"
    STOP_ALL = "stop all"
    STOP_REPEATING = "stop repeating"
    STREAM_SETTINGS = "stream settings"
    TAKES_TASKS = "takes tasks"
    TIMES = "times"
    TIMES_OFF = "times off"
    TOOL_ACCEPTED = "tool accepted"
    TOOL_CHANGED = "tool changed"
    TOOL_SEEN = "tool seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """How people are told of a happening.

    Attributes:
        past: words that follow who did it, in the history of a task; empty where another line tells it, or no task's.
        quotes: whether the words of who did it follow.
        names: whether who has it from then on follows.
        yours: what it was to who did it, of a task's title, in “Where you left off”; empty where it says nothing there.
        theirs: what it was to anybody else.
    """

    past: str = ""
    quotes: bool = False
    names: bool = False
    yours: str = ""
    theirs: str = ""


TELLINGS: Mapping[str, Telling] = {
    Happening.START: Telling(past="started"),
    Happening.HAND_IN: Telling(past="handed a draft in", theirs="{title} is ready"),
    Happening.FAIL: Telling(past="could not do it", quotes=True, theirs="{title} did not work"),
    Happening.APPROVE: Telling(past="approved", yours="approved {title}", theirs="{who} approved {title}"),
    Happening.REVISE: Telling(
        past="asked to revise it",
        quotes=True,
        yours="asked for changes to {title}",
        theirs="{who} asked for changes to {title}",
    ),
    Happening.REJECT: Telling(
        past="rejected it", quotes=True, yours="rejected {title}", theirs="{who} rejected {title}"
    ),
    Happening.REOPEN: Telling(past="reopened it", yours="reopened {title}", theirs="{who} reopened {title}"),
    Happening.RETRY: Telling(past="started it again", yours="asked for {title} again"),
    Happening.CANCEL: Telling(past="canceled it", yours="canceled {title}", theirs="{who} canceled {title}"),
    Happening.ASK: Telling(),
    Happening.ANSWER: Telling(past="answered", quotes=True, yours="answered a question on {title}"),
    Happening.CLARIFY: Telling(past="said what should come back"),
    Happening.STOP: Telling(past="stopped it", yours="stopped {title}"),
    Happening.FREE: Telling(past="let it start"),
    Happening.HOLD: Telling(past="held it back"),
    Happening.SUBMIT: Telling(past="submitted", yours="handed in {title}", theirs="{who} handed in {title}"),
    Happening.DECLINE: Telling(
        past="gave it back", quotes=True, yours="said that you can't do {title}", theirs="{who} can't do {title}"
    ),
    Happening.REASSIGN: Telling(past="gave it to", names=True, yours="gave {title} to somebody else"),
    Happening.FLOW: Telling(past="let it go on by itself", theirs="{title} went on by itself"),
    Happening.BY_HABIT: Telling(
        past="approved it by a rule of its reviewer's", theirs="{title} was approved by a rule"
    ),
    Happening.WITHOUT: Telling(past="had it start without what it comes after"),
    Happening.GIVE: Telling(),
    Happening.WAIT: Telling(past="left it as it is"),
    Happening.HERE: Telling(past="had it brought here"),
    Happening.LEAVE: Telling(past="left it undelivered"),
    Happening.ALLOW: Telling(past="allowed it once", yours="allowed a step of {title}"),
    Happening.ALLOW_ALL: Telling(past="allowed it for this task", yours="allowed all steps of {title}"),
    Happening.REFUSE: Telling(past="refused it", yours="refused a step of {title}"),
    Happening.ANSWERED: Telling(),
    Happening.ASSIGN: Telling(past="assigned it", yours="assigned {title}", theirs="{who} assigned {title}"),
    Happening.BEGIN: Telling(past="began"),
    Happening.BRING_BACK: Telling(past="brought it back"),
    Happening.BRING_WHEN_READY: Telling(past="asked to bring it when ready"),
    Happening.START_ANYWAY: Telling(past="started it before there was room", yours="started {title}"),
    Happening.BUSY: Telling(past="is busy for a while"),
    Happening.CRITIC_RIGHT: Telling(past="took back that the critic was wrong about a check of", quotes=True),
    Happening.CRITIC_WRONG: Telling(past="said that the critic was wrong about a check of", quotes=True),
    Happening.DELIVER: Telling(past="let it be delivered"),
    Happening.DELIVER_AGAIN: Telling(past="had it delivered again"),
    Happening.DELIVERED: Telling(past="delivered it"),
    Happening.DUE: Telling(past="set the due time"),
    Happening.EDIT: Telling(past="changed the brief", yours="changed the brief of {title}"),
    Happening.EDIT_DRAFT: Telling(past="edited the draft into"),
    Happening.EFFECT_WAITS: Telling(past="could not carry it out yet"),
    Happening.EXPLAINED: Telling(past="answered a question", quotes=True),
    Happening.INHERIT: Telling(past="has it now in place of who left"),
    Happening.LET_FLOW: Telling(past="lets it go on by itself while all its checks are met"),
    Happening.NOT_ME: Telling(past="does not decide it"),
    Happening.INVITATION: Telling(past="asked somebody else to decide:", names=True),
    Happening.ONLY_ME: Telling(past="showed it to nobody but its own people"),
    Happening.PASS_ON: Telling(past="gave it to the next step"),
    Happening.PERMISSION: Telling(past="asked for permission", theirs="{who} asks for permission for {title}"),
    Happening.PROBLEM: Telling(),
    Happening.PROPOSE: Telling(),  # only who wrote it sees it, until it is submitted
    Happening.PUBLISH: Telling(past="brought it to its repository"),
    Happening.PUT_OFF: Telling(past="put it off"),
    Happening.QUESTION: Telling(past="asked a question", quotes=True, theirs="{who} asks about {title}"),
    Happening.REASON: Telling(past="gave a reason", quotes=True),
    Happening.REVIEWER: Telling(past="let somebody else decide:", names=True),
    Happening.STEER: Telling(past="said something to it", quotes=True, yours="said something on {title}"),
    Happening.STILL_RIGHT: Telling(past="said that it is still right"),
    Happening.SUGGEST: Telling(past="suggested criteria"),
    Happening.TAKE_OVER: Telling(past="decides now in place of who left"),
    Happening.UNDELIVERED: Telling(past="could not deliver it", quotes=True),
    Happening.UNDO: Telling(past="undid it"),
    Happening.VOID: Telling(past="decided it, which has no effect", quotes=True),
    Happening.WONDERED: Telling(past="asked its agent", quotes=True),
    **dict.fromkeys(
        (
            Happening.AWAY,
            Happening.BACK,
            Happening.CANCEL_ROWS,
            Happening.CANVAS,
            Happening.CHANNEL_TIMES,
            Happening.CLOSE_STREAM,
            Happening.COLLECT,
            Happening.DELETE_PLAYBOOK,
            Happening.FIRST_TODAY,
            Happening.FORGOTTEN,
            Happening.GO_ON,
            Happening.GO_ON_STREAM,
            Happening.HABIT,
            Happening.HISTORY_REMOVED,
            Happening.HOLD_STREAM,
            Happening.LEFT_OUT,
            Happening.NEW_STREAM,
            Happening.OPEN_STREAM,
            Happening.PAUSE,
            Happening.POST_FAILED,
            Happening.POST_REFUSED,
            Happening.POST_UNKNOWN,
            Happening.POSTED,
            Happening.REFUSES,
            Happening.RESUME,
            Happening.RUN_PLAYBOOK,
            Happening.SAVE_PLAYBOOK,
            Happening.SERIES,
            Happening.SHARE_STREAM,
            Happening.START_ROWS,
            Happening.STOP_ALL,
            Happening.STOP_REPEATING,
            Happening.STREAM_SETTINGS,
            Happening.TAKES_TASKS,
            Happening.TIMES,
            Happening.TIMES_OFF,
            Happening.TOOL_ACCEPTED,
            Happening.TOOL_CHANGED,
            Happening.TOOL_SEEN,
        ),
        Telling(),
    ),
}


def telling_of(what: str) -> Telling:
    """Return how a row of history is told; a word that is not known, of another release, is shown as it is."""
    return TELLINGS.get(what) or Telling(past=what)
