"""What is done at once in a dialogue: answered, answered otherwise, statements written and judged; and closed meanwhile."""

import random
from collections.abc import Callable, Iterator
from uuid import UUID

from tests.fire.door import Door
from tests.fire.ledger import Answer, Ledger
from tests.fire.people import Story, at_once
from tests.fire.rooms import WHY
from tests.fire.together import Post, Together
from tests.fire.town import Town, Visitor
from wijkstem.kit.ids import new_id
from wijkstem.rules.dialoguing import Dialoguing
from wijkstem.words.dialogue import Stance

_STANCES = tuple(one.value for one in Stance)


class DialogueErrands:
    """One story, because nobody answers behind the close; much of it at the same moment."""

    def __init__(self, town: Town, door: Door, ledger: Ledger) -> None:
        self._town, self._rooms, self._ledger = town, town.rooms, ledger
        self._together = Together(door, ledger)

    def stories(self) -> Iterator[Story]:
        yield self._going_on

    def _going_on(self, chance: random.Random) -> None:
        """Everything at once; then two officials close it while three people still answer; and then it is too late."""
        people = self._town.supporters
        answering = [self._answering(who) for who in people[11:19]]
        judging = [self._judging(case) for case in self._rooms.waiting]
        at_once([*answering, *judging, self._proposing, self._proposing_too_much], chance)
        changing = [self._answering(who, surely=False) for who in people[11:14]]
        at_once([*changing, self._closing], chance)
        late = Post(("late answer", new_id()), self._path("stellingen"), self._form("agree"))
        self._together.each([(who, late) for who in people[21:24]], chance)

    def _answering(self, who: Visitor, *, surely: bool = True) -> Callable[[random.Random], None]:
        """The first statement in two windows; then each of them, and the first once more."""

        def story(own: random.Random) -> None:
            answers = self._rooms.answers
            # Of the two at once it is not known which came last.
            answers.pop((who.id, self._rooms.statements[0]), None)
            two = [(who, self._answer(who, own.choice(_STANCES))) for _ in range(2)]
            self._together.each(two, own, times=1)
            for statement in (*self._rooms.statements, self._rooms.statements[0]):
                stance = own.choice(_STANCES)
                post = self._answer(who, stance, statement)
                # Cut off and then too late: it may have been taken or not.
                answers.pop((who.id, statement), None)
                done = self._together.send(who, post, own)
                if done is not None and done.answer is Answer.ACCEPTED:
                    answers[who.id, statement] = stance
                elif surely:
                    self._ledger.shocks.append(f"{post.key}: not taken while it was open")

        return story

    def _proposing(self, chance: random.Random) -> None:
        """Four people write a statement each, twice with one form."""
        people = self._town.supporters[2:6]
        said = [(who, self._statement(f"Stelling van nummer {n}.")) for n, who in enumerate(people)]
        self._together.each(said, chance)

    def _proposing_too_much(self, chance: random.Random) -> None:
        """One person in more windows than they may write statements."""
        who = self._town.supporters[1]
        many = [
            self._statement(f"Stelling uit venster {n}.")
            for n in range(Dialoguing(assumed=True).own_most + 4)
        ]
        self._together.each([(who, post) for post in many], chance)

    def _judging(self, case: UUID) -> Callable[[random.Random], None]:
        """Two officials decide on a statement at the same moment, each otherwise."""
        path, statement = f"/moderatie/zaak/{case}", self._rooms.waiting[case]
        one, other = self._town.officials
        placing = Post(("place", statement), path, {"verdict": "placed"})
        refusing = Post(("refuse", statement), path, {"verdict": "refused", "reasons": WHY})
        return lambda own: (self._together.each([(one, placing), (other, refusing)], own), None)[1]

    def _closing(self, chance: random.Random) -> None:
        """Earlier than was promised, by two at once."""
        it = self._rooms.dialogue
        post = Post(("close", it.id), f"{it.desk}/sluiten", {"revision": "2", "reason": WHY})
        self._together.by_all(self._town.officials, post, chance)

    def _path(self, page: str) -> str:
        return f"{self._rooms.dialogue.path}/{page}"

    def _answer(self, who: Visitor, stance: str, statement: UUID | None = None) -> Post:
        key = ("stance", who.id)
        return Post(key, self._path("stellingen"), self._form(stance, statement))

    def _form(self, stance: str, statement: UUID | None = None) -> dict[str, str]:
        return {"statement": str(statement or self._rooms.statements[0]), "stance": stance}

    def _statement(self, words: str) -> Post:
        made = new_id()
        form = {"words": words, "form_id": str(made)}
        return Post(("statement", made), self._path("nieuwe-stelling"), form)
