"""The guided choice: who departs says why, it stands in the dossier with its reasons, and is published once."""

from dataclasses import replace
from typing import Any

from tests.commands.test_initiatives import refusal
from tests.commands.test_year_agenda import added
from tests.domain.test_choosing import OPEN
from tests.support.means import dossier
from tests.support.world import HERE, World
from wijkstem.commands.choosing import PublishChoice
from wijkstem.domain.choosing import ChoiceForm
from wijkstem.events.means import MeansChosen
from wijkstem.kit.ids import new_id
from wijkstem.queries.choosing import choice_facts, choices_of_dossier, choices_of_subject
from wijkstem.tables.dossiers import DossierEntry
from wijkstem.tables.means import MeansChoice
from wijkstem.words.means import MeansKind

FORM = ChoiceForm(None, None, OPEN, "codecide", ("discussion",))


def form(world: World, **values: Any) -> ChoiceForm:
    return replace(FORM, **{"dossier_id": dossier(world), **values})


def test_choice_stands_with_its_answers_and_reasons(world: World) -> None:
    subject = added(world)
    asked = form(world, year_subject_id=subject, said={"room": "De raad wil alles horen."})
    choice_id = world.execute(PublishChoice(asked), world.official)
    with world.services.reading(HERE) as connection:
        it = choice_facts(connection, HERE, choice_id)
        assert asked.dossier_id is not None
        assert choices_of_dossier(connection, HERE, asked.dossier_id) == (it,)
        assert choices_of_subject(connection, HERE, subject) == (it,)
    assert (it.answers, it.said) == (OPEN, {"room": "De raad wil alles horen."})
    assert (it.because, it.kinds, it.reasons) == (("ideas",), (MeansKind.DISCUSSION,), "")
    [entry] = world.rows(DossierEntry)
    assert (entry["id"], entry["url"]) == (choice_id, f"/meedoen/keuze/{choice_id}")
    [event] = world.events(MeansChosen)
    assert (event.level, event.kinds, event.departs) == ("codecide", ("discussion",), False)


def test_who_departs_says_why(world: World) -> None:
    other = form(world, level="consult", kinds=("vote", "discussion"))
    assert refusal(world, PublishChoice(other), world.official) == {"reasons": "empty"}
    why = replace(other, reasons="De raad wil zelf kiezen.")
    world.execute(PublishChoice(why), world.official)
    [row] = world.rows(MeansChoice)
    assert (row["advised_level"].value, row["level"].value) == ("codecide", "consult")
    assert (row["advised_kinds"], row["kinds"]) == ("discussion", "discussion vote")
    assert row["reasons"] == "De raad wil zelf kiezen."
    assert [event.departs for event in world.events(MeansChosen)] == [True]


def test_what_cannot_be_is_refused(world: World) -> None:
    official = world.official
    assert refusal(world, PublishChoice(FORM), official) == {"dossier": "choose"}
    strange = replace(FORM, dossier_id=new_id(), year_subject_id=new_id())
    assert refusal(world, PublishChoice(strange), official) == {
        "dossier": "unknown",
        "year_subject": "unknown",
    }
    bad = form(world, level="x", kinds=("y",), said={"room": "x" * 501})
    assert refusal(world, PublishChoice(bad), official) == {
        "level": "choose",
        "kinds": "choose",
        "said_room": "too_long",
    }
    unanswered = form(world, answers={})
    assert set(refusal(world, PublishChoice(unanswered), official)) == set(OPEN)
    nothing = form(world, level="inform", reasons="Wij vertellen het alleen.")
    assert refusal(world, PublishChoice(nothing), official) == {"kinds": "nothing_to_ask"}
    assert refusal(world, PublishChoice(form(world)), world.person("resident")) == "not_allowed"


def test_choice_that_is_sent_twice_is_one(world: World) -> None:
    asked, form_id = form(world), new_id()
    ids = [world.execute(PublishChoice(asked, form_id), world.clerk) for _ in range(2)]
    assert ids == [form_id, form_id]
    assert len(world.rows(MeansChoice)) == len(world.events(MeansChosen)) == 1
