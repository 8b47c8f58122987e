"""Who hears of a plan's place on the ballot and of what residents chose: each once, with the reason, in mails compared whole."""

from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import insert

from tests.support.rounds import (
    MadeRound,
    a_round,
    filled_round,
    plans_for_the_ballot,
    round_form,
    the_round,
)
from tests.support.world import ADULT, HERE, World
from wijkstem.commands.accounts import ChooseLanguage, Identity, LogIn
from wijkstem.commands.ballots import CastBallot, new_nonce
from wijkstem.commands.closing import CloseRound
from wijkstem.commands.counting import ApproveResult
from wijkstem.commands.fixing_ballot import FixBallot
from wijkstem.commands.following import Follow
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.marking import Marked, MarkRoll
from wijkstem.commands.round_plans import AddPlan
from wijkstem.commands.rounds import CancelRound, MakeRound
from wijkstem.domain.people import ANYONE, Actor
from wijkstem.domain.voting_codes import new_code
from wijkstem.events.counting import RoundCounted
from wijkstem.kit.jinja import Pages, make_pages
from wijkstem.kit.rows import table_of
from wijkstem.settings import ROOT
from wijkstem.tables.initiatives import Initiative, Signature
from wijkstem.tables.messages import InboxMessage
from wijkstem.words import AgeBand, Channel, Role, Stance
from wijkstem.words.rounds import VotingWay
from workers.counting import count_votes
from workers.deliveries import deliver

BENCH, TREES, TABLE = "Een bankje op het plein", "Bomen langs de gracht", "Een tafel om te schaken"
WHY = "Er komt hier al een nieuwe gracht. Bomen passen er dan niet."


#: What the letters say; after it only how to stop them.
LISTED = """\
Beste submitter,

Uw plan "Een bankje op het plein" ({number}) staat op de stemlijst.
Het doet mee met Wijkbudget van dit jaar.
Bewoners kunnen stemmen vanaf 10 juni 2026 om 11:00 uur.
Dat kan tot 24 juni 2026 om 11:00 uur.

Verandert er nog iets? Dan krijgt u weer bericht.

Alles over deze ronde staat hier:
http://testdorp.localhost/wijkbudget/{round}

Alles over dit plan staat hier:
http://testdorp.localhost/initiatieven/{number}-een-bankje-op-het-plein

Gemeente Testdorp"""
LEFT_OUT = """\
Beste submitter,

Uw plan "Bomen langs de gracht" ({number}) staat niet op de stemlijst.
Bewoners kunnen er in Wijkbudget van dit jaar niet op stemmen.

De uitleg:
Er komt hier al een nieuwe gracht. Bomen passen er dan niet.

Verandert er nog iets? Dan krijgt u weer bericht.

Alles over dit plan staat hier:
http://testdorp.localhost/initiatieven/{number}-bomen-langs-de-gracht

Gemeente Testdorp"""
CHOSEN = """\
Beste {name},

De uitslag van Wijkbudget van dit jaar is bekend.
{what}

De uitleg:
Stemmen voor dit plan: 3. De kosten: € 400.
Dit plan wint. Het was aan de beurt en het paste in het budget.
Met de andere manier van tellen wint het wel.

De hele uitslag staat hier:
http://testdorp.localhost/wijkbudget/{round}/uitslag

En nu?
Inwoners kozen dit plan. De gemeente spreekt nu af wie het uitvoert, wanneer, en met hoeveel geld.

De volgende stap is uiterlijk 5 augustus 2026.

Alles over dit plan staat hier:
http://testdorp.localhost/initiatieven/{number}-een-bankje-op-het-plein

Gemeente Testdorp"""
NOT_CHOSEN = """\
Beste {name},

De uitslag van Wijkbudget van dit jaar is bekend.
{what}

De uitleg:
Stemmen voor dit plan: 1. De kosten: € 600.
Dit plan kost 600 euro. Er was nog 300 euro over.
Er kwam 300 euro te kort.
Met 2 stemmen meer had het gewonnen.
Met de andere manier van tellen wint het niet.

De hele uitslag staat hier:
http://testdorp.localhost/wijkbudget/{round}/uitslag

En nu?
Inwoners kozen andere plannen. U leest hoe de uitslag was.

Hiermee is dit plan klaar. Bedankt voor het meedoen.

Alles over dit plan staat hier:
http://testdorp.localhost/initiatieven/{number}-bomen-langs-de-gracht

Gemeente Testdorp"""
NOT_CHOSEN_EN = """\
Dear bram,

The result of Wijkbudget van dit jaar is known.
A plan that you supported was not chosen: "Bomen langs de gracht" ({number}).

The explanation:
Votes for this plan: 1. It costs € 600.
This plan costs 600 euros. There were 300 euros left.
It was 300 euros short.
With 2 votes more it would have won.
With the other way of counting it does not win.

The whole result is here:
http://testdorp.localhost/wijkbudget/{round}/uitslag

What now?
Residents chose other plans. You can read what the result was.

With this the plan is closed. Thank you for taking part.

Everything about this plan is here:
http://testdorp.localhost/initiatieven/{number}-bomen-langs-de-gracht

Municipality of Testdorp"""


