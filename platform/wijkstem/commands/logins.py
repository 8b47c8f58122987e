"""On the way in: an attempt at a provider, what was typed meanwhile, and what the provider's words mean here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete, insert

from wijkstem.adapters.oidc.said import Said
from wijkstem.adapters.oidc.setup import ProviderSetup, Serves
from wijkstem.commands.accounts import Identity
from wijkstem.kit.db import upsert
from wijkstem.kit.ids import new_token, token_hash
from wijkstem.kit.rows import table_of
from wijkstem.kit.sealed import sealed
from wijkstem.rules.schema import Municipality
from wijkstem.services import Work
from wijkstem.tables.accounts import KeptForm, LoginAttempt
from wijkstem.words import Role

_attempt = table_of(LoginAttempt)
_form = table_of(KeptForm)

#: Long enough to find a telephone, install an app and try again.
ATTEMPT_LASTS = timedelta(minutes=20)
FORM_LASTS = timedelta(hours=1)


@dataclass(frozen=True)
class StartLogin:
    """Remember that this browser went to a provider, and where it wants to go after that."""

    way: str
    back: str
    browser: str = field(repr=False)


def start_login(command: StartLogin, work: Work) -> str:
    """The state: what the provider sends back to show that the answer belongs to this attempt."""
    work.connection.execute(
        delete(_attempt).where(
            _attempt.c.municipality_id == work.municipality_id, _attempt.c.expires_at <= work.now
        )
    )
    state = new_token()
    row = {
        "municipality_id": work.municipality_id,
        "state_hash": token_hash(state),
        "browser_hash": token_hash(command.browser),
        "way": command.way,
        "back": command.back,
        "expires_at": work.now + ATTEMPT_LASTS,
    }
    work.connection.execute(insert(_attempt).values(row))
    return state


@dataclass(frozen=True)
class TakeUpLogin:
    """The browser is back from the provider."""

    way: str
    state: str = field(repr=False)
    browser: str = field(repr=False)


def take_up_login(command: TakeUpLogin, work: Work) -> str | None:
    """Where to go on. None for an attempt of another browser or way, that is too old, or that was taken up before."""
    return work.connection.execute(
        delete(_attempt)
        .where(
            _attempt.c.municipality_id == work.municipality_id,
            _attempt.c.state_hash == token_hash(command.state),
            _attempt.c.browser_hash == token_hash(command.browser),
            _attempt.c.way == command.way,
            _attempt.c.expires_at > work.now,
        )
        .returning(_attempt.c.back)
    ).scalar_one_or_none()


@dataclass(frozen=True)
class KeepForm:
    """Keep what was typed in the form at ``path`` until this browser is logged in."""

    path: str
    values: Mapping[str, str] = field(repr=False)
    browser: str = field(repr=False)


def keep_form(command: KeepForm, work: Work) -> None:
    work.connection.execute(
        delete(_form).where(
            _form.c.municipality_id == work.municipality_id, _form.c.expires_at <= work.now
        )
    )
    row = {
        "municipality_id": work.municipality_id,
        "browser_hash": token_hash(command.browser),
        "path": command.path,
        "sealed": sealed(command.values, command.browser),
        "expires_at": work.now + FORM_LASTS,
    }
    upsert(work.connection, _form, [row], replace=["sealed", "expires_at"])


@dataclass(frozen=True)
class ForgetForm:
    """What this browser typed at ``path`` has arrived."""

    path: str
    browser: str = field(repr=False)


def forget_form(command: ForgetForm, work: Work) -> None:
    work.connection.execute(
        delete(_form).where(
            _form.c.municipality_id == work.municipality_id,
            _form.c.browser_hash == token_hash(command.browser),
            _form.c.path == command.path,
        )
    )


def vouched(said: Said, setup: ProviderSetup, municipality: Municipality, lang: str) -> Identity:
    """What a provider's words mean in this municipality."""
    names = setup.claims
    return Identity(
        subject=said.subject,
        display_name=said.display_name,
        email=said.email,
        language=lang,
        birth_date=said.birth_date,
        neighbourhood_code=_neighbourhood(said, municipality),
        lives_here=said.municipality_code == municipality.cbs_code,
        tells_birth=bool(names.birth_date),
        tells_email=bool(names.email),
        tells_residence=bool(names.neighbourhood or names.municipality),
        roles=_roles(said, setup),
        all_roles=setup.serves is Serves.OFFICE,
    )


def _neighbourhood(said: Said, municipality: Municipality) -> str | None:
    """The wijk: of a buurt, the one that it is a part of. One of another municipality says that somebody lives there."""
    code = said.neighbourhood_code or ""
    wijk = f"WK{code[2:8]}"
    found = municipality.neighbourhood(wijk)
    return found.code if found else None


def _roles(said: Said, setup: ProviderSetup) -> frozenset[tuple[Role, str]]:
    if setup.serves is Serves.RESIDENTS:
        return frozenset({(Role.RESIDENT, "")})
    return frozenset(
        (one.role, one.neighbourhood) for one in setup.roles if one.group in said.groups
    )
