"""Finding initiatives: the list."""

from collections.abc import Sequence
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.steps import collecting
from wijkstem.queries.dossiers import ListedDossier, dossiers
from wijkstem.queries.initiative_list import ListedRow, initiative_list
from wijkstem.queries.paging import Paged
from wijkstem.web.asking import (
    FEED,
    LIST,
    MAP,
    ORDER,
    PAGE,
    PARAMETERS,
    Asked,
    asked_for,
    choices,
    in_words,
)
from wijkstem.web.cards import card
from wijkstem.web.context import visitor
from wijkstem.web.dossier_lines import dossier_cards
from wijkstem.web.pages import page
from wijkstem.web.public import for_everybody
from wijkstem.web.use import Use
from wijkstem.web.wording import today
from wijkstem.web.work import ask

#: Dossiers above the plans that have the same words.
MOST_DOSSIERS = 3


@for_everybody(*PARAMETERS)
async def listing(request: Request) -> Response:
    """The public initiatives that fit what the visitor looks for."""
    who, asked, on = visitor(request), asked_for(request.query_params), today(request)
    found: Paged[ListedRow] = await ask(
        request,
        initiative_list,
        collecting=collecting(who.rules),
        filters=asked.filters,
        order=asked.order,
        page=asked.page,
    )
    named = in_words(asked, who)
    if asked.filters.words is not None and asked.page == 1:
        use: Use = request.app.state.use
        use.searched(who.municipality_id, found=bool(found.total))
    return page(
        request,
        "initiatives/list.html",
        form=asked.form,
        rows=[card(row, who, on) for row in found.rows],
        found=found,
        narrowed=asked.narrowed,
        named=[text for text, _ in named],
        wider=[(text, asked.address(LIST, without=(name,))) for text, name in named],
        as_map=asked.address(MAP, without=(ORDER,)),
        as_feed=asked.address(FEED, without=(ORDER,)),
        prefix=asked.address(LIST, more={PAGE: ""}),
        choices=choices(asked, who),
        dossiers=dossier_cards(await _dossiers(request, asked)),
        all_dossiers=f"/dossiers?{urlencode({'zoek': asked.form.values.get('zoek', '')})}",
    )


async def _dossiers(request: Request, asked: Asked) -> Sequence[ListedDossier]:
    """What has the same words and holds more than one plan; on the first page only."""
    words = asked.filters.words
    if words is None or asked.page > 1:
        return ()
    found: Paged[ListedDossier] = await ask(request, dossiers, words=words, per_page=MOST_DOSSIERS)
    return found.rows
