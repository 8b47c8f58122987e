"""The stops at means: each room open and closed, what people and officials fill in there, and what came out."""

import re

from tests.browser.stop import Link, Stop

_RESIDENT, _OTHER, _OFFICIAL, _CLERK = "bewoner-1", "bewoner-2", "ambtenaar-1", "griffie-1"


def _called(words: str) -> Link:
    """The means with these words in its address, which come from its title."""
    return re.compile(rf"^/meedoen/\d{{4}}-\d{{4}}-{words}")


def _at(address: str) -> Link:
    return re.compile(rf"{address}$")


TALK = _called("hoe-ziet-ons-dorpshart")
DIALOGUE, DIALOGUE_OVER = _called("samen-oud-worden"), _called("zonnepanelen")
VOTE, VOTE_OVER = _called("op-welke-dagen"), _called("wat-komt-er-op")
ADVICE, ADVICE_OVER = _called("lees-mee"), _called("wat-vindt-u-van-de-regels")
WAITS = _called("waar-is-het-s-avonds")
_DESK_OF = re.compile(r"^/beheer/meedoen/\d{4}-\d{4}$")


def _room(link: Link, state: str, who: str | None = None) -> Stop:
    return Stop("/meedoen/{means:number}-{words}", who, "/meedoen", (link,), state=state)


def _in(link: Link, route: str, page: str, who: str | None, *way: str) -> Stop:
    """A page of a room that its own page leads to, over others if need be."""
    links = (link, *map(_at, way), _at(page))
    return Stop(f"/meedoen/{route}", who, "/meedoen", links)


def _desk(link: Link, name: str, page: str) -> Stop:
    """What officials do with a means, from its own page over its desk."""
    route = f"/beheer/meedoen/{{{name}:number}}/{page}"
    return Stop(route, _OFFICIAL, "/meedoen", (link, _DESK_OF, _at(f"/{page}")))


def _said(page: str, who: str | None) -> Stop:
    one = "{means:number}/bijdrage/{contribution:int}"
    return _in(TALK, f"{one}/{page}", rf"/bijdrage/\d+/{page}", who)


MEANS_STOPS = (
    Stop("/meedoen", None, "/meedoen"),
    Stop("/meedoen", _OFFICIAL, "/meedoen"),
    _room(TALK, "gesprek"),
    _room(TALK, "gesprek", _OTHER),
    _room(TALK, "gesprek", _OFFICIAL),
    _room(DIALOGUE, "dialoog"),
    _room(DIALOGUE_OVER, "dialoog-voorbij"),
    _room(VOTE, "stemming"),
    _room(VOTE_OVER, "stemming-voorbij"),
    _room(ADVICE, "advies"),
    _room(ADVICE_OVER, "advies-voorbij"),
    _room(WAITS, "wacht-op-antwoord"),
    _in(TALK, "{means:number}/zeggen", "/zeggen", _RESIDENT),
    _in(TALK, "{means:number}/gesprek", "/gesprek", _OFFICIAL),
    _in(TALK, "{means:number}/bijdrage/{contribution:int}", r"/bijdrage/\d+", None),
    _said("eerder", None),
    _said("antwoord", _RESIDENT),
    _said("antwoord", _OFFICIAL),
    _said("melden", None),
    _said("wijzig", _OTHER),
    _in(DIALOGUE, "{dialogue:number}/stellingen", "/stellingen", _RESIDENT),
    _in(DIALOGUE, "{dialogue:number}/mijn-antwoorden", "/mijn-antwoorden", _OTHER),
    _in(DIALOGUE, "{dialogue:number}/nieuwe-stelling", "/nieuwe-stelling", _RESIDENT),
    _in(ADVICE, "{consulted:number}/reacties", "/reacties", None),
    _in(ADVICE, "{consulted:number}/reageren/{passage:int}", r"/reageren/\d", _RESIDENT),
    _in(ADVICE, "{consulted:number}/mijn-reacties", "/mijn-reacties", "bewoner-3"),
    _in(
        ADVICE,
        "{consulted:number}/mijn-reacties/{comment:uuid}",
        "/mijn-reacties/[-0-9a-f]+",
        "bewoner-3",
        "/mijn-reacties",
    ),
    _in(ADVICE_OVER, "{noted:number}/reactienota", "/reactienota", None),
    Stop("/meedoen/keuze/{choice:uuid}", None, "/meedoen", (TALK, re.compile("^/meedoen/keuze/"))),
    Stop("/beheer/meedoen", _CLERK, "/beheer/meedoen"),
    Stop("/beheer/meedoen/nieuw", _CLERK, "/beheer/meedoen/nieuw"),
    Stop("/beheer/meedoen/keuze", _CLERK, "/beheer/meedoen/keuze"),
    *(
        Stop("/beheer/meedoen/{means:number}", _OFFICIAL, "/meedoen", (link, _DESK_OF), state=state)
        for link, state in ((TALK, "open"), (WAITS, "gesloten"), (DIALOGUE_OVER, "klaar"))
    ),
    _desk(TALK, "means", "wijzigen"),
    _desk(TALK, "means", "stoppen"),
    _desk(TALK, "means", "sluiten"),
    _desk(WAITS, "closed", "uitkomst"),
    _desk(VOTE, "vote", "stemming"),
    _desk(DIALOGUE, "dialogue", "stellingen"),
    _desk(ADVICE_OVER, "advised", "nota"),
)

MEANS_ELSEWHERE = {
    **dict.fromkeys(
        (
            "/meedoen/{noted:number}/reactienota.csv",
            "/meedoen/{noted:number}/reactienota.pdf",
            "/meedoen/{dialogue:number}/stellingen.csv",
            "/meedoen/{voted:number}/stemming/regels.json",
        ),
        "a file: tests/web",
    ),
    **dict.fromkeys(
        (
            "/beheer/meedoen/{cut:number}/stukken",
            "/beheer/meedoen/{cut:number}/stukken/{passage:int}",
        ),
        "only before an advice opens, and those of the demo are open: tests/web/test_passages.py",
    ),
    "/meedoen/{means:number}": "leads on to the address with the title in it",
}
