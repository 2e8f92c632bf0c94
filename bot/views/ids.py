"""Action ids, callback ids and button values: a public format, since old messages keep them."""

import re
from dataclasses import dataclass
from types import MappingProxyType

from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item
from storage.rules.verdicts import RULES

APPROVE, REVISE, REJECT = "approve", "revise", "reject"
RETRY, RETRY_ALL, GIVE_UP, NEW_FILE = "retry", "retry_all", "give_up", "new_file"
OPEN, UNDO, REOPEN, REASON = "open", "undo", "reopen", "add_reason"
EDIT, BRING, CANCEL, TAKE_DUE, JUST_TEXT = "edit", "bring", "cancel", "take_due", "just_text"
ONLY_ME, SERIES_ONLY_ME = "only_me", "series_only_me"
TAKE_OTHER_DUE, AS_FORM = "take_other_due", "as_form"
KEEP_GOING, ASSIGN_FORM, TIMES_FORM, SHOW_TASK, TRY_SAMPLE = (
    "keep_going",
    "assign_form",
    "times_form",
    "show_task",
    "try_sample",
)
ANSWER, ANSWER_OTHER, ALLOW, ALLOW_ALL, REFUSE = "answer", "answer_other", "allow", "allow_all", "refuse"
STOP, WONDER, TAKE_SUGGESTED = "stop", "wonder", "take_suggested"
REVISE_WORDS, ANSWER_WORDS, REMARK = "revise_words", "answer_words", "remark"
CONFIRM_MESSAGE, NO_TASK, ANSWER_AGAIN = "confirm_message", "no_task", "answer_again"
COLLECT_NOW, QUICKEST, START_ANYWAY = "collect_now", "quickest", "start_anyway"
WITHOUT, REOPEN_BEFORE, LET_FLOW, CANCEL_ALL = "without", "reopen_before", "let_flow", "cancel_all"
SUBMIT, OWED_ASK, DECLINE, BUSY, HAND_TO = "submit", "owed_ask", "decline", "busy", "hand_to"
SUBMIT_ANYWAY, SUBMIT_CHANGE = "submit_anyway", "submit_change"
GIVE_NAMED, GIVE_TO, WAIT_FOR, GIVE_TASK = "give_named", "give_to", "wait_for", "give_task"
MENU = "menu"
EDIT_DRAFT, EDIT_VERSION, EDIT_KEPT, SHOW_BOTH = "edit_draft", "edit_version", "edit_kept", "show_both"
SHOW_PART, EDIT_DRAFT_VIEW = "show_part", "edit_draft_view"
REVIEW, SKIP, BACK, REVISE_POINT = "review", "skip", "review_back", "revise_point"
BRING_BACK, LATER_VIEW = "bring_back", "later_view"
TAKE_IT, NOT_ME, GIVE_ITEM_VIEW = "take_it", "not_me", "give_item_view"
DELIVER_AGAIN, DELIVER_HERE, MORE = "deliver_again", "deliver_here", "more"
BRING_HERE, LEAVE = "bring_here", "leave_it"
_OTHERS = {  # verdicts whose buttons are not called like them, in old messages
    Verdict.CANCEL: GIVE_UP,
    Verdict.HERE: BRING_HERE,
    Verdict.LEAVE: LEAVE,
    Verdict.ALLOW_ALL: ALLOW_ALL,
}
ONE_PRESS = MappingProxyType(  # the buttons that decide by themselves: nothing else is asked
    {_OTHERS.get(verdict, str(verdict)): verdict for verdict, rule in RULES.items() if not rule.asks}
)

_OF_RECEIPT = frozenset(
    {EDIT, BRING, CANCEL, ONLY_ME, START_ANYWAY, GIVE_TASK, TAKE_DUE, TAKE_OTHER_DUE, JUST_TEXT, WONDER, TAKE_SUGGESTED}
    | {LET_FLOW, CANCEL_ALL}
)

