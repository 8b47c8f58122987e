"""Rows of budget rounds and of the council made into what the API says."""

from typing import Any

from wijkstem.queries.dossiers import DossierFacts, DossierPage
from wijkstem.queries.ori import ItemTold, MeetingTold
from wijkstem.queries.promises import PromiseFacts
from wijkstem.queries.results import AreaResult, PlanName, ResultPage
from wijkstem.queries.rounds import Area, Plan, Round, RoundPage
from wijkstem.web.api.v1 import more_shapes as shapes
from wijkstem.web.api.v1.tell import LANG, Here
from wijkstem.web.dossier_lines import dossier_lines
from wijkstem.web.links import dossier_path, meeting_path, promise_path
from wijkstem.words.rounds import RoundState


def budget_round(here: Here, it: Round) -> shapes.Ronde:
    return shapes.Ronde(**_round(here, it))


def whole_round(here: Here, it: RoundPage) -> shapes.RondeGeheel:
    return shapes.RondeGeheel(
        **_round(here, it.round),
        fasen=[
            shapes.Fase(soort=one.kind, begint=one.starts_at, eindigt=one.ends_at)
            for one in it.phases
        ],
        gebieden=[_area(here, one, it.plans) for one in it.areas],
    )


def _round(here: Here, it: Round) -> dict[str, Any]:
    told = it.state is RoundState.PUBLISHED
    return {
        "nummer": it.number,
        "naam": it.name,
        "over": it.about,
        "instrument": it.instrument,
        "stand": it.state,
        "open_vanaf": it.opens_at,
        "open_tot": it.closes_at,
        "regels": it.rule_digest,
        "gestopt_omdat": it.cancelled_because,
        "url": here.url("rondes", it.number),
        "uitslag": here.url("rondes", it.number, "uitslag") if told else None,
        "pagina": here.page(f"/wijkbudget/{it.number}"),
    }


def _area(here: Here, it: Area, plans: tuple[Plan, ...]) -> shapes.Gebied:
    return shapes.Gebied(
        nummer=it.seq,
        naam=it.name,
        budget=it.budget,
        inwoners=it.inhabitants,
        wijken=list(it.places),
        # Before the ballot is fixed, plans take part that residents cannot read yet.
        plannen=[_plan(here, one) for one in plans if one.public and one.area_id == it.id],
    )


def _plan(here: Here, it: Plan) -> shapes.Stemlijstplan:
    return shapes.Stemlijstplan(
        initiatief=here.url("initiatieven", it.initiative_number),
        titel=it.title,
        stand=it.standing,
        nummer=it.number,
        kosten=it.cost,
        categorie=it.category,
    )


def result(here: Here, it: ResultPage) -> shapes.Uitslag:
    return shapes.Uitslag(
        ronde=here.url("rondes", it.number),
        kiezers=sum(one.on_roll for one in it.totals),
        gestemd=sum(one.used for one in it.totals),
        opkomst=[shapes.Opkomst(op=day, stemmers=voters) for day, voters in it.turnout],
        gebieden=[_area_result(here, one, it) for one in it.areas],
        bestanden=here.page(f"/wijkbudget/{it.number}/uitslag/export.zip"),
        pagina=here.page(f"/wijkbudget/{it.number}/uitslag"),
    )


def _area_result(here: Here, it: AreaResult, page: ResultPage) -> shapes.Gebieduitslag:
    said = it.said["result"]
    return shapes.Gebieduitslag(
        nummer=it.number,
        naam=it.name,
        budget=it.budget,
        telregel=said["rule"],
        stemmers=said["voters"],
        toegekend=said["cost"],
        over=said["left"],
        winnaars=[int(number) for number in said["winners"]],
        plannen=[
            _plan_result(here, int(number), it.said["why"][number], page.plans.get(int(number)))
            for number in said["plans"]
        ],
    )


def _plan_result(here: Here, number: int, why: Any, name: PlanName | None) -> shapes.Planuitslag:
    public = name if name and name.title else None
    return shapes.Planuitslag(
        nummer=number,
        titel=public.title if public else "",
        initiatief=here.url("initiatieven", public.initiative_number) if public else None,
        stemmen=why["votes"],
        kosten=why["cost"],
        krijgt=why["gets"],
        uitkomst=why["status"],
    )


def meeting(here: Here, it: MeetingTold) -> shapes.Vergadering:
    return shapes.Vergadering(
        id=str(it.id),
        naam=it.name,
        orgaan=it.body_name,
        gehouden_op=it.held_on,
        begint=it.starts_at,
        locatie=it.location,
        stand=it.state.value,
        url=here.url("vergaderingen", it.id),
        agendapunten=f"{here.url('agendapunten')}?vergadering={it.id}",
        pagina=here.page(meeting_path(it.id)),
    )


def item(here: Here, it: ItemTold) -> shapes.Agendapunt:
    return shapes.Agendapunt(
        id=str(it.id),
        vergadering=here.url("vergaderingen", it.meeting_id),
        volgnummer=it.sequence,
        titel=it.title,
        omschrijving=it.description,
        resultaat=it.result,
        initiatief=here.url("initiatieven", it.number) if it.number else None,
        url=here.url("agendapunten", it.id),
        pagina=here.page(meeting_path(it.meeting_id)),
    )


def promise(here: Here, it: PromiseFacts) -> shapes.Toezegging:
    return shapes.Toezegging(
        id=str(it.id),
        wat=it.what,
        door=it.office,
        uitvoerder=it.owner,
        gedaan_op=it.promised_on,
        uiterlijk=it.due_on,
        stand=it.state,
        te_laat=it.is_late(here.today),
        gewijzigd_op=it.changed_on,
        initiatief=here.url("initiatieven", it.number) if it.number else None,
        url=here.url("toezeggingen", it.id),
        pagina=here.page(promise_path(it.id)),
    )


def dossier(here: Here, it: DossierFacts) -> shapes.Dossier:
    return shapes.Dossier(**_dossier(here, it))


def whole_dossier(here: Here, it: DossierPage) -> shapes.DossierGeheel:
    lines = dossier_lines(it, LANG)
    return shapes.DossierGeheel(
        **_dossier(here, it.dossier),
        regels=[
            shapes.Dossierregel(
                op=one.day,
                soort=one.kind,
                titel=one.title,
                tekst=one.text,
                adres=(here.page(one.url) if one.url.startswith("/") else one.url) or None,
                rubriek=one.category,
                resultaat=one.result,
                let_op=one.warning,
            )
            for one in lines
        ],
    )


def _dossier(here: Here, it: DossierFacts) -> dict[str, Any]:
    return {
        "nummer": it.number,
        "titel": it.title,
        "over": it.about,
        "geopend_op": it.opened_on,
        "gewijzigd_op": it.changed_on,
        "url": here.url("dossiers", it.number),
        "pagina": here.page(dossier_path(it.number, it.slug)),
    }
