"""Every page that can be read, who reads it, and how to get there."""

import re
from collections.abc import Iterator

from starlette.routing import Route

from tests.browser.stop import Stop
from tests.browser.walk_means import MEANS_ELSEWHERE, MEANS_STOPS
from wijkstem.web.routes import ROUTES

_INDICATOR = re.compile(r"^/indicatoren/.")
_IN_PLACES = re.compile(r"^/indicatoren/.+/wijken")
_PLACE_FIGURES = re.compile(r"^/wijken/.+/cijfers$")
_PLAN = re.compile(r"^/initiatieven/\d")
_INSTRUMENT = re.compile(r"^/initiatieven/nieuw/.")
_MEETING = re.compile(r"^/agenda/.")
_SPEAKING = re.compile(r"/inspreken$")
_REPORTING = re.compile(r"/melden$")
_REPORTED = re.compile(r"^/moderatie/zaak/[-0-9a-f]+")
_FIGURES = re.compile(r"^/beheer/cijfers/nieuw/.")
_FIGURE_FILE = re.compile(r"^/beheer/cijfers/[-0-9a-f]{36}$")
_CASE = re.compile(r"^/moderatie/\d")
_FORWARDING = re.compile(r"/afdeling$")
_ADVISING = re.compile(r"^/wijkraad/advies/.")
_UNASKED = re.compile(r"^/wijkraad/plan/.")
_ANSWERING = re.compile(r"^/moderatie/adviezen/.")
_ENTER_SUPPORT = re.compile(r"^/balie/steunen/.")
_ENTER_PLAN = re.compile(r"^/balie/indienen/.")
_PLACING = re.compile(r"^/griffie/\d")
_REQUEST = re.compile(r"/verzoek$")
_TO_ANOTHER = re.compile(r"/waarheen$")
_ENGINE = re.compile(r"^/beheer/motor/.")
_MESSAGE = re.compile(r"^/mijn/berichten/\d")
_NEIGHBOURHOOD = re.compile(r"^/wijken/.")
_GATHERING = re.compile(r"^/bijeenkomsten/[0-9a-f]{8}-[-0-9a-f]+$")
#: The newest, whose figures are still to come; and the first, whose people answered.
_DRAW, _FIRST_DRAW = re.compile(r"^/loting/\d{4}-"), re.compile(r"^/loting/\d{4}-0001$")
_DRAW_DESK = re.compile(r"^/beheer/loting/\d{4}-")
_FIRST_DRAW_DESK = re.compile(r"^/beheer/loting/\d{4}-0001$")
_INVITED = re.compile(r"^/loting/antwoord/")
_PROMISE = re.compile(r"^/toezeggingen/[0-9a-f]{8}-[-0-9a-f]+$")
_WORK = re.compile(r"^/uitvoering/\d{4}-\d+$")
_WORK_PART = re.compile(r"^/uitvoering/onderdeel/.")
_SUBJECT = re.compile(r"^/jaaragenda/onderwerp/[-0-9a-f]+$")
_NEXT_YEAR = re.compile(r"^/jaaragenda/[0-9]{4}$")
_TO_PROGRAMME = re.compile(r"/programma$")
_NEWS = re.compile(r"/nieuws$")
_ITEM = re.compile(r"^/programma/.")
_YEARLY = re.compile(r"^/jaarverslag/\d{4}$")
_YEARLY_DRAFT = re.compile(r"^/jaarverslag/\d{4}/concept$")
_DOSSIER = re.compile(r"^/dossiers/\d")
_PROPOSAL = re.compile(r"^/raadsvoorstellen/\d{4}-\d{4}-")
#: The one about which residents ask something.
_ASKED = re.compile(r"^/raadsvoorstellen/\d{4}-\d{4}-een-speelplek-")
_ANSWER = re.compile(r"^/vragen/.*/antwoord$")
_REPORT_IT = re.compile(r"^/vragen/.*/melden$")
_PARTNERSHIP = re.compile(r"^/samenwerkingen/[0-9a-f]{8}-[-0-9a-f]+$")
_BOX = re.compile(r"^/demo/post/.")
_LETTER = re.compile(r"^/demo/bericht/.")