REVISE_VIEW, REASON_VIEW, ASSIGN_VIEW, TIMES_VIEW, HANDOFF_VIEW, EDIT_VIEW, TASK_VIEW = (
    "revise_view",
    "reason_view",
    "assign_view",
    "times_view",
    "handoff_view",
    "edit_view",
    "task_view",
)
ANSWER_VIEW, REVIEW_VIEW = "answer_view", "review_view"
SUBMIT_VIEW, OWED_ASK_VIEW, DECLINE_VIEW = "submit_view", "owed_ask_view", "decline_view"
BUSY_VIEW, HAND_TO_VIEW, GIVE_VIEW = "busy_view", "hand_to_view", "give_view"
PAUSE, RESUME, RUN_NOW, STOP_REPEATING, EDIT_SERIES = "pause", "resume", "run_now", "stop_repeating", "edit_series"
START_ALL, START_SOME, CANCEL_ROWS, SHOW_SERIES = "start_all", "start_some", "cancel_rows", "show_series"
APPROVE_ROWS, REVISE_ROWS, UNDO_ROWS, LIST_ROWS = "approve_rows", "revise_rows", "undo_rows", "list_rows"
LIST_DOUBTFUL = "list_doubtful"
SERIES_VIEW, APPROVE_ROWS_VIEW, REVISE_ROWS_VIEW = "series_view", "approve_rows_view", "revise_rows_view"
STREAM_PAGE, STREAM_ALL, STREAM_NEW, STREAM_ASSIGN = "stream_page", "stream_all", "stream_new", "stream_assign"
STREAM_SETTINGS, STREAM_HOLD, STREAM_GO_ON = "stream_settings", "stream_hold", "stream_go_on"
STREAM_CLOSE, STREAM_OPEN, STREAM_VIEW = "stream_close", "stream_open", "stream_view"
FIRST_TODAY, FIRST_OFF = "first_today", "first_off"
STREAM_FORM_VIEW = "stream_form_view"
PLAYBOOK_RUN, PLAYBOOK_FILL, PLAYBOOK_EDIT = "playbook_run", "playbook_fill", "playbook_edit"
PLAYBOOK_VIEW, PLAYBOOK_RUN_VIEW = "playbook_view", "playbook_run_view"
APPROVE_MANY, UNDO_MANY, APPROVE_MANY_VIEW = "approve_many", "undo_many", "approve_many_view"
HABIT_AGREE, HABIT_REFUSE, HABIT_END = "habit_agree", "habit_refuse", "habit_end"
HABIT_LOOK, HABIT_REOPEN = "habit_look", "habit_reopen"
STILL_RIGHT = "still_right"
CRITIC_WRONG = "critic_wrong"
HAND_OFF = "hand_off"
FIGURES, FIGURES_VIEW = "figures", "figures_view"

_KEY = re.compile(r"[A-Za-z0-9_-]{12}")
_VALUE = re.compile(r"([A-Za-z0-9_-]{12})\.([0-9]{1,6})")
_SITTING = re.compile(r"[A-Za-z0-9_.-]*\|review\.([0-9]{1,12})")
_WONDERED = re.compile(r"([A-Za-z0-9_-]{12})\.([a-z]{1,20}[0-9]?)\.([0-9])")


def numbered(action: str) -> re.Pattern[str]:
    """Return what matches an action of several buttons in one row, each with its number."""
    return re.compile(rf"^{action}\.[0-9]{{1,3}}$")


def origin(channel: str, response_url: str = "") -> str:
    """Return the place where a form was asked for, as text for the form's private metadata."""
    return f"{channel} {response_url}".strip()


def read_origin(metadata: str) -> tuple[str, str]:
    """Return the channel where a form was asked for, and its response_url; each may be empty."""
    channel, _, response_url = metadata.partition(" ")
    return channel, response_url


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a card's button: an item's random key and the version that the person sees."""

    key: str
    version: int

    def __str__(self) -> str:
        return f"{self.key}.{self.version}"


def of(item: Item) -> str:
    """Return the value of a card's button: the item's key and the version that the person sees."""
    return str(Value(item.key, item.draft_version))


def parse(value: object) -> Value | None:
    """Return a button's value; None for anything that we never wrote."""
    match = _VALUE.fullmatch(value) if isinstance(value, str) else None
    return Value(match[1], int(match[2])) if match else None


def in_sitting(value: str, sitting: int) -> str:
    """Return the private metadata of a sitting's window, which shows an item."""
    return f"{value}|review.{sitting}"


def sitting(metadata: str) -> int | None:
    """Return which sitting a window shows; None for any other window."""
    match = _SITTING.fullmatch(metadata)
    return int(match[1]) if match else None


def of_check(value: object) -> tuple[Value | None, int]:
    """Return the item and the version of a check's button, and which check; (None, 0) for anything that we never
    wrote."""
    named, _, number = value.rpartition(".") if isinstance(value, str) else ("", "", "")
    return (parse(named), int(number)) if re.fullmatch("[0-9]{1,3}", number) else (None, 0)


def key(value: object) -> str | None:
    """Return a task's key; None for anything that we never wrote."""
    return value if isinstance(value, str) and _KEY.fullmatch(value) else None


def of_receipt(action: str, value: object) -> str | None:
    """Return the key of the task that a button of a receipt is about; None for the button of anything else."""
    named = value.partition(".")[0] if isinstance(value, str) else ""
    return key(named) if action.partition(".")[0] in _OF_RECEIPT else None


def wondered(value: object) -> tuple[str, str, int] | None:
    """Return a task's key, what a receipt asked about, and which answer; None for anything that we never wrote."""
    match = _WONDERED.fullmatch(value) if isinstance(value, str) else None
    return (match[1], match[2], int(match[3])) if match else None
