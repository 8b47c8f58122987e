"""What officials type for everybody to read is looked over for names and addresses of people, before it stands there."""

from html import unescape

import pytest

from tests.web.test_every_route import who_may
from tests.web.town import Town, Visit
from wijkstem.web.hints import SAY_IT

pytestmark = pytest.mark.slow

FORMS = [
    ("/raadsvoorstellen/{proposal:number}/wijzigen", ("title", "office", "summary", "reason")),
    ("/raadsvoorstellen/{proposal:number}/intrekken", ("news",)),
    ("/samenwerkingen/nieuw", ("name", "tasks", "account")),
    ("/samenwerkingen/{partnership:uuid}/wijzigen", ("tasks", "news")),
    ("/samenwerkingen/{partnership:uuid}/herzien", ("news",)),
    ("/uitvoering/{work:number}/planning", ("office",)),
    ("/uitvoering/{work:number}/onderdeel", ("what",)),
    ("/uitvoering/onderdeel/{work_part:uuid}", ("what", "news")),
    ("/uitvoering/{work:number}/stoppen", ("words",)),
    ("/griffie/vergadering", ("name", "location")),
    ("/griffie/vergadering/{meeting:uuid}/wijzigen", ("reasons",)),
    ("/griffie/vergadering/{meeting:uuid}/afgelasten", ("reasons",)),
    ("/griffie/vergadering/{meeting:uuid}/agenda", ("title", "description")),
    ("/jaaragenda/nieuw", ("title", "what", "wants")),
    ("/jaaragenda/onderwerp/{subject:uuid}/wijzigen", ("what", "news")),
    ("/jaaragenda/onderwerp/{subject:uuid}/omgeving", ("concerned", "heard", "approach")),
    ("/jaaragenda/onderwerp/{subject:uuid}/rol", ("reasons",)),
    ("/dossiers/{dossier:number}/toevoegen", ("title", "text")),
    ("/toezeggingen/nieuw", ("what",)),
    ("/wijken/{code}/programma", ("title", "what", "news")),
    ("/programma/{item:uuid}/nieuws", ("what", "news")),
    ("/bijeenkomsten/nieuw", ("title", "about", "access")),
    ("/bijeenkomsten/{gathering:uuid}/wijzigen", ("about",)),
    ("/bijeenkomsten/{gathering:uuid}/afgelasten", ("reasons",)),
    ("/moderatie/adviezen/{given:uuid}", ("answer",)),
    ("/vragen/{remark:uuid}/antwoord", ("text",)),
    ("/moderatie/{number:number}", ("reasons",)),
    ("/beheer/meedoen/{vote:number}/stemming", ("options",)),
    ("/beheer/loting/nieuw", ("name", "purpose")),
    ("/beheer/loting/{fixed:number}/trekken", ("how",)),
    ("/beheer/loting/{group:number}/stoppen", ("reason",)),
    ("/meedoen/{means:number}/gesprek", ("reason",)),
    ("/moderatie/rondes/nieuw", ("name", "about")),
    ("/moderatie/rondes/{budget:round}/wijzigen", ("about",)),
    ("/beheer/meedoen/{advised:number}/nota/antwoord", ("reasons",)),
    ("/beheer/meedoen/{advised:number}/nota/samenvatting", ("summary",)),
]
NAMED = "Brief van mevrouw Voorbeeld, te bereiken via voorbeeld@example.test"
SHOWN = ("<strong>Voorbeeld</strong>", "<strong>voorbeeld@example.test</strong>")


@pytest.mark.parametrize(("pattern", "fields"), FORMS)
def test_somebodys_name_is_asked_about_before_everybody_reads_it(
    here: Town, pattern: str, fields: tuple[str, ...]
) -> None:
    visit, who = who_may(Visit("POST", pattern))
    for name in fields:
        form = here.form(visit)
        typed = form | {name: f"{form.get(name, '')} {NAMED}".strip()}
        asked = here.ask(visit, who, data=typed)
        assert (name, asked.status_code, here.put_back()) == (name, 422, [])
        said = unescape(asked.text)
        assert [one for one in SHOWN if one not in said] == []
        assert NAMED in said, "nothing typed is lost"
        assert said.count('id="f-gevonden"') == 1
        done = here.ask(visit, who, data=typed | {"gevonden": "ja"})
        assert (name, done.status_code, bool(here.put_back())) == (name, 303, True)


def test_name_of_a_linked_document_is_asked_about(here: Town) -> None:
    visit, who = who_may(Visit("POST", "/griffie/vergadering/{meeting:uuid}/agenda"))
    typed = {"document_title": NAMED, "url": "https://raad.example/brief.pdf"}
    asked = here.ask(visit, who, data=typed)
    assert (asked.status_code, here.put_back()) == (422, [])
    said = unescape(asked.text)
    assert [one for one in (*SHOWN, typed["url"]) if one not in said] == []
    assert said.index('name="document_title"') < said.index('id="f-gevonden"'), "in its own form"
    assert here.ask(visit, who, data=typed | {"gevonden": "ja"}).status_code == 303
    assert "meeting_document" in here.put_back()


def test_citizen_service_number_is_refused_and_not_asked_about(here: Town) -> None:
    visit, who = who_may(Visit("POST", "/uitvoering/{work:number}/onderdeel"))
    typed = here.form(visit) | {"what": "Bel mevrouw Voorbeeld, bsn 111222333", "gevonden": "ja"}
    refused = here.ask(visit, who, data=typed)
    assert (refused.status_code, here.put_back()) == (422, [])
    assert "burgerservicenummer (BSN)" in refused.text


@pytest.mark.parametrize(
    ("field", "rest"), [("reasons", {"wat": "stoppen"}), ("left_out", {"wat": "stemlijst"})]
)
def test_name_in_the_course_of_a_round_is_asked_about(
    here: Town, field: str, rest: dict[str, str]
) -> None:
    visit, who = who_may(Visit("POST", "/moderatie/rondes/{budget:round}"))
    typed = here.form(visit) | rest | {field: NAMED}
    asked = here.ask(visit, who, data=typed)
    assert (asked.status_code, here.put_back()) == (422, [])
    said = unescape(asked.text)
    assert [one for one in SHOWN if one not in said] == []
    assert said.index(f'name="{field}"') < said.index('id="f-gevonden"'), "in its own form"
    assert said.count('id="f-gevonden"') == 1
    told = here.ask(visit, who, data=typed | {"gevonden": "ja"})
    here.put_back()
    assert SAY_IT in said
    assert SAY_IT not in unescape(told.text), "nobody is asked twice"


def test_name_that_many_submitters_would_read_is_asked_about_once(here: Town) -> None:
    visit, who = who_may(Visit("POST", "/moderatie/samen"))
    typed = here.form(visit) | {"wat": "besluit", "outcome": "admit", "reasons": NAMED}
    asked = here.ask(visit, who, data=typed)
    assert (asked.status_code, here.put_back()) == (422, [])
    assert [one for one in SHOWN if one not in unescape(asked.text)] == []
    looked = here.ask(visit, who, data=typed | {"gevonden": "ja"})
    assert (looked.status_code, here.put_back()) == (200, [])
    assert '<input type="hidden" name="gevonden" value="ja">' in looked.text
    done = here.ask(visit, who, data=typed | {"gevonden": "ja", "zeker": "ja"})
    assert (done.status_code, bool(here.put_back())) == (303, True)
