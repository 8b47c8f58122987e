"""A request for the agenda as another system takes it: the bodies of KOOP mini-ORI 1.0.0, and beside them what it has no field for."""

from datetime import UTC, datetime
from typing import Any

from wijkstem.queries.handover import RequestDossier
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words.handover import HandoverKind

#: TOOI: "vergaderstukken decentrale overheden", the Woo's category of whatever comes to a council.
CATEGORY = "c_db4862c3"


def shaped(
    dossier: RequestDossier, rules: MunicipalityRules, site: str, kind: HandoverKind
) -> dict[str, Any]:
    """`agendapunt` and `informatieobject` can be posted as they are; once it is placed, `vergadering` is in the first."""
    here = rules.municipality
    organisation = {"gemeente": here.cbs_code.lower(), "naam": f"Gemeente {here.name}"}
    page = f"{site}/initiatieven/{dossier.number}"
    item = {
        "organisatie": organisation,
        "dossiertype": "agendapunt",
        "agendapuntnaam": dossier.title,
        "omschrijving": dossier.decision,
        "webpaginalink": page,
    }
    if dossier.placed is not None:
        item["vergadering"] = str(dossier.placed.meeting_id)
        if dossier.placed.starts_at is not None:
            item["geplandestarttijd"] = _utc(dossier.placed.starts_at)
    return {
        "gebeurtenis": kind.value,
        "agendapunt": item,
        "informatieobject": {
            "organisatie": organisation,
            "titel": f"{dossier.title} ({dossier.number})",
            "wooinformatiecategorie": CATEGORY,
            "datumingediend": dossier.requested_on.isoformat(),
            "informatieobjecttype": "ingekomen_stuk",
            "webpaginalink": page,
            "taal": "nl",
        },
        "agendaverzoek": {
            "nummer": dossier.number,
            "instrument": instrument_name(dossier, rules),
            "gremium": body_name(dossier, rules),
            "ingediend": dossier.filed_on.isoformat(),
            "gevraagd": dossier.requested_on.isoformat(),
            "uiterlijk": dossier.due_on.isoformat() if dossier.due_on else None,
            "geldigesteun": dossier.valid_for,
            "conceptbesluit": dossier.decision,
            "toelichting": dossier.explanation,
            "kosten": dossier.costs,
            "kosteneuro": dossier.euros,
            "vergadering": dossier.placed.name if dossier.placed else None,
            "vergaderdatum": dossier.placed.held_on.isoformat() if dossier.placed else None,
        },
    }


def body_name(dossier: RequestDossier, rules: MunicipalityRules) -> str:
    """In words; its id when the body is not there any more."""
    body = rules.municipality.body(dossier.body_id)
    return body.name if body else dossier.body_id


def instrument_name(dossier: RequestDossier, rules: MunicipalityRules) -> str:
    """In Dutch, as the rules of the filing day call it."""
    return rules.version(dossier.rules_version).instruments[dossier.instrument].name.nl


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
