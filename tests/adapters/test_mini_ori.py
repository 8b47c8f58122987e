"""A council meeting from a mini-ORI file: all of it, in order, or the reason why not."""

import copy
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from wijkstem.adapters import meeting_file
from wijkstem.adapters.council import ImportedDocument, ImportedItem
from wijkstem.adapters.meeting_fields import MOST_MISTAKES
from wijkstem.adapters.meeting_file import parse_meeting, read_meeting
from wijkstem.errors import Invalid
from wijkstem.tables.council import MeetingState
from wijkstem.words.dossiers import WooCategory

SAMPLE = Path(__file__).parents[1] / "fixtures" / "ori" / "mini-ori-amsterdam-2018-02-08.json"

Document = dict[str, Any]


@pytest.fixture(scope="module")
def sample() -> Document:
    loaded: Document = json.loads(SAMPLE.read_bytes())
    return loaded


def parsed(document: Any) -> Any:
    return parse_meeting(json.dumps(document).encode())


def changed(sample: Document, change: Callable[[Document], None]) -> Document:
    document = copy.deepcopy(sample)
    change(document)
    return document


def small(*items: Document, documents: list[Document] | None = None) -> Document:
    """A meeting with only what is needed."""
    return {
        "vergadering": {
            "id": "m",
            "organisatie": {"gemeente": "gm9901"},
            "naam": "Raad",
            "vergaderdatum": "2026-05-01",
        },
        "agendapunten": {"results": list(items)},
        "informatieobjecten": {"results": documents or []},
    }


def item(id_: str, number: str | None = None, parent: str | None = None) -> Document:
    made: Document = {"id": id_, "agendapuntnaam": f"Punt {id_}"}
    if number is not None:
        made["volgnummer"] = number
    if parent is not None:
        made["hoofdagendapunt"] = {"id": parent, "url": f"https://ori.example.nl/{parent}"}
    return made


def test_sample_comes_in_whole() -> None:
    meeting = read_meeting(SAMPLE)
    assert (len(meeting.items), len(meeting.documents)) == (39, 49)
    assert (meeting.source_id, meeting.municipality_code) == (
        "1231108b-1ec0-5a71-9c59-c56de20f0a27",
        "GM0363",
    )
    assert (meeting.name, meeting.body_name) == ("raadscommissie Financiën",) * 2
    assert (meeting.held_on, meeting.state) == (date(2018, 2, 8), MeetingState.HELD)
    assert meeting.starts_at == datetime(2018, 2, 8, 12, 30, tzinfo=UTC)
    assert meeting.items[4] == ImportedItem("017d775f-483a-5ebb-9285-ce2a4533977d", "Mededelingen")
    assert meeting.documents[1] == ImportedDocument(
        "65f58200-350e-5503-b041-065622db7c78",
        "Conceptverslag FIN 18-01-2018.doc",
        "https://api.notubiz.nl/document/6124081/1",
        "19997b1d-f662-5a00-b800-d9485b08a3b6",
        submitted_on=date(2018, 5, 10),
        category=WooCategory.COUNCIL,
    )
    assert all(document.item_source_id for document in meeting.documents)


def test_only_what_is_needed_is_enough() -> None:
    meeting = parsed(small(item("a")))
    assert (meeting.body_name, meeting.state) == ("Raad", MeetingState.PLANNED)
    assert (meeting.starts_at, meeting.location) == (None, None)


def test_items_stand_in_the_order_of_people() -> None:
    file = small(
        item("none"),
        item("ten", "10"),
        item("tkn2", "TKN 2"),
        item("tkn1", "TKN 1"),
        item("nine-b", "9.b", parent="nine"),
        item("nine-a", "9.a", parent="nine"),
        item("nine-a-1", "1", parent="nine-a"),
        item("nine", "9"),
        item("of-another-list", "1", parent="not-here"),
    )
    assert [found.source_id for found in parsed(file).items] == [
        "of-another-list", "nine", "nine-a", "nine-a-1", "nine-b", "ten", "tkn1", "tkn2", "none",
    ]  # fmt: skip


def test_what_came_of_an_item_is_read_from_its_decisions_and_the_free_field() -> None:
    decided = {"besluitresultaat": "Aangenomen", "besluittoelichting": "Met één tegenstem"}
    file = small(item("a") | {"besluiten": [decided], "overig": "Hamerstuk"}, item("b"))
    assert [found.result for found in parsed(file).items] == [
        "Aangenomen: Met één tegenstem\nHamerstuk",
        None,
    ]


