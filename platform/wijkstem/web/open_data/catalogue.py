"""The catalogue of the datasets and the API: DCAT-AP-NL 3.0 as JSON-LD, with its context inside so that nothing is fetched."""

from typing import Any, Final

from wijkstem.kit.datafiles import Form
from wijkstem.web.api.v1.describe import contact
from wijkstem.web.api.v1.tell import BASE, Here
from wijkstem.web.open_data.datasets import DATASETS, Dataset

Said = dict[str, Any]
_EU: Final = "http://publications.europa.eu/resource/authority"
_IANA: Final = "https://www.iana.org/assignments/media-types"
PUBLIC: Final = {"@id": f"{_EU}/access-right/PUBLIC"}
#: No rights are kept: what the Netherlands wants of its governments' data.
LICENCE: Final = {"@id": "http://creativecommons.org/publicdomain/zero/1.0/deed.nl"}
#: Government and the public sector.
THEME: Final = {"@id": f"{_EU}/data-theme/GOVE"}
DUTCH: Final = {"@id": f"{_EU}/language/NLD"}
FILE_TYPES: Final = {
    Form.CSV: ("CSV", "text/csv"),
    Form.JSON: ("JSON", "application/json"),
    Form.GEOJSON: ("GEOJSON", "application/geo+json"),
}
_CONTEXT: Final = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
#: What the values above are, for who does not look them up.
_KNOWN: Final = (
    {**PUBLIC, "@type": "dct:RightsStatement"},
    {**LICENCE, "@type": "dct:LicenseDocument"},
    {
        **THEME,
        "@type": "skos:Concept",
        "skos:prefLabel": {"@value": "Overheid en publieke sector", "@language": "nl"},
    },
    {**DUTCH, "@type": "dct:LinguisticSystem"},
)


def catalogue(here: Here) -> Said:
    """Of one municipality."""
    datasets = [_dataset(here, one) for one in DATASETS]
    return {
        "@context": _CONTEXT,
        "@graph": [_catalogue(here), _publisher(here), *datasets, _service(here), *_KNOWN],
    }


def _dutch(text: str) -> Said:
    return {"@value": text, "@language": "nl"}


def _uri(value: str) -> Said:
    return {"@value": value, "@type": "xsd:anyURI"}


def _ours(here: Here) -> Said:
    """Who it is of, and where questions go."""
    return {
        "dct:publisher": {"@id": publisher(here)},
        "dct:creator": {"@id": publisher(here)},
        "dcat:contactPoint": _contact(here),
        "dct:accessRights": PUBLIC,
        "dcat:theme": THEME,
    }


def publisher(here: Here) -> str:
    """The municipality in the government's own register (TOOI)."""
    code = here.rules.municipality.cbs_code.lower()
    return f"https://identifier.overheid.nl/tooi/id/gemeente/{code}"


def _publisher(here: Here) -> Said:
    name = f"Gemeente {here.rules.municipality.name}"
    kind = {
        "@id": "http://purl.org/adms/publishertype/LocalAuthority",
        "@type": "skos:Concept",
        "skos:prefLabel": _dutch("Lokale overheid"),
    }
    return {
        "@id": publisher(here),
        "@type": "foaf:Agent",
        "foaf:name": _dutch(name),
        "dct:type": kind,
    }


def _contact(here: Here) -> Said:
    said = contact(here)
    return {
        "@type": "vcard:Kind",
        "vcard:fn": _dutch(said["name"]),
        "vcard:hasEmail": {"@id": f"mailto:{said['email']}"},
        "vcard:hasURL": {"@id": said["url"]},
    }


def _catalogue(here: Here) -> Said:
    return {
        "@id": f"{here.page('/open-data')}#catalogus",
        "@type": "dcat:Catalog",
        "dct:title": _dutch(f"Open data over meedoen in {here.rules.municipality.name}"),
        "dct:description": _dutch(
            "Plannen van bewoners, besluiten, stemmingen over geld en cijfers over meedoen."
        ),
        "dct:publisher": {"@id": publisher(here)},
        "dcat:contactPoint": _contact(here),
        "dct:license": LICENCE,
        "dct:language": DUTCH,
        "foaf:homepage": {"@id": here.page("/open-data"), "@type": "foaf:Document"},
        "dcat:dataset": [{"@id": _id(here, one)} for one in DATASETS],
        "dcat:service": {"@id": _service_id(here)},
    }


def _id(here: Here, it: Dataset) -> str:
    return f"{here.page('/open-data')}#{it.name}"


def _dataset(here: Here, it: Dataset) -> Said:
    return {
        "@id": _id(here, it),
        "@type": "dcat:Dataset",
        "dct:identifier": _uri(_id(here, it)),
        "dct:title": _dutch(it.title),
        "dct:description": _dutch(it.about),
        **_ours(here),
        "dct:language": DUTCH,
        "dct:accrualPeriodicity": {"@id": f"{_EU}/frequency/CONT", "@type": "dct:Frequency"},
        "dcat:landingPage": {"@id": _id(here, it), "@type": "foaf:Document"},
        "dcat:distribution": [_distribution(here, it, form) for form in it.forms],
    }


def _distribution(here: Here, it: Dataset, form: Form) -> Said:
    file_type, media = FILE_TYPES[form]
    address = here.page(f"/open-data/bestanden/{it.file(form)}")
    return {
        "@id": f"{_id(here, it)}-{form}",
        "@type": "dcat:Distribution",
        "dct:title": _dutch(f"{it.title} ({file_type})"),
        "dcat:accessURL": {"@id": address, "@type": "rdfs:Resource"},
        "dcat:downloadURL": {"@id": address, "@type": "rdfs:Resource"},
        "dct:format": {
            "@id": f"{_EU}/file-type/{file_type}",
            "@type": "dct:MediaTypeOrExtent",
        },
        "dcat:mediaType": {"@id": f"{_IANA}/{media}", "@type": "dct:MediaType"},
        "dct:license": LICENCE,
    }


def _service_id(here: Here) -> str:
    return f"{here.page('/open-data')}#api"


def _service(here: Here) -> Said:
    return {
        "@id": _service_id(here),
        "@type": "dcat:DataService",
        "dct:identifier": _uri(_service_id(here)),
        "dct:title": _dutch("JSON API"),
        "dct:description": _dutch("Alles wat iedereen op de website kan lezen, voor programma's."),
        **_ours(here),
        "dct:license": LICENCE,
        "dcat:endpointURL": {"@id": here.page(BASE), "@type": "rdfs:Resource"},
        "dcat:endpointDescription": {
            "@id": here.page(f"{BASE}/openapi.json"),
            "@type": "rdfs:Resource",
        },
        "dcat:servesDataset": [{"@id": _id(here, one)} for one in DATASETS],
    }
