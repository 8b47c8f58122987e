"""The year's agenda for everybody: a year as a picture and a table, one subject, its files, and following it."""

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.following_subjects import FollowSubject, UnfollowSubject
from wijkstem.domain.permissions import may_plan_year, require_login
from wijkstem.errors import NotFound
from wijkstem.queries.choosing import ChoiceFacts, choices_of_subject
from wijkstem.queries.means import MeansFacts, means_of_subject
from wijkstem.queries.year_agenda import SubjectPage, YearAgenda, year_agenda, year_subject
from wijkstem.web.context import Visitor, services, visitor
from wijkstem.web.following import offer_to_follow
from wijkstem.web.forms import read_form
from wijkstem.web.language import translated
from wijkstem.web.links import choice_path, initiative_path, subject_path, year_path
from wijkstem.web.means_words import told_all
from wijkstem.web.notices import notice
from wijkstem.web.pages import local_path, page, redirect
from wijkstem.web.public import for_everybody
from wijkstem.web.spreadsheets import download
from wijkstem.web.wording import now as at_moment
from wijkstem.web.wording import today
from wijkstem.web.work import ask, do
from wijkstem.web.year_files import year_calendar, year_table
from wijkstem.web.year_words import LEVELS, Told, body_name, changes, levels, picture, told

FOLLOWING = notice("ok", "U volgt dit onderwerp. Verandert er iets? Dan krijgt u bericht.")
FOLLOWS_NOT = notice("ok", "U volgt dit onderwerp niet meer.")
#: Years that somebody can ask for: of others there is nothing.
FIRST, LAST = 2000, 2100


@for_everybody()
async def now(request: Request) -> Response:
    """This year."""
    return await _year_page(request, today(request).year)


@for_everybody()
async def year(request: Request) -> Response:
    """One year."""
    return await _year_page(request, _asked(request))


def _asked(request: Request) -> int:
    asked: int = request.path_params["year"]
    if not FIRST <= asked <= LAST:
        raise NotFound("unknown_year", "Van dit jaar is er geen jaaragenda.")
    return asked


async def _year_page(request: Request, number: int) -> Response:
    who = visitor(request)
    found = await _found(request, number)
    return page(
        request,
        "year/list.html",
        year=number,
        url=year_path(number),
        years=[(one, year_path(one)) for one in found.years],
        subjects=_told(found, who),
        picture=picture(found.subjects, number, today(request), who.lang),
        levels=levels(who.lang),
        may_plan=may_plan_year(who.actor),
    )


async def _found(request: Request, number: int) -> YearAgenda:
    found: YearAgenda = await ask(request, year_agenda, number)
    return found


def _told(found: YearAgenda, who: Visitor) -> list[Told]:
    return [told(one, who.rules, who.lang) for one in found.subjects]


@for_everybody()
async def calendar(request: Request) -> Response:
    """The year as a file that every calendar can read or follow."""
    who, number = visitor(request), _asked(request)
    subjects = _told(await _found(request, number), who)
    here = who.rules.municipality
    body = year_calendar(subjects, _site(request), here.slug, f"Jaaragenda {here.name} {number}")
    return download(body, "text/calendar; charset=utf-8", f"jaaragenda-{number}.ics")


@for_everybody()
async def table(request: Request) -> Response:
    """The year as a file for a spreadsheet."""
    who, number = visitor(request), _asked(request)
    subjects = _told(await _found(request, number), who)
    body = year_table(subjects, _site(request), who.lang).encode()
    return download(body, "text/csv; charset=utf-8", f"jaaragenda-{number}.csv")


def _site(request: Request) -> str:
    return services(request).settings.site(visitor(request).municipality_id)


@for_everybody()
async def one(request: Request) -> Response:
    """What it is about, what residents can do, who chose that when, and everything that was said before."""
    who = visitor(request)
    found = await subject_of(request)
    means: tuple[MeansFacts, ...] = await ask(request, means_of_subject, found.subject.id)
    choices: tuple[ChoiceFacts, ...] = await ask(request, choices_of_subject, found.subject.id)
    return page(
        request,
        "year/one.html",
        choices=[(choice_path(one.id), one.chosen_on) for one in choices],
        means=told_all(means, who.rules, at_moment(request), who.lang),
        it=told(found.subject, who.rules, who.lang),
        year_url=year_path(found.subject.year),
        roles=[
            (one, translated(LEVELS[one.level][0], who.lang), body_name(one.body_id, who.rules))
            for one in found.roles
        ],
        analyses=found.analyses,
        plans=[(initiative_path(one.number, one.slug), one) for one in found.plans],
        changes=changes(found.versions, who.rules, who.lang),
        following=offer_to_follow(found.follows, who),
        may_plan=may_plan_year(who.actor),
    )


async def subject_of(request: Request) -> SubjectPage:
    """The subject of the address. Raises NotFound for one that is not there."""
    found: SubjectPage = await ask(
        request,
        year_subject,
        request.path_params["subject"],
        person_id=visitor(request).actor.person_id,
    )
    return found


async def follow(request: Request) -> Response:
    """Once or ten times is the same."""
    subject_id = request.path_params["subject"]
    require_login(visitor(request).actor)
    await do(request, FollowSubject(subject_id))
    return redirect(request, subject_path(subject_id), notice=FOLLOWING)


async def unfollow(request: Request) -> Response:
    """Back to the subject, or to the list where the button was."""
    subject_id = request.path_params["subject"]
    require_login(visitor(request).actor)
    values = await read_form(request)
    await do(request, UnfollowSubject(subject_id))
    back = local_path(values.get("terug"), subject_path(subject_id))
    return redirect(request, back, notice=FOLLOWS_NOT)