def test_what_is_known_of_a_document_comes_along() -> None:
    document = {"id": "d", "titel": "Brief", "webpaginalink": "https://ori.example.nl/d"}
    known = {"formaat": "application/pdf", "datumingediend": "2026-04-01"}
    [one, other] = parsed(small(documents=[document | known, document | {"id": "e"}])).documents
    assert (one.media_type, one.submitted_on) == ("application/pdf", date(2026, 4, 1))
    assert (other.media_type, other.size, other.submitted_on) == (None, None, None)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("c_99a836c7", WooCategory.ADVICE),
        ("https://identifier.overheid.nl/tooi/def/thes/kern/c_fdaee95e", WooCategory.RESEARCH),
        ("c_00000000", None),
        (12, None),
        (None, None),
    ],
    ids=str,
)
def test_category_of_the_law_is_read_and_an_unknown_one_does_no_harm(
    said: object, read: WooCategory | None
) -> None:
    document = {"id": "d", "titel": "Brief", "webpaginalink": "https://ori.example.nl/d"}
    [found] = parsed(small(documents=[document | {"wooinformatiecategorie": said}])).documents
    assert found.category is read


def test_long_chain_of_parts_is_put_in_order() -> None:
    chain = [item("0")] + [item(str(n), parent=str(n - 1)) for n in range(1, 3000)]
    found = parsed(small(*reversed(chain))).items
    assert [i.source_id for i in found] == [str(n) for n in range(3000)]


def test_day_follows_from_the_start_where_people_live() -> None:
    def only_a_start(file: Document) -> None:
        del file["vergadering"]["vergaderdatum"]
        file["vergadering"]["aanvang"] = "2026-05-01T23:30:00Z"

    assert parsed(changed(small(), only_a_start)).held_on == date(2026, 5, 2)


def test_titles_are_made_fit_to_show() -> None:
    file = small({"id": "a", "agendapuntnaam": "Eén\u0000 \u202e regel\nen\tmeer " + "x" * 600})
    title = parsed(file).items[0].title
    assert title.startswith("Eén regel en meer xx")
    assert (len(title), title[-1]) == (500, "…")


def test_text_with_tags_stays_text() -> None:
    file = small(item("a") | {"omschrijving": "<script>alert(1)</script>"})
    assert parsed(file).items[0].description == "<script>alert(1)</script>"


def test_document_that_names_no_item_belongs_to_the_meeting() -> None:
    document = {"id": "d", "titel": "Besluitenlijst", "webpaginalink": "https://ori.example.nl/d"}
    assert parsed(small(documents=[document])).documents == (
        ImportedDocument("d", "Besluitenlijst", "https://ori.example.nl/d", None),
    )


def test_byte_order_mark_is_no_obstacle() -> None:
    assert parse_meeting(b"\xef\xbb\xbf" + json.dumps(small()).encode()).name == "Raad"


def _set(*path: str | int, to: Any) -> Callable[[Document], None]:
    def change(file: Document) -> None:
        at: Any = file
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = to

    return change


def _without(*path: str | int) -> Callable[[Document], None]:
    def change(file: Document) -> None:
        at: Any = file
        for step in path[:-1]:
            at = at[step]
        del at[path[-1]]

    return change


FIRST = ("agendapunten", "results", 0)
DOCUMENT = ("informatieobjecten", "results", 0)


