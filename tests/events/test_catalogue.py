"""The catalogue of events: no personal data, no free text, and nothing that cannot be read back."""

import json
import re
from datetime import date, datetime
from typing import Annotated, Any, get_args
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import StringConstraints, ValidationError

from tests.events.field_types import CONSTRAINED, wrong_fields
from wijkstem.eventlog.codec import KEPT_LENGTH, decode, encode
from wijkstem.events import (
    accounts,
    advice,
    agenda_requests,
    base,
    board,
    carrying_out,
    comments,
    council,
    council_import,
    council_proposals,
    counting,
    decisions,
    dialogue,
    discussion,
    dossiers,
    drafts,
    draws,
    engine,
    evaluations,
    feedback,
    gatherings,
    grievances,
    inhabitants,
    initiatives,
    means,
    meetings,
    merging,
    moderation,
    municipalities,
    observations,
    on_behalf,
    outcomes,
    partnerships,
    programme,
    promises,
    remarks,
    reports,
    rolls,
    rounds,
    routing,
    signatures,
    sources,
    speaking,
    vote_questions,
    year_agenda,
    year_reports,
)
from wijkstem.events.base import CbsCode, Code, Event
from wijkstem.events.catalogue import BY_TYPE, EVENTS, UPCASTS, UnknownEvent
from wijkstem.events.inhabitants import InhabitantsTaken
from wijkstem.events.initiatives import InitiativeEdited, InitiativeSubmitted
from wijkstem.events.rounds import PlanLeftOut, PlanListed
from wijkstem.events.signatures import SignatureGiven, SignatureWithdrawn
from wijkstem.words import Advice, Adviser, AgeBand, Heeded, Milestone, Stance

MODULES = (
    accounts,
    advice,
    agenda_requests,
    board,
    carrying_out,
    comments,
    council,
    council_import,
    council_proposals,
    counting,
    decisions,
    discussion,
    dossiers,
    drafts,
    draws,
    engine,
    evaluations,
    feedback,
    grievances,
    inhabitants,
    initiatives,
    dialogue,
    means,
    meetings,
    merging,
    moderation,
    municipalities,
    observations,
    on_behalf,
    outcomes,
    partnerships,
    gatherings,
    programme,
    promises,
    remarks,
    reports,
    rolls,
    rounds,
    routing,
    signatures,
    sources,
    speaking,
    vote_questions,
    year_agenda,
    year_reports,
)

any_event = pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)


@any_event
def test_no_field_can_hold_a_name_or_a_sentence(event: type[Event]) -> None:
    assert wrong_fields(event) == []


class Bad(Event):
    type = "bad.v1"

    name: str
    maybe: str | None
    many: tuple[str, ...]
    deep: tuple[tuple[Code | str, ...], ...]
    loose: Annotated[str, StringConstraints(max_length=50)]
    listed: list[Code]
    mapped: dict[str, int]
    anything: Any
    money: float
    moment: datetime
    pair: tuple[int, str]
    raw: bytes
    nested: Event
    literally: object
    fine: Code
    also_fine: tuple[CbsCode, ...] | None
    a_word: Milestone


def test_the_walker_itself_refuses_what_could_hold_a_name() -> None:
    assert wrong_fields(Bad) == [
        name for name in Bad.model_fields if name not in {"fine", "also_fine", "a_word"}
    ]


@pytest.mark.parametrize("constrained", CONSTRAINED)
@pytest.mark.parametrize(
    "text",
    ["Jan Jansen", "jan@example.test", "", "a" * 65, "een zin.", "jan\n", "\u200bjan", "Jan", "é"],
)
def test_no_constrained_text_takes_a_name_or_a_sentence(constrained: Any, text: str) -> None:
    class One(Event):
        type = "one.v1"

        field: constrained

    with pytest.raises(ValidationError):
        One(field=text)


