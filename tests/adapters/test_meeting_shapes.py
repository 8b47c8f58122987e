"""A meeting in the shapes of two suppliers: the same meeting whoever tells of it, or the reason why not."""

import copy
import json
from datetime import date, datetime
from typing import Any

import pytest

from tests.support.ori import FOLDER as SAMPLES
from wijkstem.adapters.council import ImportedDocument, ImportedItem
from wijkstem.adapters.meeting_file import parse_meeting, read_meeting
from wijkstem.errors import Invalid
from wijkstem.kit.clock import AMSTERDAM
from wijkstem.tables.council import MeetingState

Said = dict[str, Any]


def titled(text: str) -> Said:
    return {"attributes": [{"id": 1, "value": text}, {"id": 52, "value": ["x"]}]}


def point(id_: int, text: str, order: int | None, **more: Any) -> Said:
    return {"id": id_, "order": order, "type_data": titled(text), **more}


def paper(id_: int, text: str, **more: Any) -> Said:
    file = {"id": 2, "mime_type": "application/pdf", "file_size": 14416}
    older = {"id": 1, "mime_type": "application/msword", "file_size": 3}
    return {
        "id": id_,
        "title": text,
        "url": f"https://api.notubiz.example/document/{id_}/2",
        "version": 2,
        "versions": [older, file],
        "publication_date": "2026-04-01",
        **more,
    }


NOTUBIZ: Said = {
    "id": 7,
    "organisation": {"id": 99},
    "plannings": [{"start_date": "2026-04-13 19:30:00", "end_date": None}],
    "attributes": {"Titel": "Gemeenteraad", "Locatie": "Raadzaal"},
    "agenda_items": [
        point(3, "Bespreken", 2, agenda_items=[point(4, "Een deel ervan", 1)]),
        point(9, "Nog niet ingedeeld", None),
        point(2, "Opening", 1, documents=[paper(20, "Agenda"), paper(21, "Geheim", confidential=1)]),
        point(5, "Besloten deel", 3, confidential=1),
        point(6, "Voor de fracties", 4, permission_group="members"),
    ],
    "documents": [paper(20, "Agenda"), paper(22, "Verslag", url="", versions=[])],
}  # fmt: skip

IBABS: Said = {
    "Id": "m-1",
    "Meetingtype": "Gemeenteraad",
    "MeetingDate": "2026-04-13T00:00:00",
    "StartTime": "19:30",
    "Location": "Raadzaal",
    "MeetingItems": [
        {"Id": "i-1", "Title": "Opening", "Explanation": None, "Documents": []},
        {"Id": "i-2", "Title": "Geheim", "Confidential": True, "Documents": []},
        {
            "Id": "i-3",
            "Title": "Groen schoolplein",
            "Explanation": "Besluit over plaatsing",
            "Documents": [
                {"Id": "d-1", "DisplayName": "", "FileName": "plein.pdf", "FileSize": 20480},
                {"Id": "d-2", "DisplayName": "Geheim", "Confidential": True},
            ],
        },
    ],
}


def parsed(said: Said) -> Any:
    return parse_meeting(json.dumps(said).encode())


def without(said: Said, *names: str) -> Said:
    return {name: value for name, value in said.items() if name not in names}


def test_notubiz_meeting_comes_in_as_people_see_it() -> None:
    meeting = parsed(NOTUBIZ)
    assert (meeting.source_id, meeting.municipality_code) == ("notubiz:7", None)
    assert meeting.organisation == "notubiz:99"
    assert (meeting.name, meeting.body_name, meeting.location) == (
        "Gemeenteraad", "Gemeenteraad", "Raadzaal",
    )  # fmt: skip
    assert meeting.starts_at == datetime(2026, 4, 13, 19, 30, tzinfo=AMSTERDAM)
    assert (meeting.held_on, meeting.state) == (date(2026, 4, 13), MeetingState.PLANNED)
    assert meeting.items == (
        ImportedItem("notubiz:2", "Opening"),
        ImportedItem("notubiz:3", "Bespreken"),
        ImportedItem("notubiz:4", "Een deel ervan"),
    )
    agenda = ImportedDocument(
        "notubiz:20",
        "Agenda",
        "https://api.notubiz.example/document/20/2",
        "notubiz:2",
        "application/pdf",
        14416,
        date(2026, 4, 1),
    )
    report = ImportedDocument("notubiz:22", "Verslag", "", submitted_on=date(2026, 4, 1))
    assert meeting.documents == (agenda, report)


