"""The demo's texts: right for the forms and the paths of each municipality, and about nobody."""

import re
from datetime import date

import pytest

from wijkstem.demo import stories
from wijkstem.demo.people import ELSEWHERE, TOO_YOUNG, people
from wijkstem.demo.play import Standing, next_deed
from wijkstem.demo.stories import Story, Texts, texts_of
from wijkstem.domain.initiatives import checked_form
from wijkstem.domain.path import Answer, Course, check_answer
from wijkstem.errors import BadConfiguration
from wijkstem.rules.registry import MunicipalityRules, load
from wijkstem.rules.steps import Outcome
from wijkstem.settings import ROOT
from wijkstem.words import Need

RULES = load(ROOT / "platform" / "wijkstem" / "rules" / "data")
STORIES = [
    pytest.param(slug, story, id=f"{slug}-{story.instrument}-{story.reaches}-{number}")
    for slug in RULES.slugs
    for number, story in enumerate(texts_of(slug).stories)
]


def way_to(rules: MunicipalityRules, story: Story) -> list[tuple[Outcome, str]]:
    """The steps that a story takes, each with what is said with it."""
    path = rules.versions[-1].path(story.instrument)
    said = texts_of(rules.municipality.slug).said
    here, way = path.start, list[tuple[Outcome, str]]()
    while True:
        at = Standing(here, len(way) + 1, date(2026, 1, 1))
        outcome, words = next_deed(path, story, at)
        if outcome is None:
            break
        way.append((outcome, words or said.get(outcome.id, "")))
        here = outcome.to
    assert here == story.reaches
    if way and story.reasons:
        way[-1] = (way[-1][0], story.reasons)
    return way


@pytest.mark.parametrize("slug", RULES.slugs)
def test_every_step_of_every_path_is_told(slug: str) -> None:
    rules = RULES.of(slug).versions[-1]
    steps = {(name, step.id) for name in rules.instruments for step in rules.path(name).steps}
    assert {(story.instrument, story.reaches) for story in texts_of(slug).stories} == steps


@pytest.mark.parametrize("slug", RULES.slugs)
def test_one_story_stands_one_below_the_threshold(slug: str) -> None:
    assert [story.missing for story in texts_of(slug).stories if story.missing] == [1]


@pytest.mark.parametrize(("slug", "story"), STORIES)
def test_story_passes_the_checks_of_the_form(slug: str, story: Story) -> None:
    rules = RULES.of(slug)
    instrument = rules.versions[-1].instrument(story.instrument)
    form = checked_form(
        story.title,
        story.where,
        story.answers,
        subject=story.subject,
        instrument=instrument,
        municipality=rules.municipality,
    )
    assert form.title == story.title
    assert set(story.answers) <= {field.id for field in instrument.fields}


@pytest.mark.parametrize(("slug", "story"), STORIES)
def test_story_says_what_its_last_step_needs(slug: str, story: Story) -> None:
    rules = RULES.of(slug)
    instrument = rules.versions[-1].instrument(story.instrument)
    way = way_to(rules, story)
    for number, (outcome, words) in enumerate(way, start=1):
        last = number == len(way)
        if Need.REASONS not in outcome.needs:
            words = ""
        answer = Answer(story.ground if last else "", words, has_meeting=True)
        check_answer(outcome, answer, Course(instrument, rules.versions[-1].path(story.instrument)))
    if not way or not way[-1][0].needs:
        assert (story.ground, story.reasons) == ("", "")


@pytest.mark.parametrize(("slug", "story"), STORIES)
def test_submitter_may_submit(slug: str, story: Story) -> None:
    assert story.by in people(RULES.of(slug).municipality)
    assert story.by != TOO_YOUNG
    assert story.by != ELSEWHERE or story.instrument == "voorstel"


@pytest.mark.parametrize("slug", RULES.slugs)
def test_texts_are_about_no_other_municipality(slug: str) -> None:
    others = [m.municipality.name for m in RULES if m.municipality.slug != slug]
    said = (stories.TEXTS / f"{slug}.toml").read_text(encoding="utf-8")
    assert [name for name in others if re.search(rf"\b{re.escape(name)}\b", said)] == []


def test_titles_stand_once() -> None:
    titles = [story.title for slug in RULES.slugs for story in texts_of(slug).stories]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize(("slug", "story"), STORIES)
def test_sentences_are_short(slug: str, story: Story) -> None:
    for text in (*story.answers.values(), story.reasons):
        for sentence in re.split(r"(?<=[.?!])\s+", text):
            assert len(sentence.split()) <= 25, sentence


def test_texts_that_are_not_there_are_named() -> None:
    with pytest.raises(BadConfiguration, match=r"nergens\.toml"):
        texts_of("nergens")


@pytest.mark.parametrize(
    ("values", "threshold", "expected"),
    [({"missing": 1}, 100, 99), ({"percent": 55}, 25, 13), ({"votes": (3, 4)}, 0, 7), ({}, 9, 0)],
)
def test_support_is_what_the_story_says(
    values: dict[str, object], threshold: int, expected: int
) -> None:
    story = texts_of("borne").stories[0]
    assert story.model_copy(update=values).support(threshold) == expected


def test_best_supported_story_decides_how_many_there_are() -> None:
    borne = RULES.of("borne").versions[-1]
    [voting] = [story for story in texts_of("borne").stories if story.reaches == "voting"]
    told = Texts(agenda=("x",), stories=(voting.model_copy(update={"votes": (400, 20)}),))
    assert (told.most_supporters(borne), texts_of("borne").most_supporters(borne)) == (420, 33)