def test_every_event_class_is_in_the_catalogue() -> None:
    defined = {
        thing
        for module in MODULES
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, Event) and thing is not base.Event
    }

    assert defined == set(EVENTS)


def test_types_are_unique_and_say_their_version() -> None:
    assert len(BY_TYPE) == len(EVENTS)
    assert [t for t in BY_TYPE if not re.fullmatch(r"[a-z_]+\.[a-z_]+\.v[1-9]\d*", t)] == []


def test_every_word_that_is_stored_is_a_code() -> None:
    """Closed sets that a payload holds as a `Code` must fit its pattern."""
    [constraints] = [a for a in get_args(Code) if isinstance(a, StringConstraints)]
    pattern = str(constraints.pattern)

    assert [
        w
        for words in (AgeBand, Stance, Milestone, Advice, Adviser, Heeded)
        for w in words
        if not re.match(pattern, w)
    ] == []


texts = {
    Code: st.from_regex(r"[a-z0-9][a-z0-9_.-]{0,63}", fullmatch=True),
    CbsCode: st.from_regex(r"(GM|WK|BU)[0-9]{4,8}", fullmatch=True),
    base.Digest: st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    base.Digits: st.from_regex(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", fullmatch=True),
    base.InitiativeNumber: st.from_regex(r"[0-9]{4}-[0-9]{4,6}", fullmatch=True),
}


def an_event(event: type[Event]) -> st.SearchStrategy[Event]:
    """Any instance of an event, whatever its fields hold."""
    return st.builds(
        event,
        **{name: a_value(hint) for name, hint in event.__annotations__.items() if name != "type"},
    )


def a_value(hint: Any) -> st.SearchStrategy[Any]:
    if hint in texts:
        return texts[hint]
    parts = get_args(hint)
    if parts and parts[-1] is Ellipsis:
        return st.lists(a_value(parts[0]), max_size=3).map(tuple)
    if parts:
        return st.one_of(*map(a_value, parts))
    return st.from_type(hint)


@any_event
@settings(
    max_examples=15,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(data=st.data())
def test_what_is_stored_is_read_back_the_same(event: type[Event], data: st.DataObject) -> None:
    happened = data.draw(an_event(event))

    assert decode(event.type, encode(happened)) == happened


@any_event
def test_events_are_frozen_and_take_no_unknown_field(event: type[Event]) -> None:
    assert event.model_config["frozen"]
    assert event.model_config["extra"] == "forbid"


V1 = (
    '{"initiative_id":"11111111-1111-4111-8111-111111111111","instrument":"voorstel",'
    '"person_id":"22222222-2222-4222-8222-222222222222","stance":"for","valid":true,'
    '"neighbourhood_code":null,"age":%s,"channel":"online","signed_on":"2026-03-02"}'
)


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "under_16"),
        (15, "under_16"),
        (16, "16_17"),
        (18, "18_29"),
        (30, "30_44"),
        (45, "45_64"),
        (65, "65_plus"),
        (110, "65_plus"),
    ],
)
def test_first_version_of_a_signature_is_read_as_todays(age: int, band: str) -> None:
    assert decode("signature.given.v1", V1 % age) == SignatureGiven(
        initiative_id=UUID("11111111-1111-4111-8111-111111111111"),
        instrument="voorstel",
        person_id=UUID("22222222-2222-4222-8222-222222222222"),
        stance="for",
        valid=True,
        neighbourhood_code=None,
        age_band=band,
        channel="online",
        signed_on=date(2026, 3, 2),
    )


def test_first_version_of_support_taken_back_does_not_tell_when_it_was_given() -> None:
    stored = (
        (V1 % 44).replace('"age":44', '"age_band":"30_44"').replace("signed_on", "withdrawn_on")
    )

    gone = decode("signature.withdrawn.v1", stored)
    assert isinstance(gone, SignatureWithdrawn)
    assert (gone.signed_on, gone.withdrawn_on) == (None, date(2026, 3, 2))


