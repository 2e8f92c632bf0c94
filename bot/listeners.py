"""What the app listens to: every surface, in the order in which their routes are looked at."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from slack_bolt.async_app import AsyncApp

from bot.alarm import Alarm
from bot.desk import Desk
from bot.outbound.sessions import Sessions
from bot.outbound.slack_files import SlackFiles
from bot.routes.route import Route, opens, press
from bot.routes.serving import Serving
from bot.surfaces import in_turn
from bot.surfaces.answer import Answering
from bot.surfaces.answer_form import AnswerForm
from bot.surfaces.approve_many import ApproveMany
from bot.surfaces.ask import Asking
from bot.surfaces.assign import Assigning
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
from bot.surfaces.habits import Habits
from bot.surfaces.hand_over import HandingOver
from bot.surfaces.installation import Installed
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
from bot.surfaces.redraw import Redrawer
from bot.surfaces.reply import Replying
from bot.surfaces.review import Reviewing
from bot.surfaces.revise import Revising
from bot.surfaces.row_group import RowGroup
from bot.surfaces.series import SeriesButtons
from bot.surfaces.session import Sessioned
from bot.surfaces.several import Several
from bot.surfaces.sitting import Sittings
from bot.surfaces.still_right import StillRight
from bot.surfaces.stream_settings import StreamSettings
from bot.surfaces.streams import Streams
from bot.surfaces.submit import Submitting
from bot.surfaces.suggestions import Suggestions
from bot.surfaces.talk import Talking
from bot.surfaces.thread import Threads
from bot.surfaces.thumbs import Thumbs
from bot.surfaces.together import Together
from bot.surfaces.understood import Understood
from bot.surfaces.unfinished import Unfinished
from bot.surfaces.yes_or_no import YesOrNo
from bot.views import ids
from bot.views.menu import Way


class Surface(Protocol):
    """What a person can do in Slack, as routes."""

    def routes(self) -> Iterable[Route]:
        """Return its commands, buttons and forms, each with its handler."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """The surfaces that others lead to, and what all of them are made of."""

    desk: Desk
    files: SlackFiles
    material: Material
    assigning: Assigning
    collecting: Collecting
    deciding: Deciding
    redrawer: Redrawer
    reviewing: Reviewing
    sittings: Sittings
    putting_off: PuttingOff
    answering: Answering
    answer_form: AnswerForm
    submitting: Submitting


def listen(
    app: AsyncApp, desk: Desk, *, files: SlackFiles, sessions: Sessions, alarm: Alarm, material: Material
) -> People:
    """Register every surface, the one for all unknown things last; return the one for messages and people."""
    reviewing, deciding, putting_off = Reviewing(desk, files), Deciding(desk), PuttingOff(desk)
    sittings = Sittings(desk, reviewing)
    redrawer = Redrawer(desk, sittings)
    common = Common(
        desk=desk,
        files=files,
        material=material,
        assigning=Assigning(desk, Suggestions(desk)),
        collecting=Collecting(desk, alarm),
        deciding=deciding,
        redrawer=redrawer,
        reviewing=reviewing,
        sittings=sittings,
        putting_off=putting_off,
        answering=Answering(desk, redrawer, Pressing(desk), putting_off),
        answer_form=AnswerForm(desk, material, redrawer),
        submitting=Submitting(desk, material),
    )
    heard, of_words = _words(common)
    ends: list[Surface] = [Installed(desk), Sessioned(desk, sessions), heard]
    decisions, ways = _decisions(common)
    serving = Serving(desk, redrawer)
    surfaces = (*of_words, *decisions, *_work(common), *_lists(common), *ends, CatchAll())
    routes = [route for surface in surfaces for route in surface.routes()]
    serving.register(app, routes, {ids.MENU: Menu(serving, ways).choose})
    return heard


def _words(common: Common) -> tuple[People, list[Surface]]:
    """Return what hears the words of people, and the surfaces that read them."""
    desk, assigning, answering, material = common.desk, common.assigning, common.answering, common.material
    controls, unsaid = Controls(desk), Unfinished(desk)
    understood = Understood(desk, assigning, material)
    yes_or_no = YesOrNo(desk, answering, understood, Giving(desk, common.redrawer))
    several, threads = Several(desk, answering), Threads(desk)
    replying = Replying(
        desk=desk, answering=answering, several=several, controls=controls, yes_or_no=yes_or_no, threads=threads
    )
    forms = Forms(desk=desk, assigning=assigning, material=material, kept=unsaid)
    talking = Talking(desk=desk, assigning=assigning, replying=replying, controls=controls, material=material)
    reacting = Reacting(desk=desk, answering=answering, several=several, yes_or_no=yes_or_no, threads=threads)
    commands = in_turn.InTurn(desk, assigning)
    heard = People(
        desk,
        {
            "mention": talking.mention,
            "direct": talking.direct,
            "reply": talking.reply,
            "reaction": reacting.react,
            in_turn.KIND: commands.finish,
            ids.ASSIGN_VIEW: forms.finish,
            ids.HANDOFF_VIEW: forms.finish,
            ids.EDIT_VIEW: forms.finish,
            ids.ANSWER_VIEW: common.answer_form.finish,
            ids.SUBMIT_VIEW: common.submitting.finish,
        },
    )
    return heard, [commands, assigning, forms, unsaid, understood, answering]


def _decisions(common: Common) -> tuple[list[Surface], dict[Way, Route]]:
    """Return the surfaces of what waits for a decision, and where the menu of an item leads."""
    desk, deciding, sittings, putting_off = common.desk, common.deciding, common.sittings, common.putting_off
    late, giving, together = LateEdits(desk), Giving(desk, common.redrawer), Together(desk)
    editing = Editing(desk=desk, redrawer=common.redrawer, late=late, files=common.files, material=common.material)
    ways = {
        Way.EDIT: opens(ids.MENU, editing.edit),
        Way.LATER: press(ids.MENU, putting_off.later),
        Way.PICK: opens(ids.MENU, putting_off.pick),
        Way.GIVE: opens(ids.MENU, giving.open),
    }
    around: list[Surface] = [Revising(desk), OneTap(desk, deciding), Thumbs(desk), StillRight(desk)]
    asks: list[Surface] = [Asking(desk, deciding), common.answer_form, Delivering(desk)]
    many: list[Surface] = [RowGroup(together), ApproveMany(together)]
    moves: list[Surface] = [editing, late, Parts(desk), putting_off, giving]
    return [deciding, *around, *asks, common.reviewing, sittings, *many, *moves], ways


def _work(common: Common) -> list[Surface]:
    """Return the surfaces of chains, of what comes again, and of what colleagues owe."""
    desk, deciding = common.desk, common.deciding
    handing_over = HandingOver(desk, deciding, common.assigning)
    return [Chains(desk), common.submitting, Owing(desk), handing_over, SeriesButtons(desk)]


def _lists(common: Common) -> list[Surface]:
    """Return the surfaces of collections, streams, playbooks and lists."""
    desk, collecting = common.desk, common.collecting
    streams, playbooks, figured = Streams(desk), Playbooks(desk, common.assigning), Figured(desk, common.files)
    portfolio = Portfolio(
        desk=desk,
        collecting=collecting,
        streams=streams,
        playbooks=playbooks,
        figured=figured,
        sittings=common.sittings,
    )
    habits = Habits(desk, portfolio.publish)
    return [collecting, streams, StreamSettings(desk), playbooks, figured, portfolio, habits]
