"""Which municipality an address belongs to: ``<municipality>.<base host>``, on whatever port."""

import ipaddress
import re

from starlette.requests import HTTPConnection

from wijkstem.rules.registry import MunicipalityRules, RuleBook

#: For machines that look after this one: these know of no municipality and no person.
FOR_MACHINES = re.compile(r"/(healthz|readyz|metrics)|/(static|\.well-known)/.*", re.DOTALL)
#: Asked for by mail programs, from wherever they are: whoever has the secret in it may (RFC 8058).
BY_MAIL = re.compile(r"/afmelden/[^/]+")

#: Files that may take long to go out: who fetches one must not hold a reader's place for so long.
DATASETS = re.compile(r"/open-data/bestanden/.*", re.DOTALL)

#: Where people vote: what happens here leaves no trace that leads to them (`web/casting.py`).
BOOTH = re.compile(r"/wijkbudget/[^/]+/(stemmen|stembiljet(/.*)?)", re.DOTALL)

_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9.-]{1,253})(?::(?P<port>\d{1,5}))?")


def split(header: str) -> tuple[str, str]:
    """Name and port ("" for none) of a Host header; ("", "") for what is no host."""
    found = _HOST.fullmatch(header.strip().lower())
    return (found["name"], found["port"] or "") if found else ("", "")


def is_bare(name: str, base_host: str) -> bool:
    """Whether this is the address without a municipality, or the machine itself by its number."""
    if name == base_host:
        return True
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def municipality_at(name: str, base_host: str, rules: RuleBook) -> MunicipalityRules | None:
    """The municipality whose host is ``name``; None for a stranger's."""
    slug = name.removesuffix(f".{base_host}")
    return rules.of(slug) if slug != name and slug in rules else None


def name(request: HTTPConnection) -> str:
    """The name that this site was asked by, without its port."""
    return split(request.headers.get("host", ""))[0]


def address(request: HTTPConnection, base_host: str, slug: str = "") -> str:
    """The address of a municipality's first page, or of the choice of one, on the port of this request."""
    _, port = split(request.headers.get("host", ""))
    host = f"{slug}.{base_host}" if slug else base_host
    return f"{request.url.scheme}://{host}{':' if port else ''}{port}/"
