"""What the app listens to: every surface, in the order in which Bolt asks them."""

from slack_bolt.async_app import AsyncApp

from bot.alarm import Alarm
from bot.desk import Desk
from bot.outbound.sessions import Sessions
from bot.outbound.slack_files import SlackFiles
from bot.surfaces.answer import Answering
from bot.surfaces.answer_form import AnswerForm
from bot.surfaces.ask import Asking
from bot.surfaces.assign import Assigning
from bot.surfaces.bulk import Bulk
from bot.surfaces.catch_all import CatchAll
from bot.surfaces.chain import Chains
from bot.surfaces.collect import Collecting
from bot.surfaces.control import Controls
from bot.surfaces.decide import Deciding
from bot.surfaces.deliver import Delivering
from bot.surfaces.editing import Editing
from bot.surfaces.figures import Figured
from bot.surfaces.form import Forms
from bot.surfaces.give import Giving
from bot.surfaces.group import Grouped
from bot.surfaces.habits import Habits
from bot.surfaces.hand_over import HandingOver
from bot.surfaces.installation import Installed
from bot.surfaces.kept import Kept
from bot.surfaces.late_edits import LateEdits
from bot.surfaces.material import Material
from bot.surfaces.menu import Menu
from bot.surfaces.one_tap import OneTap
from bot.surfaces.owed import Owing
from bot.surfaces.parts import Parts
from bot.surfaces.people import People
from bot.surfaces.playbooks import Playbooks
from bot.surfaces.portfolio import Portfolio
from bot.surfaces.press import Pressing
from bot.surfaces.put_off import PuttingOff
from bot.surfaces.react import Reacting
from bot.surfaces.reply import Replying
from bot.surfaces.review import Reviewing
from bot.surfaces.revise import Revising
from bot.surfaces.series import SeriesButtons
from bot.surfaces.session import Sessioned
from bot.surfaces.several import Several
from bot.surfaces.sitting import Sittings
from bot.surfaces.still_right import StillRight
from bot.surfaces.stream_settings import StreamSettings
from bot.surfaces.streams import Streams
from bot.surfaces.submit import Submitting
from bot.surfaces.talk import Talking
from bot.surfaces.thread import Threads
from bot.surfaces.thumbs import Thumbs
from bot.surfaces.understood import Understood
from bot.surfaces.yes_or_no import YesOrNo
from bot.views import ids
from bot.views.menu import Way


def listen(
    app: AsyncApp, desk: Desk, *, files: SlackFiles, sessions: Sessions, alarm: Alarm, material: Material
) -> People:
    """Register every surface, the one for all unknown things last; return the one for messages and people."""
    reviewing = Reviewing(desk, files)
    sittings = Sittings(desk, reviewing)
    assigning, deciding, collecting = Assigning(desk), Deciding(desk, sittings), Collecting(desk, alarm)
    putting_off, giving = PuttingOff(desk, deciding), Giving(desk, deciding)
    answering = Answering(desk, deciding, Pressing(desk), putting_off)
    controls, unsaid = Controls(desk), Kept(desk)
    understood = Understood(desk, assigning, material)
    yes_or_no = YesOrNo(desk, answering, understood)
    several, threads = Several(desk, answering), Threads(desk)
    replying = Replying(
        desk=desk, answering=answering, several=several, controls=controls, yes_or_no=yes_or_no, threads=threads
    )
    forms, talking = (
        Forms(desk=desk, assigning=assigning, material=material, kept=unsaid),
        Talking(desk=desk, assigning=assigning, replying=replying, controls=controls, material=material),
    )
    submitting = Submitting(desk, material)
    streams, playbooks, figured = Streams(desk), Playbooks(desk, assigning), Figured(desk, files)
    portfolio = Portfolio(
        desk=desk, collecting=collecting, streams=streams, playbooks=playbooks, figured=figured, sittings=sittings
    )
    asking, answer_form = Asking(desk, deciding, assigning), AnswerForm(desk, material, deciding)
    late = LateEdits(desk)
    editing = Editing(desk=desk, deciding=deciding, late=late, files=files, material=material)
    heard = People(
        desk,
        {
            "mention": talking.mention,
            "direct": talking.direct,
            "reply": talking.reply,
            "reaction": Reacting(
                desk=desk, answering=answering, several=several, yes_or_no=yes_or_no, threads=threads
            ).react,
            ids.ASSIGN_VIEW: forms.finish,
            ids.HANDOFF_VIEW: forms.finish,
            ids.EDIT_VIEW: forms.finish,
            ids.ANSWER_VIEW: answer_form.finish,
            ids.SUBMIT_VIEW: submitting.finish,
        },
    )
    for surface in (
        assigning,
        forms,
        unsaid,
        understood,
        deciding,
        Revising(desk, deciding),
        asking,
        answer_form,
        answering,
        Chains(desk, assigning, deciding),
        submitting,
        Owing(desk),
        HandingOver(desk, deciding, assigning),
        reviewing,
        sittings,
        OneTap(desk, deciding),
        Delivering(desk, deciding),
        Installed(desk),
        Sessioned(desk, sessions),
        collecting,
        SeriesButtons(desk),
        Grouped(desk),
        Bulk(desk),
        Thumbs(desk, deciding),
        StillRight(desk, deciding),
        streams,
        StreamSettings(desk),
        playbooks,
        figured,
        portfolio,
        Habits(desk, portfolio.publish),
        heard,
        editing,
        late,
        Parts(desk),
        putting_off,
        giving,
        Menu(
            desk,
            {
                Way.EDIT: editing.edit,
                Way.LATER: putting_off.later,
                Way.PICK: putting_off.pick,
                Way.GIVE: giving.open,
                Way.SKIP: sittings.skip,
            },
        ),
        CatchAll(desk),
    ):
        surface.register(app)
    return heard
