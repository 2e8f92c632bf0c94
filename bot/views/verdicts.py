"""What people read of each verdict: its mark, its words on a card, at its foot, and in the sum of a sitting."""

from collections.abc import Mapping

from storage.rules.values.decision import Verdict

SENTENCES: Mapping[Verdict, str] = {  # to follow who decided; the version stands for {}
    Verdict.APPROVE: "approved {}",
    Verdict.REVISE: "asked to revise {}",
    Verdict.REJECT: "rejected {}",
    Verdict.RETRY: "started {} again",
    Verdict.CANCEL: "canceled the task",
    Verdict.WITHOUT: "had the task start without it",
    Verdict.GIVE: "gave it to somebody else",
    Verdict.WAIT: "left it as it is",
    Verdict.HERE: "had it brought here instead",
    Verdict.LEAVE: "left it undelivered",
}
SHORT: Mapping[Verdict, str] = {  # where the buttons stood
    Verdict.APPROVE: "Approved",
    Verdict.REVISE: "Asked to revise",
    Verdict.REJECT: "Rejected",
    Verdict.RETRY: "Started again",
    Verdict.CANCEL: "Canceled",
    Verdict.WITHOUT: "Started without it",
    Verdict.GIVE: "Given away",
    Verdict.WAIT: "Left as it is",
    Verdict.HERE: "Brought here",
    Verdict.LEAVE: "Left undelivered",
    Verdict.ANSWER: "Answered",
    Verdict.ALLOW: "Allowed once",
    Verdict.ALLOW_ALL: "Allowed",
    Verdict.REFUSE: "Refused",
}
MARKS: Mapping[Verdict, str] = {
    Verdict.APPROVE: "✓",
    Verdict.REVISE: "↺",
    Verdict.REJECT: "✗",
    Verdict.RETRY: "↺",
    Verdict.CANCEL: "✗",
    Verdict.WITHOUT: "✓",
    Verdict.GIVE: "→",
    Verdict.WAIT: "…",
    Verdict.HERE: "→",
    Verdict.LEAVE: "…",
    Verdict.ANSWER: "✓",
    Verdict.ALLOW: "✓",
    Verdict.ALLOW_ALL: "✓",
    Verdict.REFUSE: "✗",
}
DONE: Mapping[Verdict, str] = {  # to follow a number
    Verdict.APPROVE: "approved",
    Verdict.REVISE: "revised",
    Verdict.REJECT: "rejected",
    Verdict.RETRY: "started again",
    Verdict.CANCEL: "canceled",
    Verdict.WITHOUT: "started without what was to come before",
    Verdict.GIVE: "given to somebody else",
    Verdict.WAIT: "left as it is",
    Verdict.ANSWER: "answered",
    Verdict.ALLOW: "allowed",
    Verdict.ALLOW_ALL: "allowed for the task",
    Verdict.REFUSE: "refused",
    Verdict.HERE: "brought here instead",
    Verdict.LEAVE: "left undelivered",
}