@pytest.mark.parametrize(
    ("change", "place", "code"),
    [
        (_without("vergadering"), "vergadering", "missing"),
        (_without("agendapunten"), "agendapunten", "missing"),
        (_without("vergadering", "id"), "vergadering.id", "missing"),
        (_without("vergadering", "naam"), "vergadering.naam", "missing"),
        (_set("vergadering", "naam", to=" "), "vergadering.naam", "empty"),
        (_set("vergadering", "naam", to=7), "vergadering.naam", "string_type"),
        (
            _set("vergadering", "organisatie", to={"provincie": "pv27"}),
            "vergadering.organisatie.gemeente",
            "missing",
        ),
        (
            _set("vergadering", "vergaderdatum", to="08-02-2018"),
            "vergadering.vergaderdatum",
            "not_a_day",
        ),
        (
            _set("vergadering", "vergaderdatum", to="2018-02-30"),
            "vergadering.vergaderdatum",
            "not_a_day",
        ),
        (
            _set("vergadering", "vergaderdatum", to="1518048000"),
            "vergadering.vergaderdatum",
            "not_a_day",
        ),
        (
            _set("vergadering", "vergaderdatum", to=1518048000),
            "vergadering.vergaderdatum",
            "not_a_day",
        ),
        (
            _set("vergadering", "geplandeaanvang", to="2018-02-08T12:30:00"),
            "vergadering.geplandeaanvang",
            "not_a_moment",
        ),
        (_set("vergadering", "vergaderstatus", to="bezig"), "vergadering.vergaderstatus", "not_a_state"),
        (_set(*FIRST, "id", to="a b"), "agendapunten.results.0.id", "string_pattern_mismatch"),
        (_set(*FIRST, "id", to="x" * 81), "agendapunten.results.0.id", "string_pattern_mismatch"),
        (_without(*FIRST, "agendapuntnaam"), "agendapunten.results.0.agendapuntnaam", "missing"),
        (_set(*FIRST, "volgnummer", to=1), "agendapunten.results.0.volgnummer", "string_type"),
        (_set("agendapunten", "results", to={}), "agendapunten.results", "tuple_type"),
        (_set("agendapunten", "results", to=[item(str(n)) for n in range(5001)]), "agendapunten.results", "too_long"),
        (_set("agendapunten", "next", to="https://ori.example.nl/?page=2"), "agendapunten.next", "incomplete"),
        (
            _set(*FIRST, "vergaderingen", to=[{"id": "other"}]),
            "agendapunten.results.0.vergaderingen",
            "other_meeting",
        ),
        (_without(*DOCUMENT, "id"), "informatieobjecten.results.0.id", "missing"),
        (
            _set(*DOCUMENT, "webpaginalink", to="javascript:alert(1)"),
            "informatieobjecten.results.0.webpaginalink",
            "not_a_page",
        ),
    ],
)  # fmt: skip
def test_mistake_is_named_by_its_place(
    sample: Document, change: Callable[[Document], None], place: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        parsed(changed(sample, change))
    assert {name: error.code for name, error in refused.value.fields.items()} == {place: code}


def test_meeting_without_a_date_is_refused(sample: Document) -> None:
    def undated(file: Document) -> None:
        for name in ("vergaderdatum", "geplandedatum", "geplandeaanvang"):
            del file["vergadering"][name]

    with pytest.raises(Invalid) as refused:
        parsed(changed(sample, undated))
    assert set(refused.value.fields) == {"vergadering.vergaderdatum"}


def test_same_id_twice_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        parsed(small(item("a"), item("b"), item("a")))
    assert set(refused.value.fields) == {"agendapunten.results.a"}


def test_items_in_a_circle_are_refused() -> None:
    with pytest.raises(Invalid) as refused:
        parsed(small(item("a", parent="b"), item("b", parent="a"), item("c")))
    assert [error.code for error in refused.value.fields.values()] == ["circle"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"<!DOCTYPE html><html><body>Niet gevonden</body></html>",
        SAMPLE.read_bytes()[:2000],
        b'{"vergadering": "\xff\xfe"}',
        b"[" * 100_000,
    ],
    ids=["empty", "text", "html", "cut-off", "not-utf-8", "deep"],
)
def test_what_is_not_json_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        parse_meeting(content)
    assert {name: error.code for name, error in refused.value.fields.items()} == {
        "bestand": "json_invalid"
    }


@pytest.mark.parametrize("content", [b"[]", b"null", b'"tekst"', b"3"])
def test_json_of_another_shape_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        parse_meeting(content)
    assert str(refused.value) == "bestand: Hier horen gegevens met namen te staan."


def test_huge_file_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting_file, "MOST_BYTES", 1000)
    with pytest.raises(Invalid) as refused:
        read_meeting(SAMPLE)
    assert refused.value.fields["bestand"].code == "too_large"


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="vergadering-van-gisteren"):
        read_meeting(tmp_path / "vergadering-van-gisteren.json")


def test_many_mistakes_are_told_in_part(sample: Document) -> None:
    def nameless(file: Document) -> None:
        for entry in file["agendapunten"]["results"]:
            del entry["agendapuntnaam"]

    with pytest.raises(Invalid) as refused:
        parsed(changed(sample, nameless))
    assert len(refused.value.fields) == MOST_MISTAKES
