"""What judges the storms finds what they look for: the lost, the doubled, the refused and done, the unasked."""

from collections import Counter
from datetime import date

import pytest

from tests.fire.door import Reply
from tests.fire.field import EVERYBODY, Field, Strike
from tests.fire.ledger import Answer, Key, Ledger
from tests.fire.proof import Sending, sent_twice_for_a_reason

KEY: Key = ("plan", date(2026, 3, 2))


@pytest.mark.parametrize(
    ("answers", "once", "allowed"),
    [
        ([Answer.ACCEPTED], False, {1}),
        ([Answer.ACCEPTED, Answer.ACCEPTED], False, {2}),
        ([Answer.ACCEPTED, Answer.ACCEPTED], True, {1}),
        ([Answer.REFUSED], False, {0}),
        ([Answer.AWAY, Answer.AWAY], False, {0}),
        ([Answer.UNANSWERED], False, {0, 1}),
        ([Answer.UNANSWERED, Answer.REFUSED], True, {0, 1}),
        ([Answer.UNANSWERED, Answer.AWAY, Answer.ACCEPTED], True, {1}),
        ([Answer.UNANSWERED, Answer.ACCEPTED], False, {1, 2}),
    ],
)
def test_log_may_hold_what_was_answered(
    answers: list[Answer], once: bool, allowed: set[int]
) -> None:
    ledger = Ledger()
    for answer in answers:
        ledger.note(KEY, answer)
    agreed = {
        times
        for times in range(4)
        if not ledger.contradictions(Counter({KEY: times}), once=lambda _key: once)
    }
    assert agreed == allowed


def test_log_may_hold_nothing_that_nobody_asked_for() -> None:
    assert Ledger().contradictions(Counter({KEY: 1}), once=lambda _key: True) != []


@pytest.mark.parametrize(
    ("status", "location", "later", "answer"),
    [
        (303, "/mijn", False, Answer.ACCEPTED),
        (303, "/inloggen/email/code", False, Answer.ACCEPTED),
        (303, "/inloggen?terug=/mijn", False, Answer.REFUSED),
        (422, "", False, Answer.REFUSED),
        (503, "", True, Answer.AWAY),
        (503, "", False, Answer.UNANSWERED),
        (500, "", False, None),
    ],
)
def test_page_is_read_for_what_it_promises(
    status: int, location: str, later: bool, answer: Answer | None
) -> None:
    """Who is asked to come back later is told that nothing was done; away without that leaves it open."""
    assert Reply(status, location, "", "", "", later).answer is answer


@pytest.mark.parametrize(
    ("strike", "explained"),
    [
        (Strike("kill", "worker-1", 15.0, 15.0), True),
        (Strike("freeze", "worker-2", 5.0, 19.0), True),
        (Strike("restart", EVERYBODY, 9.0, 11.0), True),
        (Strike("kill", "worker-3", 15.0, 15.0), False),
        (Strike("kill", "worker-1", 25.0, 25.0), False),
        (Strike("kill", "worker-1", 5.0, 6.0), False),
    ],
)
def test_message_goes_twice_only_when_its_sender_was_hit(strike: Strike, explained: bool) -> None:
    sent = [Sending("<a>", "worker-1", 10.0), Sending("<a>", "worker-2", 20.0)]
    field = Field([], chance=None, strikes=[strike])  # type: ignore[arg-type]  # nothing is left to it
    if explained:
        assert sent_twice_for_a_reason(sent, field) == 1
    else:
        with pytest.raises(AssertionError):
            sent_twice_for_a_reason(sent, field)