@pytest.mark.parametrize(
    "change",
    [
        lambda said: {"meeting": said},
        lambda said: said | {"attributes": [{"id": 1, "value": "Gemeenteraad"}]},
    ],
    ids=["in-an-envelope", "fields-by-number"],
)
def test_notubiz_meeting_is_known_however_it_is_wrapped(change: Any) -> None:
    assert parsed(change(NOTUBIZ)).items == parsed(NOTUBIZ).items
    assert parsed(change(NOTUBIZ)).name == "Gemeenteraad"


def test_notubiz_meeting_that_was_cancelled_says_so() -> None:
    assert parsed(NOTUBIZ | {"canceled": True}).state is MeetingState.CANCELLED


def test_ibabs_meeting_comes_in_without_what_is_confidential() -> None:
    meeting = parsed(IBABS)
    assert (meeting.source_id, meeting.organisation) == ("ibabs:m-1", None)
    assert (meeting.name, meeting.location) == ("Gemeenteraad", "Raadzaal")
    assert meeting.starts_at == datetime(2026, 4, 13, 19, 30, tzinfo=AMSTERDAM)
    assert meeting.items == (
        ImportedItem("ibabs:i-1", "Opening"),
        ImportedItem("ibabs:i-3", "Groen schoolplein", "Besluit over plaatsing"),
    )
    assert meeting.documents == (
        ImportedDocument("ibabs:d-1", "plein.pdf", "", "ibabs:i-3", size=20480),
    )


def test_ibabs_meeting_from_soap_is_the_same_meeting() -> None:
    wrapped = copy.deepcopy(IBABS)
    for item in wrapped["MeetingItems"]:
        item["Documents"] = {"iBabsDocument": item["Documents"]} if item["Documents"] else None
    wrapped["MeetingItems"] = {"iBabsMeetingItem": wrapped["MeetingItems"]}
    assert parsed({"Meeting": wrapped}) == parsed(IBABS)


@pytest.mark.parametrize("said", [None, "", "volgt", "25:00"])
def test_ibabs_hour_that_is_none_leaves_the_day(said: str | None) -> None:
    meeting = parsed(IBABS | {"StartTime": said})
    assert (meeting.held_on, meeting.starts_at) == (date(2026, 4, 13), None)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        (NOTUBIZ | {"plannings": []}, "plannings"),
        (NOTUBIZ | {"plannings": [{"start_date": "gisteren"}]}, "plannings.0.start_date"),
        (NOTUBIZ | {"attributes": {}}, "title"),
        (NOTUBIZ | {"agenda_items": [{"id": "x", "type_data": {}}]}, "agenda_items.0.id"),
        (IBABS | {"MeetingDate": "13 april"}, "MeetingDate"),
        (IBABS | {"MeetingItems": [{"Id": "i"}]}, "MeetingItems.0.Title"),
        (without(IBABS, "MeetingItems"), "vergadering"),
        ({"events": []}, "vergadering"),
    ],
)
def test_bad_file_names_the_place(said: Said, place: str) -> None:
    with pytest.raises(Invalid) as refused:
        parsed(said)
    assert place in refused.value.fields


@pytest.mark.parametrize(
    "content",
    [b"<html>", b"[]", b"null", b"{", b"\xff\xfe", b'{"meeting": ' * 5000],
    ids=["html", "list", "null", "half", "bytes", "deep"],
)
def test_what_is_no_meeting_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        parse_meeting(content)
    assert list(refused.value.fields) == ["bestand"]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside this checkout")
def test_real_meeting_is_the_same_in_both_shapes() -> None:
    notubiz = read_meeting(SAMPLES / "notubiz-meeting-amsterdam-2018-02-08.json")
    standard = read_meeting(SAMPLES / "mini-ori-amsterdam-2018-02-08.json")
    assert len(notubiz.items) == 39
    assert [one.title for one in notubiz.items] == [one.title for one in standard.items]
    assert (notubiz.starts_at, notubiz.held_on) == (standard.starts_at, standard.held_on)
    of_items = [one for one in notubiz.documents if one.item_source_id]
    assert sorted(one.url for one in of_items) == sorted(one.url for one in standard.documents)
    # The standard's file was made of the items only; two more stand with the meeting itself.
    assert len(notubiz.documents) == 51
    assert {one.media_type for one in notubiz.documents} == {"application/pdf"}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside this checkout")
def test_sample_of_ibabs_comes_in() -> None:
    meeting = read_meeting(SAMPLES / "ibabs-meeting-synthetic.json")
    assert [one.title for one in meeting.items][2] == "Burgerinitiatief groen schoolplein"
    assert [(one.title, one.size) for one in meeting.documents] == [("Burgerinitiatief", 20480)]