STOPPED = """\
Beste {name},

Dit gaat over {what}: "Bomen langs de gracht" ({number}).
Het plan deed mee met Wijkbudget van dit jaar. Die ronde is gestopt.
Het plan zelf blijft staan. De gemeente kan het mee laten doen met een andere ronde.

De uitleg:
De brieven met de stemcodes zijn zoek.

Alles over deze ronde staat hier:
http://testdorp.localhost/wijkbudget/{round}

Alles over dit plan staat hier:
http://testdorp.localhost/initiatieven/{number}-bomen-langs-de-gracht

Gemeente Testdorp"""


@pytest.fixture(scope="module")
def pages() -> Pages:
    return make_pages(ROOT / "templates")


def fix(world: World, made: MadeRound, **left_out: str) -> None:
    reasons = {made.plans[title]: why for title, why in left_out.items()}
    revision = the_round(world, made.number).revision
    world.execute(FixBallot(made.id, revision, reasons), made.officials[0])


def told(world: World, *templates: str) -> Counter[tuple[str, UUID, UUID]]:
    """How often each was told, of which plan."""
    rows = [row for row in world.rows(InboxMessage) if row["template"] in templates]
    return Counter((row["template"], row["initiative_id"], row["person_id"]) for row in rows)


def number_of(world: World, made: MadeRound, title: str) -> str:
    [row] = world.rows(Initiative, id=made.plans[title])
    number: str = row["number"]
    return number


def mails(world: World, pages: Pages, *subjects: str) -> dict[str | None, str]:
    """What they say, by address; everything that is due goes out first."""
    world.settle()
    while deliver(world.services, pages, HERE):
        pass
    found = [one for one in world.mailer.sent if one.subject in subjects]
    said = {one.address: one.body.split("\n\n--\n")[0] for one in found}
    assert len(said) == len(found), "somebody heard twice"
    return said


def test_submitter_hears_once_that_a_plan_is_on_the_ballot_or_is_not(
    world: World, pages: Pages
) -> None:
    made = filled_round(world)
    submitter = world.person("submitter").person_id
    assert submitter is not None
    world.execute(Follow(made.plans[BENCH]), world.person("anna"))
    for _ in range(2):  # fixed again with nothing else: no news
        fix(world, made, **{TREES: WHY})
    world.settle()

    listed = {("plan_listed", plan, submitter): 1 for plan in made.plans.values()}
    del listed["plan_listed", made.plans[TREES], submitter]
    left_out = {("plan_left_out", made.plans[TREES], submitter): 1}
    assert told(world, "plan_listed", "plan_left_out") == listed | left_out

    fix(world, made, **{TREES: WHY + " De bomen gaan dood."})
    fix(world, made)
    world.settle()
    assert told(world, "plan_listed", "plan_left_out") == {
        **listed,
        ("plan_left_out", made.plans[TREES], submitter): 2,  # the reasons were others
        ("plan_listed", made.plans[TREES], submitter): 1,
    }


def test_plan_that_ended_by_itself_is_told_by_its_own_step(world: World) -> None:
    made = filled_round(world)
    reasons = "Dit kan hier toch niet."
    leave = TakeStep(made.plans[TREES], 4, "leave_out", reasons=reasons)
    world.execute(leave, world.official)
    world.settle()
    assert told(world, "plan_left_out") == {}


def test_letter_about_the_ballot_says_why(world: World, pages: Pages) -> None:
    made = filled_round(world)
    fix(world, made, **{TREES: WHY})
    yes, no = (number_of(world, made, title) for title in (BENCH, TREES))

    on = mails(world, pages, f"Op de stemlijst: {BENCH} ({yes})")
    assert on == {"submitter@example.test": LISTED.format(number=yes, round=made.number)}
    off = mails(world, pages, f"Niet op de stemlijst: {TREES} ({no})")
    assert off == {"submitter@example.test": LEFT_OUT.format(number=no)}


def voted(world: World, made: MadeRound, name: str, *titles: str) -> None:
    login = world.execute(
        LogIn(Identity(f"test:{name}", name, neighbourhood_code="WK990100", birth_date=ADULT))
    )
    who, code = Actor(login.person_id, frozenset({Role.RESIDENT})), new_code()
    marked: Marked = world.execute(MarkRoll(made.id, code, VotingWay.LOGIN), who)
    typed = {made.numbers[title]: "1" for title in titles}
    ballot = CastBallot(made.id, marked.area_id, code, marked.tag_key, typed, new_nonce())
    world.execute(ballot, ANYONE)


def supports(world: World, plan: UUID, who: Actor) -> None:
    """As on a path where support is gathered before the round."""
    row = {
        "municipality_id": HERE,
        "initiative_id": plan,
        "signer_tag": str(who.person_id),
        "person_id": who.person_id,
        "stance": Stance.FOR,
        "valid": True,
        "age_band": AgeBand.FROM_30,
        "channel": Channel.ONLINE,
        "signed_on": world.clock.at.date(),
        "signed_at": world.clock.at,
    }
    with world.services.connection(HERE) as connection:
        connection.execute(insert(table_of(Signature)).values(row))