def test_plan_of_before_there_were_subjects_fits_none() -> None:
    stored = (
        '{"initiative_id":"11111111-1111-4111-8111-111111111111","number":"2026-0001",'
        '"instrument":"voorstel","neighbourhood_code":"WK990100",'
        '"submitter_id":"22222222-2222-4222-8222-222222222222","channel":"online",'
        '"rules_version":"2025.1","filed_on":"2026-03-02","step":"triage","public":false,'
        '"due_on":null,"threshold":null}'
    )
    edited = (
        '{"initiative_id":"11111111-1111-4111-8111-111111111111","revision":2,'
        '"neighbourhood_code":"WK990100"}'
    )

    filed, changed = (
        decode("initiative.submitted.v1", stored),
        decode("initiative.edited.v1", edited),
    )
    assert isinstance(filed, InitiativeSubmitted)
    assert isinstance(changed, InitiativeEdited)
    assert (filed.subject, changed.subject) == ("other", None)


@pytest.mark.parametrize(
    ("official", "news"), [("null", False), ('"018f3f5e-0000-7000-8000-000000000003"', True)]
)
def test_first_version_of_a_ballot_is_still_told(official: str, news: bool) -> None:
    ids = (
        '"round_id":"018f3f5e-0000-7000-8000-000000000001",'
        '"initiative_id":"018f3f5e-0000-7000-8000-000000000002"'
    )
    listed = f'{{{ids},"area":1,"number":2,"cost":3,"listed_on":"2026-05-31","official_id":null}}'
    out = f'{{{ids},"left_out_on":"2026-05-31","official_id":{official}}}'
    on, off = decode("round.plan_listed.v1", listed), decode("round.plan_left_out.v1", out)
    assert isinstance(on, PlanListed)
    assert isinstance(off, PlanLeftOut)
    assert (on.news, off.news) == (True, news)


def test_first_count_of_inhabitants_does_not_tell_who_counted() -> None:
    stored = (
        '{"file_id":"018f3f5e-0000-7000-8000-000000000001","lines":[2,3],'
        '"places":["GM9901","WK990100"],"years":[2025,2025],"people":[4120,1200]}'
    )
    taken = decode("inhabitants.taken.v1", stored)
    assert isinstance(taken, InhabitantsTaken)
    assert (taken.people, taken.sources) == ((4120, 1200), (None, None))


def test_every_old_version_leads_to_one_of_today() -> None:
    for old, (new, _) in UPCASTS.items():
        assert old not in BY_TYPE
        assert new in BY_TYPE or new in UPCASTS


def test_event_of_a_newer_version_is_not_guessed_at() -> None:
    with pytest.raises(UnknownEvent):
        decode("signature.given.v3", "{}")


def test_a_step_that_means_what_only_a_later_release_knows_is_refused_and_not_guessed() -> None:
    """So a worker of before an upgrade stands still at it, and the new one goes on from there."""
    step = next(
        event for event in BY_TYPE.values() if event.type.startswith("initiative.step_taken")
    )
    assert "means" in step.model_fields
    stored = {"step_seq": 2, "means": "invented_later"}
    with pytest.raises(ValueError, match="means") as refused:
        decode(step.type, json.dumps(stored))
    assert "invented_later" in str(refused.value)


def test_what_every_consumer_reads_is_decoded_once_and_a_long_list_is_not_kept() -> None:
    class Noted(Event):
        type = "noted.v1"
        places: tuple[CbsCode, ...]

    short, long = (encode(Noted(places=("WK990100",) * number)) for number in (2, KEPT_LENGTH))
    assert len(short) < KEPT_LENGTH < len(long)
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(BY_TYPE, "noted.v1", Noted)
        assert decode("noted.v1", short) is decode("noted.v1", short)
        assert decode("noted.v1", long) is not decode("noted.v1", long)
        assert decode("noted.v1", long) == decode("noted.v1", long)