STOPS = (
    Stop("/", None, "/"),
    Stop("/toegankelijkheid", None, "/toegankelijkheid"),
    Stop("/privacy", None, "/privacy"),
    Stop("/kwetsbaarheid-melden", None, "/kwetsbaarheid-melden"),
    Stop("/inloggen", None, "/inloggen"),
    Stop("/inloggen/email", None, "/inloggen/email"),
    Stop("/inloggen/email/code", None, "/inloggen/email/code"),
    Stop("/uitgelogd", None, "/uitgelogd"),
    Stop("/mijn", "bewoner-1", "/mijn"),
    Stop("/mijn/berichten", "bewoner-1", "/mijn/berichten"),
    Stop("/mijn/berichten/{position:int}", "bewoner-1", "/mijn/berichten", (_MESSAGE,)),
    Stop("/mijn/voorkeuren", "bewoner-1", "/mijn/voorkeuren"),
    Stop("/afmelden/{token}", None, "/afmelden/een-link-uit-een-mail"),
    Stop("/mijn/gegevens", "bewoner-1", "/mijn/gegevens"),
    Stop("/mijn/wissen", "bewoner-1", "/mijn/wissen"),
    Stop("/initiatieven", None, "/initiatieven"),
    Stop("/initiatieven/kaart", None, "/initiatieven/kaart"),
    Stop("/initiatieven/nieuw", "bewoner-1", "/initiatieven/nieuw"),
    Stop("/initiatieven/concept/{draft:uuid}/{step}", None, "/initiatieven/nieuw", (_INSTRUMENT,)),
    Stop("/initiatieven/{number:number}-{slug}", None, "/initiatieven", (_PLAN,)),
    Stop("/initiatieven/{number:number}-{slug}", "bewoner-1", "/initiatieven", (_PLAN,)),
    Stop("/initiatieven/{number:number}/melden", None, "/initiatieven", (_PLAN, _REPORTING)),
    Stop("/wijken", None, "/wijken"),
    Stop("/wijken/{code}", None, "/wijken", (_NEIGHBOURHOOD,)),
    Stop("/wijken/{code}/cijfers", None, "/wijken", (_NEIGHBOURHOOD, _PLACE_FIGURES)),
    Stop("/wijken/{code}", "ambtenaar-1", "/wijken", (_NEIGHBOURHOOD,)),
    Stop("/wijken/{code}/programma", "ambtenaar-1", "/wijken", (_NEIGHBOURHOOD, _TO_PROGRAMME)),
    Stop("/programma/{item:uuid}", None, "/wijken", (_NEIGHBOURHOOD, _ITEM)),
    Stop("/programma/{item:uuid}/nieuws", "ambtenaar-1", "/wijken", (_NEIGHBOURHOOD, _ITEM, _NEWS)),
    Stop("/wijkbudget", None, "/wijkbudget"),
    Stop("/moderatie/rondes", "ambtenaar-1", "/moderatie/rondes"),
    Stop("/moderatie/rondes/nieuw", "ambtenaar-1", "/moderatie/rondes/nieuw"),
    Stop("/bijeenkomsten", None, "/bijeenkomsten"),
    Stop("/bijeenkomsten/nieuw", "ambtenaar-1", "/bijeenkomsten/nieuw"),
    Stop("/bijeenkomsten/{gathering:uuid}", None, "/bijeenkomsten", (_GATHERING,)),
    Stop("/bijeenkomsten/{gathering:uuid}", "bewoner-1", "/bijeenkomsten", (_GATHERING,)),
    *(
        Stop(
            f"/bijeenkomsten/{{gathering:uuid}}/{page}",
            "ambtenaar-1",
            # The first of the neighbourhood goes on; the first of all was cancelled.
            "/wijken",
            (_NEIGHBOURHOOD, _GATHERING, re.compile(f"/{page}$")),
        )
        for page in ("aanmeldingen", "wijzigen", "afgelasten")
    ),
    Stop("/stembord", None, "/stembord"),
    Stop("/agenda", None, "/agenda"),
    Stop("/uitvoering", None, "/uitvoering"),
    Stop("/uitvoering/{work:number}", None, "/uitvoering", (_WORK,)),
    Stop("/uitvoering/{work:number}", "ambtenaar-1", "/uitvoering", (_WORK,)),
    *(
        Stop(
            f"/uitvoering/{{work:number}}/{page}",
            "ambtenaar-1",
            "/uitvoering",
            (_WORK, re.compile(f"/{page}$")),
        )
        for page in ("planning", "onderdeel", "stoppen")
    ),
    Stop(
        "/uitvoering/onderdeel/{work_part:uuid}", "ambtenaar-1", "/uitvoering", (_WORK, _WORK_PART)
    ),
    Stop("/toezeggingen", None, "/toezeggingen"),
    Stop("/toezeggingen/nieuw", "griffie-1", "/toezeggingen/nieuw"),
    Stop("/toezeggingen/{promise:uuid}", None, "/toezeggingen", (_PROMISE,)),
    Stop("/toezeggingen/{promise:uuid}/nieuws", "griffie-1", "/toezeggingen", (_PROMISE, _NEWS)),
    Stop("/jaarverslag", None, "/jaarverslag"),
    Stop("/jaarverslag", "ambtenaar-1", "/jaarverslag"),
    Stop("/jaarverslag/{reported:int}", None, "/jaarverslag", (_YEARLY,)),
    Stop("/jaarverslag/{reported:int}/concept", "ambtenaar-1", "/jaarverslag", (_YEARLY_DRAFT,)),
    Stop(
        "/jaarverslag/{reported:int}/concept/tekst/{chapter}",
        "ambtenaar-1",
        "/jaarverslag",
        (_YEARLY_DRAFT, re.compile(r"/tekst/wie-meedeed$")),
    ),
    Stop("/jaaragenda", None, "/jaaragenda"),
    Stop("/jaaragenda/{year:int}", None, "/jaaragenda", (_NEXT_YEAR,)),
    Stop("/jaaragenda/nieuw", "griffie-1", "/jaaragenda/nieuw"),
    Stop("/jaaragenda/onderwerp/{subject:uuid}", None, "/jaaragenda", (_SUBJECT,)),
    Stop("/jaaragenda/onderwerp/{subject:uuid}", "griffie-1", "/jaaragenda", (_SUBJECT,)),
    *(
        Stop(
            f"/jaaragenda/onderwerp/{{subject:uuid}}/{page}",
            "griffie-1",
            "/jaaragenda",
            (_SUBJECT, re.compile(f"/{page}$")),
        )
        for page in ("wijzigen", "omgeving", "rol")
    ),
    Stop("/agenda/{meeting:uuid}", None, "/agenda", (_MEETING,)),
    Stop("/agenda/{meeting:uuid}/inspreken", "bewoner-1", "/agenda", (_MEETING, _SPEAKING)),
    Stop("/raadsvoorstellen", None, "/raadsvoorstellen"),
    Stop("/raadsvoorstellen/{proposal:number}-{words}", None, "/raadsvoorstellen", (_PROPOSAL,)),
    Stop("/raadsvoorstellen/nieuw", "ambtenaar-1", "/raadsvoorstellen/nieuw"),
    *(
        Stop(
            f"/raadsvoorstellen/{{proposal:number}}/{page}",
            who,
            "/raadsvoorstellen",
            (_PROPOSAL, re.compile(f"/{page}$")),
        )
        for page, who in (
            ("wijzigen", "griffie-1"),
            ("nakijken", "griffie-1"),
            ("intrekken", "griffie-1"),
            ("vragen", "bewoner-1"),
        )
    ),
    Stop("/vragen/{remark:uuid}/antwoord", "griffie-1", "/raadsvoorstellen", (_ASKED, _ANSWER)),
    Stop("/vragen/{remark:uuid}/melden", None, "/raadsvoorstellen", (_ASKED, _REPORT_IT)),
    *MEANS_STOPS,
    Stop("/loting", None, "/loting"),
    Stop("/loting/{group:number}", None, "/loting", (_DRAW,)),
    Stop("/loting/{group:number}", "bewoner-1", "/loting", (_FIRST_DRAW,)),
    Stop("/loting/meedoen", "bewoner-1", "/loting/meedoen"),
    Stop("/loting/antwoord/{entry:uuid}", "bewoner-1", "/loting/meedoen", (_INVITED,)),
    Stop("/beheer/loting", "griffie-1", "/beheer/loting"),
    Stop("/beheer/loting/nieuw", "griffie-1", "/beheer/loting/nieuw"),
    Stop("/beheer/loting/{group:number}", "griffie-1", "/beheer/loting", (_DRAW_DESK,)),
    Stop("/beheer/loting/{group:number}", "ambtenaar-1", "/beheer/loting", (_FIRST_DRAW_DESK,)),
    Stop("/samenwerkingen", None, "/samenwerkingen"),
    Stop("/samenwerkingen/nieuw", "griffie-1", "/samenwerkingen/nieuw"),
    Stop("/samenwerkingen/{partnership:uuid}", None, "/samenwerkingen", (_PARTNERSHIP,)),
    *(
        Stop(
            f"/samenwerkingen/{{partnership:uuid}}/{page}",
            "griffie-1",
            "/samenwerkingen",
            (_PARTNERSHIP, re.compile(f"/{page}$")),
        )
        for page in ("wijzigen", "herzien")
    ),
    Stop("/dossiers", None, "/dossiers"),
    Stop("/dossiers/{dossier:number}-{words}", None, "/dossiers", (_DOSSIER,)),
    Stop("/dossiers/nieuw", "ambtenaar-1", "/dossiers/nieuw"),
    *(
        Stop(
            f"/dossiers/{{dossier:number}}/{page}",
            "ambtenaar-1",
            "/dossiers",
            (_DOSSIER, re.compile(f"/{page}$")),
        )
        for page in ("toevoegen", "wijzigen")
    ),
    Stop(
        "/dossiers/{dossier:number}/vergadering",
        "ambtenaar-1",
        "/dossiers",
        (_DOSSIER, re.compile("/toevoegen$")),
        press='form[action$="/vergadering"] [type="submit"]',
    ),
    Stop("/indicatoren", None, "/indicatoren"),
    Stop("/indicatoren/{indicator}", None, "/indicatoren", (_INDICATOR,)),
    Stop("/indicatoren/{indicator}/wijken", None, "/indicatoren/submitted", (_IN_PLACES,)),
    Stop("/spelregels", None, "/spelregels"),
    Stop("/open-data", None, "/open-data"),
    Stop("/beheer/spelregels", "beheerder-1", "/beheer/spelregels"),
    Stop("/beheer/cijfers", "ambtenaar-1", "/beheer/cijfers"),
    Stop("/beheer/cijfers/overzicht", "ambtenaar-1", "/beheer/cijfers/overzicht"),
    Stop("/beheer/cijfers/gebruik", "ambtenaar-1", "/beheer/cijfers/gebruik"),
    Stop("/beheer/cijfers/nieuw/{source}", "ambtenaar-1", "/beheer/cijfers", (_FIGURES,)),
    Stop("/beheer/cijfers/{file:uuid}", "ambtenaar-1", "/beheer/cijfers", (_FIGURE_FILE,)),
    Stop("/beheer/bewaren", "beheerder-1", "/beheer/bewaren"),
    Stop("/beheer/motor", "platform-1", "/beheer/motor"),
    Stop("/beheer/motor/{municipality}", "platform-1", "/beheer/motor", (_ENGINE,)),
    Stop("/moderatie", "ambtenaar-1", "/moderatie"),
    Stop("/moderatie/team", "ambtenaar-1", "/moderatie/team"),
    Stop("/moderatie/{number:number}", "ambtenaar-1", "/moderatie", (_CASE,)),
    Stop("/moderatie/zaak/{case:uuid}", "ambtenaar-1", "/moderatie?reden=report", (_REPORTED,)),
    Stop("/moderatie/zaak/{case:uuid}/afdeling", "ambtenaar-1", "/moderatie", (_CASE, _FORWARDING)),
    Stop("/wijkraad", "wijkraad-1", "/wijkraad"),
    Stop("/wijkraad/advies/{advice:uuid}", "wijkraad-1", "/wijkraad", (_ADVISING,)),
    Stop("/wijkraad/plan/{number:number}", "wijkraad-1", "/wijkraad", (_UNASKED,)),
    Stop("/moderatie/adviezen", "ambtenaar-1", "/moderatie/adviezen"),
    Stop("/moderatie/adviezen/{given:uuid}", "ambtenaar-1", "/moderatie/adviezen", (_ANSWERING,)),
    Stop("/balie", "ambtenaar-1", "/balie"),
    Stop("/balie/steunen/{number:number}", "ambtenaar-1", "/balie", (_ENTER_SUPPORT,)),
    Stop("/balie/indienen/{instrument}", "ambtenaar-1", "/balie", (_ENTER_PLAN,)),
    Stop("/griffie", "griffie-1", "/griffie"),
    Stop("/griffie/vergadering", "griffie-1", "/griffie/vergadering"),
    *(
        Stop(
            f"/griffie/vergadering/{{meeting:uuid}}/{page}",
            "griffie-1",
            "/agenda",
            (_MEETING, re.compile(f"^/griffie/vergadering/[-0-9a-f]+/{page}$")),
        )
        for page in ("wijzigen", "agenda", "insprekers")
    ),
    Stop("/griffie/{number:number}", "griffie-1", "/griffie", (_PLACING,)),
    Stop("/initiatieven/{number:number}/verzoek", "griffie-1", "/griffie", (_PLACING, _REQUEST)),
    Stop(
        "/initiatieven/{number:number}/waarheen",
        "griffie-1",
        "/griffie",
        (_PLACING, _REQUEST, _TO_ANOTHER),
    ),
    Stop("/wijkbudget/geheim", None, "/wijkbudget/geheim"),
    Stop("/demo/post", None, "/demo/post"),
    Stop("/demo/post/{person:uuid}", None, "/demo/post", (_BOX,)),
    Stop("/demo/bericht/{message:uuid}", None, "/demo/post", (_BOX, _LETTER)),
)

