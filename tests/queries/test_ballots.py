"""What is read for all who send a ballot at the same moment is what each of them would have read alone."""

from tests.support.booth import Vote, a_vote, letters
from tests.support.world import HERE, World
from wijkstem.domain.rolls import code_hash
from wijkstem.domain.voting_codes import new_code
from wijkstem.queries.ballots import Lettered, booth, booth_key, booths, letter_key, lettered


def test_ballots_of_many_are_those_of_each(world: World) -> None:
    a_vote(world, areas=2)
    keys = [booth_key("2026-1", seq) for seq in (1, 2, 3)] + [booth_key("2026-9", 1)]
    with world.services.reading(HERE) as connection:
        alone = {
            key: booth(connection, HERE, "2026-1", seq, texts=False)
            for seq, key in enumerate(keys[:2], 1)
        }
        assert booths(connection, HERE, keys) == alone


def test_codes_of_many_open_the_ballot_of_each(world: World) -> None:
    one, other = a_vote(world, areas=2), a_vote(world, areas=1, number="2026-2")
    tag_keys = world.services.tag_keys

    def key(vote: Vote, code: str) -> str:
        return letter_key(
            vote.round_id, code_hash(tag_keys, tag_keys.current, HERE, vote.round_id, code)
        )

    [first], [second] = letters(one, 1), letters(one, 1, area=2)
    [elsewhere] = letters(other, 1)
    known = {
        key(one, first): Lettered(1, False),
        key(one, second): Lettered(2, False),
        key(other, elsewhere): Lettered(1, False),
    }
    # A code of another round, and one that nobody has.
    unknown = [key(other, first), key(one, new_code())]
    with world.services.reading(HERE) as connection:
        assert lettered(connection, HERE, [*known, *unknown]) == known
        assert lettered(connection, HERE, unknown) == {}
