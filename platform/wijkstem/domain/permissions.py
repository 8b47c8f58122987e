"""Who may do what: small named predicates, decided in commands, always; pages only hide what they refuse."""

from collections.abc import Collection
from uuid import UUID

from wijkstem.domain.people import Actor
from wijkstem.errors import NotAllowed
from wijkstem.words import GatheringKind, Role, Taker, WithoutDigiD


def may_submit(actor: Actor) -> bool:
    """Anybody of whom it is known who it is; age and residence are rules, not permissions."""
    return actor.person_id is not None and actor.strong


def may_support(actor: Actor) -> bool:
    """Anybody of whom it is known who it is; whether it counts is a rule."""
    return actor.person_id is not None and actor.strong


def may_without_digid(actor: Actor, act: WithoutDigiD, allowed: Collection[WithoutDigiD]) -> bool:
    """Anybody who is logged in, by e-mail alone only where the municipality allows that."""
    return actor.person_id is not None and (actor.strong or act in allowed)


def may_discuss(actor: Actor, allowed: Collection[WithoutDigiD]) -> bool:
    """Anybody who is logged in asks and reacts, by e-mail alone only where the municipality allows that."""
    return may_without_digid(actor, WithoutDigiD.DISCUSS, allowed)


def may_triage(actor: Actor) -> bool:
    """Officials see what is not public yet and decide on it."""
    return Role.OFFICIAL in actor.roles


def may_lead(actor: Actor) -> bool:
    """Who has which work, and who takes over: the officials themselves, and whoever is told that they are late."""
    return may_triage(actor) or may_administer(actor)


def may_enter(actor: Actor) -> bool:
    """Officials enter for residents who cannot do it online: at the counter, by telephone, from paper."""
    return Role.OFFICIAL in actor.roles and actor.strong and actor.person_id is not None


def may_convene(actor: Actor) -> bool:
    """Officials announce gatherings and report them, and keep the programmes of the neighbourhoods."""
    return Role.OFFICIAL in actor.roles


def may_carry_out(actor: Actor) -> bool:
    """Officials say what happens when after a decision, and what came of it."""
    return Role.OFFICIAL in actor.roles and actor.strong and actor.person_id is not None


def may_keep_dossiers(actor: Actor) -> bool:
    """Officials and the council clerk's office keep what belongs to a subject together."""
    return Role.OFFICIAL in actor.roles or Role.CLERK in actor.roles


def may_bring_forward(actor: Actor) -> bool:
    """Officials and the clerk's office write what the council decides on, and answer what residents ask about it."""
    return Role.OFFICIAL in actor.roles or Role.CLERK in actor.roles


def may_host(actor: Actor, kind: GatheringKind) -> bool:
    """Officials; the clerk receives the council's guests."""
    return may_convene(actor) or (may_clerk(actor) and kind is GatheringKind.COUNCIL_GUEST)


def may_run_rounds(actor: Actor) -> bool:
    """Officials make budget rounds. Whoever fixes something must be somebody: two of them look at it."""
    return Role.OFFICIAL in actor.roles and actor.strong and actor.person_id is not None


def may_clerk(actor: Actor) -> bool:
    """The council clerk's office places items and records decisions."""
    return Role.CLERK in actor.roles


def may_plan_year(actor: Actor) -> bool:
    """Officials and the clerk's office keep the year's agenda, and say which role residents have."""
    return Role.OFFICIAL in actor.roles or Role.CLERK in actor.roles


def may_open_means(actor: Actor) -> bool:
    """Officials and the clerk's office open the ways of taking part that were chosen, and say what came of them."""
    return Role.OFFICIAL in actor.roles or Role.CLERK in actor.roles


def may_sit(actor: Actor) -> bool:
    """Members of a neighbourhood council see what is about their neighbourhood."""
    return Role.NEIGHBOURHOOD_COUNCIL in actor.roles and actor.strong and bool(actor.council_of)


def may_advise(actor: Actor, neighbourhood_code: str) -> bool:
    """Members of the council of that very neighbourhood."""
    return may_sit(actor) and neighbourhood_code in actor.council_of


def may_administer(actor: Actor) -> bool:
    """Rules, indicators and people of one municipality."""
    return Role.ADMINISTRATOR in actor.roles


def may_report_year(actor: Actor) -> bool:
    """Officials write the yearly report. Whoever offers or publishes one must be somebody: two of them look at it."""
    return Role.OFFICIAL in actor.roles and actor.strong and actor.person_id is not None


def may_bring_figures(actor: Actor) -> bool:
    """Officials and administrators bring in what surveys and other registers found; the installation's own terminal as well."""
    return bool(actor.roles & {Role.OFFICIAL, Role.ADMINISTRATOR, Role.OPERATOR})


def may_operate(actor: Actor) -> bool:
    """The engine, of every municipality: who works for the installation, and the system itself."""
    return Role.OPERATOR in actor.roles


def may_take(
    actor: Actor, taker: Taker, *, submitter_id: UUID | None, neighbourhood_code: str
) -> bool:
    """Whether ``actor`` is the one that an outcome of a path waits for."""
    match taker:
        case Taker.OFFICIAL:
            return may_triage(actor)
        case Taker.CLERK:
            return may_clerk(actor)
        case Taker.SUBMITTER:
            return _is(actor, submitter_id)
        case Taker.NEIGHBOURHOOD_COUNCIL:
            return may_advise(actor, neighbourhood_code)


def may_edit(actor: Actor, *, submitter_id: UUID | None) -> bool:
    """Only who submitted it changes the texts."""
    return _is(actor, submitter_id)


def _is(actor: Actor, person_id: UUID | None) -> bool:
    """Whether it is certain that this is that person: a mailbox alone does not make it so."""
    return actor.person_id is not None and actor.strong and actor.person_id == person_id


def may_see(actor: Actor, *, public: bool, submitter_id: UUID | None) -> bool:
    """What is public, everybody; what is not, its submitter and the people who work on it."""
    return public or _is(actor, submitter_id) or may_triage(actor) or may_clerk(actor)


def may_erase(actor: Actor, person_id: UUID) -> bool:
    """Oneself, or an administrator who was asked to."""
    return actor.person_id == person_id or may_administer(actor)


def require(allowed: bool) -> None:
    """Raises NotAllowed unless ``allowed``."""
    if not allowed:
        raise NotAllowed("not_allowed", "Dit mag u niet doen met de rol die u nu hebt.")


def require_strong(actor: Actor) -> UUID:
    """The person's id; raises NotAllowed for who is not logged in, or by e-mail alone."""
    person_id = require_login(actor)
    if not actor.strong:
        raise NotAllowed(
            "stronger_login_needed",
            "Hiervoor moeten wij weten wie u bent. U logde in met een code per e-mail. Log uit en log op een"
            " andere manier in.",
        )
    return person_id


def require_login(actor: Actor) -> UUID:
    """The person's id; raises NotAllowed for somebody who is not logged in."""
    if actor.person_id is None:
        raise NotAllowed("login_needed", "Log eerst in. Daarna kunt u verder.")
    return actor.person_id
