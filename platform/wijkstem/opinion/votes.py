"""Votes on statements as a matrix whose order says nothing: the same votes are the same matrix, whoever gave them when."""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

AGREE, DISAGREE, PASS = 1, -1, 0
#: What stands where somebody did not answer.
UNSEEN = 9

Answers = NDArray[np.int8]
Reals = NDArray[np.float64]


@dataclass(frozen=True)
class Votes:
    """A row for each person, a column for each statement; rows stand in the order of what they say."""

    answers: Answers

    @classmethod
    def of(
        cls,
        people: ArrayLike,
        statements: ArrayLike,
        values: ArrayLike,
        *,
        columns: int,
    ) -> "Votes":
        """From three lists side by side: who, on which statement, what. Who answered nothing has no row."""
        names, rows = np.unique(np.asarray(people, dtype=np.int64), return_inverse=True)
        answers = np.full((len(names), columns), UNSEEN, dtype=np.int8)
        answers[rows, np.asarray(statements, dtype=np.int64)] = np.asarray(values, dtype=np.int8)
        return cls(_sorted(answers))

    @property
    def people(self) -> int:
        return int(self.answers.shape[0])

    @property
    def statements(self) -> int:
        return int(self.answers.shape[1])

    @property
    def seen(self) -> NDArray[np.bool_]:
        """Where somebody answered, a pass too."""
        there: NDArray[np.bool_] = self.answers != UNSEEN
        return there

    def of_those(self, rows: NDArray[np.bool_]) -> "Votes":
        """Of these people only."""
        return Votes(self.answers[rows])

    def once(self) -> "Votes":
        """Everybody who answered precisely the same as one person."""
        return self.patterns()[0]

    def patterns(self) -> tuple["Votes", NDArray[np.int64], NDArray[np.int64]]:
        """Each different row once; by person which of them is theirs; and by row how many people it has."""
        rows, whose, counts = np.unique(
            self.answers, axis=0, return_inverse=True, return_counts=True
        )
        return Votes(rows), whose.reshape(-1), counts

    def digest(self) -> str:
        """The same for the same votes, and for no others."""
        shape = f"{self.people}x{self.statements}:".encode()
        return hashlib.sha256(shape + self.answers.tobytes()).hexdigest()

    def counted(self, answer: int) -> NDArray[np.int64]:
        """How many gave this answer, by statement."""
        counts: NDArray[np.int64] = (self.answers == answer).sum(axis=0, dtype=np.int64)
        return counts

    def centred(self) -> csr_array:
        """What each person says more than the mean of a statement; who did not answer says the mean, and so nothing.

        That is the imputation by column means of the published method: after centring it is a zero, so the matrix
        stays sparse.
        """
        seen = self.seen
        rows, columns = np.nonzero(seen)
        said = self.answers[rows, columns].astype(np.float64)
        counts = np.maximum(seen.sum(axis=0), 1)
        means = np.bincount(columns, weights=said, minlength=self.statements) / counts
        return csr_array((said - means[columns], (rows, columns)), shape=self.answers.shape)


def _sorted(answers: Answers) -> Answers:
    """Rows in the order of what they say, so that nothing depends on who came first."""
    if not answers.size:
        return answers
    return np.ascontiguousarray(answers[np.lexsort(answers.T[::-1])])
