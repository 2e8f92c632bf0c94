"""The words of the scene: what people say and assign before alice's collection."""

from bot.demonstration import sample_colleague as colleague
from bot.demonstration.sample_agent import script as scripts
from bot.samples import text

ALICE, BOB, CARA = "U01ALICE", "U02BOB", "U03CARA"
GENERAL = "C01GEN"
TALK = (
    (BOB, "The reseller in Lyon asks whether the beta price holds for them, too. What do I tell them?"),
    (CARA, "Not decided yet. It is on the list for 26 November."),
    (BOB, "Good, then I tell them that we answer by 27 November."),
)
FIRST = f"/assign sample: {scripts.MEMO}; must: names the price; must: at most 250 words; for Beta launch"
OTHERS = (
    f"/assign sample: {scripts.INVITATION}; must: mentions the recording; for Beta launch",
    f"/assign sample: {scripts.ROOM}; for Beta launch",
    f"/assign sample: {scripts.ANNOUNCEMENT}; 2 versions; must: at most 60 words; must: names 39 €; for Beta launch",
    f"/assign sample: {scripts.PLAN}; must: names the riskiest day; must: at least 6 sections; for Beta launch",
    f"/assign sample: {scripts.INVOICES}; must: mentions Acme; for Billing",
    f"/assign writer: Summary of the sales table; must: names October; for Billing\n{text('quarter-sales.csv')}\n"
    f"; then <@{BOB}|bob>: {colleague.CHECK}; then writer: One paragraph on October",
)
FOR_BOB = f"/assign <@{BOB}|bob>: {colleague.RESELLER}; for Beta launch"
HELD = (
    "/assign writer: Answer to Acme on the double charge; must: mentions the refund; must: at most 200 words; "
    "for Billing\n" + text("double-charge.md")
)
