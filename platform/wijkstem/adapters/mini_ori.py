"""Reads a council meeting from a file in the shape of KOOP mini-ORI 1.0.0; gives all of it or the reason why not.

`mini_ori_shape.py` has the shape. Here the parts are put together: which item comes after which, and which
document belongs where.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from pydantic import ValidationError

from wijkstem.adapters.council import ImportedDocument, ImportedItem, ImportedMeeting
from wijkstem.adapters.meeting_fields import MOST_MISTAKES, refused
from wijkstem.adapters.mini_ori_shape import Agendapunt, File, Informatieobject, Page, R
from wijkstem.errors import FieldError, Invalid

Mistakes = dict[str, FieldError]


def meeting_of(content: bytes) -> ImportedMeeting:
    """The meeting in what a file says. Raises Invalid, naming each place that is not right."""
    try:
        file = File.model_validate_json(content)
    except ValidationError as error:
        raise refused(error) from error
    mistakes = _mistakes(file)
    if mistakes:
        raise Invalid(dict(list(mistakes.items())[:MOST_MISTAKES]))
    return _meeting(file)


def _mistakes(file: File) -> Mistakes:
    """What is wrong between the parts, each of which is right by itself."""
    mistakes: Mistakes = {}
    if file.vergadering.day is None:
        mistakes["vergadering.vergaderdatum"] = FieldError(
            "missing", "De dag ontbreekt: vul vergaderdatum of geplandedatum in."
        )
    mistakes |= _page_mistakes("agendapunten", file.agendapunten, file.vergadering.id)
    mistakes |= _page_mistakes("informatieobjecten", file.informatieobjecten, file.vergadering.id)
    if len(_in_order(file.agendapunten.results)) < len(file.agendapunten.results):
        mistakes["agendapunten.results"] = FieldError(
            "circle", "Er zijn agendapunten die een deel van zichzelf zijn (hoofdagendapunt)."
        )
    return mistakes


def _page_mistakes(name: str, page: Page[R], meeting_id: str) -> Mistakes:
    mistakes = _doubles(name, (part.id for part in page.results))
    if page.next or page.previous:
        # What is not in the file counts as gone, so a part of a list would remove the rest of it.
        mistakes[f"{name}.next"] = FieldError(
            "incomplete", "Dit is maar een deel van de lijst. Geef de hele lijst in één bestand."
        )
    for place, part in enumerate(page.results):
        if part.vergaderingen and meeting_id not in {m.id for m in part.vergaderingen}:
            mistakes[f"{name}.results.{place}.vergaderingen"] = FieldError(
                "other_meeting", "Dit hoort bij een andere vergadering."
            )
    return mistakes


def _doubles(name: str, ids: Iterable[str]) -> Mistakes:
    return {
        f"{name}.results.{id_}": FieldError(
            "double", "Deze id staat er %(times)s keer.", times=times
        )
        for id_, times in Counter(ids).items()
        if times > 1
    }


def _meeting(file: File) -> ImportedMeeting:
    meeting, held_on = file.vergadering, file.vergadering.day
    assert held_on is not None  # `_mistakes` refuses a meeting without a date
    body = meeting.georganiseerddoorgremium
    items = _in_order(file.agendapunten.results)
    known = {item.id for item in items}
    return ImportedMeeting(
        source_id=meeting.id,
        municipality_code=meeting.organisatie.gemeente.upper(),
        body_name=(body.gremiumnaam if body else meeting.naam)[:200],
        name=meeting.naam,
        held_on=held_on,
        starts_at=meeting.start,
        location=meeting.locatie or None,
        state=meeting.vergaderstatus,
        items=tuple(
            ImportedItem(
                item.id,
                item.agendapuntnaam,
                item.omschrijving or None,
                item.result,
                item.webpaginalink or "",
            )
            for item in items
        ),
        documents=tuple(_document(document, known) for document in file.informatieobjecten.results),
    )


def _document(document: Informatieobject, items: set[str]) -> ImportedDocument:
    # One that belongs to several items is shown with the first of them.
    item = next((item.id for item in document.agendapunten if item.id in items), None)
    return ImportedDocument(
        document.id,
        document.titel,
        document.webpaginalink,
        item,
        media_type=document.formaat or None,
        submitted_on=document.datumingediend,
        category=document.wooinformatiecategorie,
    )


def _in_order(items: Sequence[Agendapunt]) -> list[Agendapunt]:
    """By number, a part of an item right after it; items that are part of themselves are left out."""
    known = {item.id for item in items}
    below: dict[str | None, list[Agendapunt]] = defaultdict(list)
    for item in items:
        parent = item.hoofdagendapunt.id if item.hoofdagendapunt else None
        below[parent if parent in known else None].append(item)
    ordered: list[Agendapunt] = []
    waiting = _last_first(below[None])
    while waiting:
        item = waiting.pop()
        ordered.append(item)
        waiting += _last_first(below[item.id])
    return ordered


def _last_first(items: Iterable[Agendapunt]) -> list[Agendapunt]:
    # Sorting is stable: where numbers are the same, or not there, the order of the file stays.
    return sorted(items, key=lambda item: item.number)[::-1]
