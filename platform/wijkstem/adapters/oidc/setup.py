"""How people of a municipality log in: read at boot from the operator's own file, never from the rules.

    [enschede.digid]                        # the municipality, and a short name that stands in addresses
    serves = "residents"
    name = { nl = "DigiD", en = "DigiD" }
    issuer = "https://broker.example"
    client_id = "wijkstem-enschede"
    private_key_file = "/run/secrets/enschede-digid.pem"
    level = "http://eidas.europa.eu/LoA/substantial"
    claims = { subject = "bsn", birth_date = "birthdate", neighbourhood = "wijkcode" }

    [enschede.kantoor]
    serves = "office"
    name = { nl = "Medewerkers", en = "Staff" }
    issuer = "https://login.example/enschede"
    client_id = "…"
    client_secret_file = "/run/secrets/enschede-kantoor"
    roles = [{ group = "wijkstem-griffie", role = "clerk" }]

Secrets stand in files of their own, so that this one can be reviewed and kept with the rest of the set-up.
"""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from wijkstem.errors import BadConfiguration
from wijkstem.words import Role

#: The levels of eIDAS as OIDC NL GOV writes them, the lowest first.
EIDAS = tuple(f"http://eidas.europa.eu/LoA/{level}" for level in ("low", "substantial", "high"))
#: Only what the provider alone can sign: "none" is no signature, and HS… could be made with its public key.
SIGNED_WITH = frozenset(f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512))
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]


class Serves(StrEnum):
    """For whom a provider vouches."""

    RESIDENTS = "residents"
    OFFICE = "office"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Name(_Part):
    """What stands on the button."""

    nl: str = Field(min_length=1, max_length=80)
    en: str = Field(min_length=1, max_length=80)


class ClaimNames(_Part):
    """What this provider calls things; brokers differ, so each can be another. Empty: it does not say."""

    #: Who it is. "bsn" is read as a citizen service number, which is never kept.
    subject: str = Field(default="sub", min_length=1)
    #: Put after each other with a space: one claim, or the parts of a name.
    name: tuple[str, ...] = ("name",)
    email: str = ""
    birth_date: str = ""
    #: A code of CBS, of a wijk (WK…) or of a buurt (BU…).
    neighbourhood: str = ""
    #: A code of CBS with or without GM.
    municipality: str = ""
    level: str = "acr"
    groups: str = "groups"
    #: Whether `subject` is a citizen service number; then it is the same person at every provider that gives one.
    subject_is_bsn: bool | None = None

    @property
    def gives_bsn(self) -> bool:
        return self.subject == "bsn" if self.subject_is_bsn is None else self.subject_is_bsn


class GroupRole(_Part):
    """Who is in this group has this role; a council member for a neighbourhood."""

    group: str = Field(min_length=1)
    role: Role
    neighbourhood: str = ""


class ProviderSetup(_Part):
    """One way to log in."""

    serves: Serves
    name: Name
    issuer: str
    client_id: str = Field(min_length=1)
    client_secret_file: Path | None = None
    #: A PEM or JWK file; the platform then proves itself by private_key_jwt, and encrypted tokens are opened with it.
    private_key_file: Path | None = None
    #: What the provider calls that key, when it wants to hear so.
    key_id: str = ""
    signs_with: str = "RS256"
    scope: str = "openid"
    #: The level of assurance to ask for; what comes back must be that or higher. Empty: none is asked.
    level: str = ""
    levels: tuple[str, ...] = EIDAS
    #: What the provider may sign with.
    algorithms: tuple[str, ...] = ("RS256", "PS256", "ES256")
    claims: ClaimNames = ClaimNames()
    roles: tuple[GroupRole, ...] = ()
    #: Whether the claims stand at the userinfo endpoint and not in the token.
    userinfo: bool = False
    #: Read from the files at boot.
    client_secret: SecretStr = SecretStr("")
    private_key: SecretStr = SecretStr("")

    @property
    def accepted_levels(self) -> tuple[str, ...]:
        """The asked level and those above it."""
        return self.levels[self.levels.index(self.level) :] if self.level else ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not is_safe(self.issuer):
            raise ValueError("issuer: must be an https address (http on this machine only)")
        if (self.client_secret_file is None) == (self.private_key_file is None):
            raise ValueError("give either client_secret_file or private_key_file")
        if self.level and self.level not in self.levels:
            raise ValueError(f"level: {self.level!r} is not one of levels")
        if strange := sorted({*self.algorithms, self.signs_with} - SIGNED_WITH):
            raise ValueError(f"algorithms: {strange} are not of {sorted(SIGNED_WITH)}")
        if not self.algorithms:
            raise ValueError("algorithms: name at least one")
        if self.serves is Serves.RESIDENTS and self.roles:
            raise ValueError("roles: a residents' provider gives none")
        return self


def is_safe(url: str) -> bool:
    """Whether what goes to ``url`` can be read by nobody else: https, or this very machine."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    local = parts.scheme == "http" and parts.hostname in _THIS_MACHINE
    return bool(parts.hostname) and not parts.fragment and (parts.scheme == "https" or local)


#: The providers of each municipality by their short names, in the order of the file.
Setups = dict[Slug, dict[Slug, ProviderSetup]]
_FILE = TypeAdapter(Setups)


def load_setups(file: Path) -> Mapping[str, Mapping[str, ProviderSetup]]:
    """Read the file and the secrets that it names.

    Raises:
        BadConfiguration: naming the file and the field, never a secret.
    """
    try:
        found = _FILE.validate_python(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadConfiguration(f"{file}: cannot be read: {error}") from error
    except ValidationError as error:
        wrong = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise BadConfiguration(f"{file}: " + "; ".join(wrong)) from None
    return {
        slug: {way: _with_secrets(setup, file.parent) for way, setup in ways.items()}
        for slug, ways in found.items()
    }


def _with_secrets(setup: ProviderSetup, folder: Path) -> ProviderSetup:
    return setup.model_copy(
        update={
            "client_secret": _secret(setup.client_secret_file, folder),
            "private_key": _secret(setup.private_key_file, folder),
        }
    )


def _secret(file: Path | None, folder: Path) -> SecretStr:
    if file is None:
        return SecretStr("")
    try:
        text = (folder / file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"{file}: cannot be read: {type(error).__name__}") from None
    if not text:
        raise BadConfiguration(f"{file}: is empty")
    return SecretStr(text)