def published(world: World, made: MadeRound) -> None:
    """Three vote; the bench and the table win, and for the trees there is too little left."""
    voted(world, made, "one", BENCH, TREES)
    voted(world, made, "two", BENCH, TABLE)
    voted(world, made, "three", BENCH, TABLE)
    world.clock.at = made.closes_at
    world.execute(CloseRound(made.id), made.officials[0])
    count_votes(world.services, HERE)
    [counted] = world.events(RoundCounted)
    for official in made.officials:
        world.execute(ApproveResult(made.id, counted.digest), official)


def test_everybody_concerned_hears_once_what_residents_chose(world: World, pages: Pages) -> None:
    made = a_round(world)
    names = ("submitter", "anna", "bram", "carla")
    submitter, anna, bram, carla = (world.person(name) for name in names)
    world.person("bystander")
    world.execute(ChooseLanguage("en"), bram)
    for plan in (made.plans[BENCH], made.plans[TREES]):
        world.execute(Follow(plan), anna)
        world.execute(Follow(plan), submitter)  # concerned for two reasons, and told once
        supports(world, plan, carla)
    supports(world, made.plans[TREES], bram)
    published(world, made)
    won, not_won = (number_of(world, made, title) for title in (BENCH, TREES))

    filled = {"number": won, "round": made.number}
    mine, followed, supported = (
        f'Uw plan "{BENCH}" ({won}) is gekozen.',
        f'Een plan dat u volgt, is gekozen: "{BENCH}" ({won}).',
        f'Een plan dat u steunde, is gekozen: "{BENCH}" ({won}).',
    )
    assert mails(world, pages, f"Gekozen: {BENCH} ({won})") == {
        "submitter@example.test": CHOSEN.format(name="submitter", what=mine, **filled),
        "anna@example.test": CHOSEN.format(name="anna", what=followed, **filled),
        "carla@example.test": CHOSEN.format(name="carla", what=supported, **filled),
    }
    filled = {"number": not_won, "round": made.number}
    mine, followed, supported = (
        f'Uw plan "{TREES}" ({not_won}) is niet gekozen.',
        f'Een plan dat u volgt, is niet gekozen: "{TREES}" ({not_won}).',
        f'Een plan dat u steunde, is niet gekozen: "{TREES}" ({not_won}).',
    )
    assert mails(world, pages, f"Niet gekozen: {TREES} ({not_won})") == {
        "submitter@example.test": NOT_CHOSEN.format(name="submitter", what=mine, **filled),
        "anna@example.test": NOT_CHOSEN.format(name="anna", what=followed, **filled),
        "carla@example.test": NOT_CHOSEN.format(name="carla", what=supported, **filled),
    }
    assert mails(world, pages, f"Not chosen: {TREES} ({not_won})") == {
        "bram@example.test": NOT_CHOSEN_EN.format(**filled)
    }


def test_everybody_concerned_hears_once_that_the_round_stopped(world: World, pages: Pages) -> None:
    made = a_round(world)
    submitter, anna, carla = (world.person(name) for name in ("submitter", "anna", "carla"))
    world.execute(Follow(made.plans[TREES]), anna)
    world.execute(Follow(made.plans[TREES]), submitter)
    supports(world, made.plans[TREES], carla)
    why = "De brieven met de stemcodes zijn zoek."
    world.execute(CancelRound(made.id, why), made.officials[0])
    number = number_of(world, made, TREES)

    filled = {"number": number, "round": made.number}
    assert mails(world, pages, f"Wijkbudget gestopt: {TREES} ({number})") == {
        "submitter@example.test": STOPPED.format(name="submitter", what="uw plan", **filled),
        "anna@example.test": STOPPED.format(name="anna", what="een plan dat u volgt", **filled),
        "carla@example.test": STOPPED.format(name="carla", what="een plan dat u steunde", **filled),
    }


def test_nobody_hears_again_of_a_plan_that_was_not_on_the_ballot(world: World) -> None:
    made = filled_round(world)
    fix(world, made, **{TREES: WHY})
    world.execute(CancelRound(made.id, "Er is geen geld meer."), made.officials[0])
    world.settle()
    heard = {plan for _, plan, _ in told(world, "round_stopped")}
    assert heard == set(made.plans.values()) - {made.plans[TREES]}


def test_round_that_nobody_saw_yet_stops_in_silence(world: World) -> None:
    plans = plans_for_the_ballot(world, {BENCH: (1, 400)})
    number = world.execute(MakeRound(round_form(world)), world.official)
    [row] = world.rows(Initiative, id=plans[BENCH])
    made = the_round(world, number)
    world.execute(AddPlan(made.id, row["number"]), world.official)
    world.execute(CancelRound(made.id, "Toch niet."), world.official)
    world.settle()
    assert told(world, "round_stopped") == {}
