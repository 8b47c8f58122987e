"""A request's dossier as files: for another system, and for a person to read, print and keep."""

import json

from wijkstem.adapters.mail import Attachment
from wijkstem.kit.jinja import Pages
from wijkstem.queries.handover import RequestDossier
from wijkstem.queries.handover_shapes import body_name, instrument_name, shaped
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words.handover import HandoverKind


def dossier_files(
    pages: Pages, dossier: RequestDossier, rules: MunicipalityRules, site: str, kind: HandoverKind
) -> tuple[Attachment, ...]:
    """In Dutch, whoever asks: it is the council's."""
    said = shaped(dossier, rules, site, kind)
    data = json.dumps(said, ensure_ascii=False, indent=1).encode()
    page = pages.render(
        "handover/dossier.html",
        "nl",
        dossier=dossier,
        municipality=rules.municipality.name,
        body=body_name(dossier, rules),
        instrument=instrument_name(dossier, rules),
        address=f"{site}/initiatieven/{dossier.number}",
    )
    name = f"agendaverzoek-{dossier.number}"
    return (
        Attachment(f"{name}.json", "application/json", data),
        Attachment(f"{name}.html", "text/html", page.encode()),
    )
