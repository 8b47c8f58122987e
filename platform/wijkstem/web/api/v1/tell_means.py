"""Rows of means made into what the API says: no person, and of few people nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from wijkstem.queries.dialogue import DialogueRoom
from wijkstem.queries.discussion import Shown
from wijkstem.queries.open_data.means import OpenMeans
from wijkstem.queries.outcomes import OutcomeFacts
from wijkstem.queries.vote_questions import VoteRoom
from wijkstem.web.api.v1 import means_shapes as shapes
from wijkstem.web.api.v1.parts import Begrip
from wijkstem.web.api.v1.tell import LANG, Here
from wijkstem.web.dialogue_words import group_letter, percent
from wijkstem.web.discussion_words import contribution_path
from wijkstem.web.links import means_path
from wijkstem.web.means_words import KINDS
from wijkstem.web.vote_room import told_result
from wijkstem.web.year_words import LEVELS
from wijkstem.words.means import MeansKind

#: Answers by what was said: ``agree``, ``disagree`` and ``passed``.
Tally = Mapping[str, int]


def means(here: Here, it: OpenMeans, places: Sequence[str]) -> shapes.Middel:
    return shapes.Middel(
        nummer=it.number,
        titel=it.title,
        soort=Begrip(code=it.kind.value, naam=KINDS[it.kind][0]),
        vraag=it.question,
        rol=Begrip(code=it.level.value, naam=LEVELS[it.level][0]) if it.level else None,
        belofte=it.promise,
        doelgroep=it.audience,
        wijken=[here.place(code) for code in places],
        gekozen_door=_body(here, it.body_id),
        gekozen_op=it.decided_on,
        keuze=it.decision,
        bekend_op=it.announced_on,
        open_vanaf=it.opens_at,
        open_tot=it.closes_at,
        stand=it.state,
        eerder_dicht_omdat=it.reason or None,
        antwoord_uiterlijk=it.account_by,
        antwoord=it.outcome or None,
        antwoord_op=it.accounted_on,
        dossier=here.url("dossiers", it.dossier),
        initiatief=here.url("initiatieven", it.plan) if it.plan else None,
        raadsvoorstel=here.page(f"/raadsvoorstellen/{it.council_proposal}")
        if it.council_proposal
        else None,
        bijdragen=_below(here, it, MeansKind.DISCUSSION, "bijdragen"),
        stellingen=_below(here, it, MeansKind.DIALOGUE, "stellingen"),
        url=here.url("meedoen", it.number),
        pagina=_page(here, it),
    )


def _below(here: Here, it: OpenMeans, kind: MeansKind, part: str) -> str | None:
    return here.url("meedoen", it.number, part) if it.kind is kind else None


def _page(here: Here, it: OpenMeans) -> str:
    return here.page(means_path(it.number, it.slug))


def _body(here: Here, body_id: str) -> Begrip | None:
    found = here.rules.municipality.body(body_id)
    return Begrip(code=body_id, naam=found.name if found else body_id) if body_id else None


def contribution(here: Here, means_number: str, it: Shown) -> shapes.Bijdrage:
    return shapes.Bijdrage(
        nummer=it.number,
        standpunt=it.stance,
        tekst=it.words,
        verborgen=it.hidden,
        grond=it.ground,
        reactie_op=it.to_number,
        namens=it.office,
        wijk=here.place(it.neighbourhood_code) if it.neighbourhood_code else None,
        gezegd_op=it.said_at,
        gewijzigd_op=it.changed_at,
        versie=it.revision,
        reacties=it.replies,
        steun=it.support,
        pagina=here.page(contribution_path(means_number, it.number)),
    )


def statements(room: DialogueRoom, fewest: int) -> list[shapes.Stelling]:
    """In the order of their ids; of one that came after the last result the words alone."""
    counts = statement_counts(room, fewest)
    return [
        shapes.Stelling(
            id=str(one.id),
            tekst=one.words,
            antwoorden=_answers(counts[one.id][0]) if one.id in counts else None,
            groepen=_groups(counts[one.id]) if one.id in counts else None,
        )
        for one in sorted(room.statements, key=lambda one: one.id)
    ]


#: What all said, what each group said, and whether those of the groups can be told beside all.
Counted = tuple[Tally | None, Sequence[Tally] | None, bool]


def statement_counts(room: DialogueRoom, fewest: int) -> dict[Any, Counted]:
    """By statement, as the page shows it: nothing of few people, and no groups where there is one only.

    Who answered little is in no group. Where those are few, all and groups together would tell what they said, so
    of the groups only the parts of a hundred are told.
    """
    if room.result is None:
        return {}
    found = room.result.found
    several = len(found["groups"]) > 1
    rows = zip(room.result.statements, found["tallies"], found["by_group"], strict=True)
    return {
        one: (tally, groups if several else None, _can_be_told(tally, groups, fewest))
        for one, tally, groups in rows
    }


def _can_be_told(tally: Tally | None, groups: Sequence[Tally] | None, fewest: int) -> bool:
    if tally is None or groups is None:
        return True  # nothing to take from each other
    rest = sum(tally.values()) - sum(sum(one.values()) for one in groups)
    return rest == 0 or rest >= fewest


def _answers(tally: Tally | None) -> shapes.Antwoorden | None:
    if tally is None:
        return None
    agree, disagree, passed = (tally[name] for name in ("agree", "disagree", "passed"))
    return shapes.Antwoorden(eens=agree, oneens=disagree, geen_mening=passed)


def _groups(counted: Counted) -> list[shapes.Groepsantwoord] | None:
    _, groups, told = counted
    if groups is None:
        return None
    return [
        shapes.Groepsantwoord(
            groep=group_letter(number),
            eens_procent=percent(one, "agree"),
            antwoorden=_answers(one) if told else None,
        )
        for number, one in enumerate(groups)
    ]


def dialogue(here: Here, it: OpenMeans, room: DialogueRoom) -> shapes.Stellinguitkomst | None:
    """None while there is nothing."""
    if room.result is None:
        return None
    result, found = room.result, room.result.found
    groups = found["groups"] if len(found["groups"]) > 1 else []
    return shapes.Stellinguitkomst(
        berekend_op=result.computed_at,
        definitief=result.final,
        mensen=found["people"],
        antwoorden=found["answers"],
        groepen=[
            shapes.Groep(groep=group_letter(number), mensen=one["size"])
            for number, one in enumerate(groups)
        ],
        eens_over=[str(result.statements[one["statement"]]) for one in found["shared"]],
        controlegetal=result.digest,
        kleinste_groep=found.get("smallest"),
        antwoorden_nodig=found.get("answered"),
        stellingen=here.url("meedoen", it.number, "stellingen"),
        pagina=_page(here, it),
    )


def vote(here: Here, it: OpenMeans, room: VoteRoom) -> shapes.Vraaguitslag | None:
    """None until two officials let the result out."""
    if room.said is None:
        return None
    told = told_result(room.said, {one.number: one.title for one in room.options}, LANG)
    return shapes.Vraaguitslag(
        middel=here.url("meedoen", it.number),
        uitkomst=told.outcome,
        kiezers=told.electorate,
        gestemd=told.voters,
        leeg=told.blank,
        opkomst_nodig=told.needed,
        antwoorden=[
            shapes.Antwoorduitslag(
                nummer=one.number,
                titel=one.title,
                plaats=one.place,
                score=one.score,
                stemmers=one.voters,
                stand=one.standing,
            )
            for one in told.answers
        ],
        opkomst=[shapes.Wijkopkomst(wijk=one.code, stemmers=one.voters) for one in room.turnout],
        pagina=_page(here, it),
    )


def outcome(here: Here, it: OutcomeFacts) -> shapes.Middelbesluit:
    return shapes.Middelbesluit(
        middel=here.url("meedoen", it.number),
        stand=it.state,
        orgaan=_body(here, it.body_id),
        bekend_op=it.known_on,
        op_agenda_uiterlijk=it.due_on,
        vergadering=here.url("vergaderingen", it.meeting_id) if it.meeting_id else None,
        vergaderd_op=it.held_on,
        niet_op_agenda_omdat=it.reasons or None,
        besluit=it.ruling,
        toelichting=it.decision or None,
        besloten_op=it.decided_on,
        pagina=here.page(means_path(it.number, it.slug)),
    )
