"""What can be asked of means and in their rooms; `handlers.py` takes them all in."""

from collections.abc import Callable
from typing import Any, Final

from wijkstem.commands import announcing, means, vote_questions
from wijkstem.services import Work

MEANS: Final[dict[type, Callable[[Any, Work], Any]]] = {
    means.MakeMeans: means.make_means,
    means.ChangeMeans: means.change_means,
    announcing.AnnounceMeans: announcing.announce_means,
    announcing.StopMeans: announcing.stop_means,
    announcing.CloseMeans: announcing.close_means,
    announcing.AccountMeans: announcing.account_means,
    vote_questions.SettleVote: vote_questions.settle_vote,
}