#: Addresses that are looked at elsewhere, with the reason.
ELSEWHERE = {
    **dict.fromkeys(
        (
            "/wijkbudget/{budget:round}",
            "/moderatie/rondes/{budget:round}",
            "/moderatie/rondes/{budget:round}/wijzigen",
            "/moderatie/rondes/{budget:round}/plannen/{plan:uuid}",
        ),
        "in tests/browser/test_rounds.py: the municipality that is filled has no round",
    ),
    "/wijkbudget/{round}/uitslag": "in tests/browser/test_results.py: needs a result",
    "/wijkbudget/{round}/controle": "in tests/browser/test_results.py: needs a result",
    "/wijkbudget/{round}/uitslag/export.zip": "a file: tests/web/test_results.py",
    "/moderatie/rondes/{round}/tellen": "in tests/browser/test_results.py: needs a vote",
    "/moderatie/rondes/{round}/steekproef": "in tests/browser/test_results.py: needs a vote",
    "/moderatie/stapel/{pile:uuid}": "in tests/browser/test_results.py: needs a vote",
    "/beheer/cijfers/voorbeeld/{source}.csv": "a file: tests/web/test_figure_files.py",
    "/moderatie/rondes/{round}/kiezers": "in tests/browser/test_rolls.py: needs a vote",
    "/moderatie/rondes/{round}/loket": "in tests/browser/test_rolls.py: needs a vote",
    "/moderatie/rondes/{round}/nieuwe-code": "in tests/browser/test_rolls.py: needs a vote",
    "/stembord/{round}": "in tests/browser/test_board.py: needs a vote",
    "/stembord/{round}/controle": "in tests/browser/test_board.py: needs a vote",
    "/stembord/{round}/bord.jsonl": "a file: tests/web/test_board.py",
    "/stembord/{round}/koppen.json": "a file: tests/web/test_board.py",
    "/stembord/{round}/bewijs/{line:int}": "a file: tests/web/test_board.py",
    "/stembord/{round}/aangroei/{older:int}/{newer:int}": "a file: tests/web/test_board.py",
    "/jaarverslag/{reported:int}/editie/{edition:int}": "the same page: tests/web/test_year_reports.py",
    "/jaarverslag/{reported:int}/editie/{edition:int}/pdf": "a file: tests/workers/test_printing.py",
    "/initiatieven/feed": "no page: tests/web/test_finding.py",
    "/api/ori/v1/openapi.json": "no page: tests/web/test_ori.py",
    **MEANS_ELSEWHERE,
    "/meedoen/{consulted:number}/reacties/{comment:uuid}/melden": "tests/web/test_comments.py: the page of every report",
    "/griffie/meedoen/{decided:number}": "not walked yet; what it answers is in tests/web/test_outcomes.py",
    "/meedoen/{counted:number}/uitslag.csv": "a file: tests/web/test_outcomes.py",
    "/meedoen/{counted:number}/uitslag.pdf": "a file: tests/web/test_outcomes.py",
    "/api/ori/v1/{kind}": "no page: tests/web/test_ori.py",
    "/api/ori/v1/{kind}/{key:uuid}": "no page: tests/web/test_ori.py",
    "/open-data/catalogus.jsonld": "no page: tests/web/test_open_data.py",
    "/open-data/bestanden/{dataset}": "a file: tests/web/test_open_data.py",
    "/open-data/bestanden/{dataset}/controle": "no page: tests/web/test_open_data.py",
    "/api/v1/openapi.json": "no page: tests/web/test_api.py",
    "/api/v1/gemeente": "no page: tests/web/test_api.py",
    "/api/v1/{name}": "no page: tests/web/test_api.py",
    "/api/v1/{name}/{one}": "no page: tests/web/test_api.py",
    "/api/v1/{name}/{one}/{part}": "no page: tests/web/test_api.py",
    "/initiatieven/nieuw/{instrument}": "leads on to the first page of a new plan",
    "/initiatieven/concept/{draft:uuid}/versturen": "in test_submitting: needs a plan in hand",
    "/initiatieven/concept/{draft:uuid}/beeld": "in test_submitting: needs a plan in hand",
    "/initiatieven/concept/{draft:uuid}/film": "in test_spoken_and_filmed: needs a plan in hand",
    "/initiatieven/concept/{draft:uuid}/opname": "in test_spoken_and_filmed: needs a plan in hand",
    "/film/{film:uuid}": "a film and no page",
    "/film/{film:uuid}/ondertitels.vtt": "for a player",
    "/opname/{recording:uuid}": "a recording and no page",
    "/initiatieven/lijkt-op": "a part of a page, in tests/browser/test_spoken_and_filmed.py",
    "/melding/{report}": "in tests/web/test_reports.py: an address that only who reported has",
    "/samenvoegen/{merge:uuid}": "in tests/web/test_merging.py: needs a proposal about oneself",
    "/initiatieven/{number:number}/samenvoegen": "in tests/web/test_merging.py: needs a plan of one's own",
    "/besluit/{decision:uuid}/herziening": "in tests/web/test_reports.py: needs a decision about oneself",
    "/foto/{photo:uuid}/{size}": "a photo and no page",
    "/initiatieven/concept/{draft:uuid}/weggooien": "in test_submitting: needs a plan in hand",
    "/initiatieven/{number:number}": "leads on to the address with the title in it",
    "/initiatieven/{number:number}/intrekken": "in the journeys: needs a plan of one's own",
    "/initiatieven/{number:number}/verder": "in the journeys: needs a plan of one's own, with money",
    "/initiatieven/{number:number}/aanvullen": "in the journeys: needs a plan of one's own, and a question",
    "/initiatieven/{number:number}/wijzigen": "in the journeys: needs a plan of one's own",
    "/beheer/motor/{municipality}/{consumer}/overslaan": "in the tests of the engine's page: needs a standstill",
    "/balie/papier/{batch:uuid}": "in test_personal_and_paper: nobody brought a list in the demo",
    "/mijn/gegevens/fotos": "a file: tests/web/test_own_photos.py",
    "/moderatie/samen/{bulk:uuid}": "in test_morning: needs a decision on many cases",
    "/moderatie/team/verslag": "a file: tests/web/test_team.py",
    "/mijn/gegevens/bestand": "a file: tests/web/test_personal.py",
    "/inloggen/met/{way}": "leads on to the provider",
    "/inloggen/met/{way}/terug": "leads on from the provider",
    "/uitloggen/{way}": "leads on to the provider",
    "/wijkbudget/{budget:round}/regels.json": "a file: tests/web/test_rounds.py",
    **dict.fromkeys(
        ("/agenda.ics", "/agenda/{body}.ics", "/initiatieven/{number:number}/agenda.ics"),
        "a file: tests/web/test_calendars.py",
    ),
    "/bijeenkomsten/{gathering:uuid}/agenda.ics": "a file: tests/web/test_gatherings.py",
    "/initiatieven/{number:number}/mening": "needs a plan of one's own that is over: tests/web/test_evaluations.py",
    **dict.fromkeys(
        (
            "/dossiers/publicaties",
            "/dossiers/{dossier:number}/feed",
            "/dossiers/{dossier:number}/archief.zip",
        ),
        "for machines, or a file: tests/web/test_dossiers.py",
    ),
    "/dossiers/{dossier:number}/reageren": "needs a meeting that goes on: tests/web/test_council_proposals.py",
    "/loting/{group:number}/kandidaten.jsonl": "a file: tests/web/test_draws.py",
    "/loting/{group:number}/loting.json": "a file: tests/web/test_draws.py",
    "/samenwerkingen.csv": "a file: tests/web/test_partnerships.py",
    "/raadsvoorstellen/{proposal:number}": "leads on to the address with the title in it",
    "/dossiers/{dossier:number}": "leads on to the address with the title in it",
    "/jaaragenda/{year:int}/agenda.ics": "a file: tests/web/test_year_agenda.py",
    "/jaaragenda/{year:int}/onderwerpen.csv": "a file: tests/web/test_year_agenda.py",
    "/indicatoren/{indicator}/cijfers.csv": "a file: tests/web/test_indicators.py",
    "/indicatoren/{indicator}/wijken.csv": "a file: tests/web/test_comparing.py",
    "/griffie/vergadering/{meeting:uuid}/afgelasten": "in test_meeting_desk: the first that is listed was imported",
    "/bijeenkomsten/{gathering:uuid}/verslag": "in test_gatherings: the first that is listed is still to come",
    **dict.fromkeys(
        (
            "/wijkbudget/{round}/stemmen",
            "/wijkbudget/{round}/stembiljet/{area:int}",
            "/wijkbudget/{round}/stembiljet/{area:int}/vergelijken",
            "/wijkbudget/{round}/stembiljet/{area:int}/controleren",
            "/wijkbudget/{round}/stembiljet/{area:int}/verstuurd",
        ),
        "in test_voting: needs a round that is open",
    ),
    "/uitvoering/{work:number}/klaar": "in test_carrying_out: the first that is listed is under way",
    "/healthz": "for machines",
    "/readyz": "for machines",
    "/metrics": "for machines",
    "/.well-known/security.txt": "for machines",
}


def readable() -> Iterator[str]:
    """The pattern of every route that answers to GET."""
    for route in ROUTES:
        if isinstance(route, Route) and "GET" in (route.methods or ()):
            yield route.path
