"""The script of the sample agent: its tasks, what it asks, and what it says where it can't go on."""

from storage.rules.values.ask import Ask, Kind

MADE_BY = "a scripted sample"

MEMO = "Decision memo from the pricing meeting"
ANNOUNCEMENT = "Announcement of the new price"
INVITATION = "Invitation to the launch webinar"
ROOM = "A room for the launch rehearsal"
INVOICES = "List of the invoices that are still open"
PLAN = "Launch plan for 15 December"

DAYS = ("9 December", "11 December", "16 December")
ASK_DAY = Ask(
    key="day",
    kind=Kind.QUESTION,
    text="Which day should the invitation name? The notes say only “mid-December”. (A scripted sample asks.)",
    choices=DAYS,
)
ASK_ROOM = Ask(
    key="room",
    kind=Kind.PERMISSION,
    text="Room Lyon is free and has a screen. May I book it? (A scripted sample asks: no calendar is touched.)",
    tool="calendar.book",
    args="room: Lyon\nday: 11 December\ntime: 15:00 to 16:00\npeople: Alice, Bob, Cara",
)
NO_EXPORT = "The billing export answered with an error (503, busy). A scripted sample: with Retry it works."
NOT_MINE = "The sample agent knows only the demonstration's own tasks. Assign this to writer."
ONE_SCRIPT = "not done: a scripted sample knows only its script; writer works on real notes"
