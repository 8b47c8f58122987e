"""The council's meetings with their agenda, promises and dossiers as lists in parts."""

from typing import Final

from sqlalchemy import ColumnElement

from wijkstem.kit.rows import table_of
from wijkstem.queries import ori
from wijkstem.queries.dossiers import DossierFacts, dossiers_told
from wijkstem.queries.open_data.keyset import Listing
from wijkstem.queries.promises import PromiseFacts, promises_told
from wijkstem.tables.council import AgendaItem, Meeting
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.promises import Promise
from wijkstem.words import PromiseState

_meeting = table_of(Meeting)
_item = table_of(AgendaItem)
_promise = table_of(Promise)
_dossier = table_of(Dossier)

MEETINGS: Final = Listing(ori.meetings_told, (_meeting.c.held_on, _meeting.c.id), ori.MeetingTold)
ITEMS: Final = Listing(ori.items_told, (_meeting.c.held_on, _item.c.id), ori.ItemTold)
PROMISES: Final = Listing(promises_told, (_promise.c.promised_on, _promise.c.id), PromiseFacts)
DOSSIERS: Final = Listing(dossiers_told, (_dossier.c.number,), DossierFacts)


def on_meeting(key: object) -> ColumnElement[bool]:
    """Items of one meeting."""
    return _item.c.meeting_id == key


def in_state(state: PromiseState) -> ColumnElement[bool]:
    """Promises that are so far."""
    return _promise.c.state == state
