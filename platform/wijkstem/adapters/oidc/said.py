"""What a provider says of somebody, in our words whatever it calls them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from stdnum.exceptions import ValidationError as NotANumber
from stdnum.nl import bsn

from wijkstem.adapters.oidc.setup import ProviderSetup
from wijkstem.errors import LoginRefused

#: More of a claim than this is not somebody's name or group.
_LONGEST = 300


@dataclass(frozen=True)
class Said:
    """Everything that is taken over; what else was said is not looked at and not kept."""

    #: Whose it is, with who says so. A citizen service number stands in it: kept nowhere, shown nowhere.
    subject: str = field(repr=False)
    display_name: str = field(repr=False)
    email: str | None = field(repr=False, default=None)
    birth_date: date | None = field(repr=False, default=None)
    #: WK… or BU…, as it was said.
    neighbourhood_code: str | None = field(repr=False, default=None)
    #: GM….
    municipality_code: str | None = field(repr=False, default=None)
    groups: frozenset[str] = frozenset()
    #: What the provider calls this login, for when it tells us that it ended.
    session_id: str = field(repr=False, default="")
    #: What the provider calls this person; not always `subject`.
    provider_subject: str = field(repr=False, default="")


def said(claims: Mapping[str, object], setup: ProviderSetup) -> Said:
    """Raises LoginRefused when the provider does not say who it is."""
    names = setup.claims
    return Said(
        subject=_subject(claims, setup),
        display_name=" ".join(filter(None, (_text(claims, name) for name in names.name))),
        email=_email(_text(claims, names.email)),
        birth_date=_date(_text(claims, names.birth_date)),
        neighbourhood_code=_code(_text(claims, names.neighbourhood), r"(WK\d{6}|BU\d{8})"),
        municipality_code=_municipality(_text(claims, names.municipality)),
        groups=_groups(claims.get(names.groups)),
        session_id=_text(claims, "sid"),
        provider_subject=_text(claims, "sub"),
    )


def _subject(claims: Mapping[str, object], setup: ProviderSetup) -> str:
    found = _text(claims, setup.claims.subject)
    if not found:
        raise LoginRefused("no_subject", "Wij kregen niet te horen wie u bent. Log opnieuw in.")
    if not setup.claims.gives_bsn:
        return f"{setup.issuer}#{found}"
    subject = subject_of_number(found)
    if subject is None:
        raise LoginRefused("no_subject", "Wij kregen niet te horen wie u bent. Log opnieuw in.")
    return subject


def subject_of_number(number: str) -> str | None:
    """Whose a citizen service number is; None for what is none. The same whoever gives it: a broker, or an official."""
    try:
        # One number can be written in more than one way, and one person is one account.
        return f"bsn:{bsn.validate(number)}"
    except NotANumber:
        return None


def _text(claims: Mapping[str, object], name: str) -> str:
    value = claims.get(name) if name else None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return value.strip() if isinstance(value, str) and len(value) <= _LONGEST else ""


def _email(text: str) -> str | None:
    return text if re.fullmatch(r"[^@\s]+@[^@\s]+", text) else None


def _date(text: str) -> date | None:
    """Written as 1980-05-17 or 19800517."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _code(text: str, pattern: str) -> str | None:
    return text.upper() if re.fullmatch(pattern, text.upper()) else None


def _municipality(text: str) -> str | None:
    found = re.fullmatch(r"(?:GM)?(\d{4})", text.upper())
    return f"GM{found[1]}" if found else None


def _groups(value: object) -> frozenset[str]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        return frozenset()
    return frozenset(one for one in value if isinstance(one, str) and len(one) <= _LONGEST)
