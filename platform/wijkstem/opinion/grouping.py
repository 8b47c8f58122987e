"""From places on the map to groups: k-means, with as many groups as lie apart best, and none too small to show."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

from wijkstem.opinion.mapping import SEED
from wijkstem.opinion.votes import Reals

#: The published range.
FEWEST, MOST = 2, 5
#: Begun anew so often; the best counts.
TRIES: Final = 10
#: How far groups lie apart is measured over at most so many people, evenly taken.
MEASURED: Final = 2000

Labels = NDArray[np.int64]


def grouped(places: Reals, people: Labels, *, smallest: int) -> Labels:
    """By place the number of the group, the largest 0; all in 0 when nothing can be told apart.

    ``people``: how many stand on each place. A group has at least ``smallest``.
    """
    best, apart = np.zeros(len(places), dtype=np.int64), -1.0
    for count in range(FEWEST, MOST + 1):
        labels = _clusters(places, count)
        if labels is None or _sizes(labels, people, count).min() < smallest:
            continue
        score = _apart(places, labels)
        if score > apart:
            best, apart = labels, score
    return _by_size(best, people, places)


def _sizes(labels: Labels, people: Labels, count: int) -> Labels:
    sizes: Labels = np.bincount(labels, weights=people, minlength=count).astype(np.int64)
    return sizes


def _clusters(places: Reals, count: int) -> Labels | None:
    """None where there are not so many different places."""
    if len(np.unique(places, axis=0)) < count:
        return None
    found = KMeans(n_clusters=count, n_init=TRIES, random_state=SEED).fit_predict(places)
    labels: Labels = found.astype(np.int64)
    return labels


def _apart(places: Reals, labels: Labels) -> float:
    """The mean silhouette: 1 is far apart, 0 is no difference."""
    some = np.linspace(0, len(places) - 1, min(len(places), MEASURED)).astype(np.int64)
    if len(np.unique(labels[some])) < FEWEST:
        return -1.0
    return round(float(silhouette_score(places[some], labels[some])), 9)


def _by_size(labels: Labels, people: Labels, places: Reals) -> Labels:
    """Numbered from the largest; of two that are as large, who stands more to the left."""
    count = int(labels.max(initial=0)) + 1
    sizes = _sizes(labels, people, count)
    lefts = [round(float(places[labels == one, 0].mean()), 9) for one in range(count)]
    order = sorted(range(count), key=lambda one: (-int(sizes[one]), lefts[one], one))
    renamed = np.empty(count, dtype=np.int64)
    renamed[order] = np.arange(count)
    numbered: Labels = renamed[labels]
    return numbered
