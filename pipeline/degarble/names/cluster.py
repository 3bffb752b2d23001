"""Names that are one: average link over scored pairs, never across what tells people apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from heapq import heapify, heappop, heappush

Edge = tuple[int, int, float]
WEAKEST = 0.05
COMPLETE = 48


def cluster(
    count: int,
    edges: Iterable[Edge],
    score: Callable[[int, int], float],
    forbids: Callable[[int, int], bool],
    threshold: float,
) -> list[list[int]]:
    """Return the items 0..count-1 in groups; `edges` are scored candidate pairs, each once.

    Groups are joined in the order of their average score over all pairs, down to `threshold`; pairs that are no
    candidates are scored too where few items hang together, and count as 0 elsewhere. Two groups are never joined when
    `forbids` an item of one with an item of the other.
    """
    links: list[dict[int, float]] = [{} for _ in range(count)]
    for one, two, weight in edges:
        if weight >= WEAKEST:
            links[one][two] = links[two][one] = weight
    for part in _find_parts(links, threshold):
        if 2 < len(part) <= COMPLETE:
            _complete(part, links, score)
    return _Linker(links, forbids, threshold).join()


def _find_parts(links: Sequence[dict[int, float]], threshold: float) -> list[list[int]]:
    """Return the items that hang together by links that could join them."""
    seen, parts = [False] * len(links), []
    for start in range(len(links)):
        if seen[start]:
            continue
        seen[start], part = True, [start]
        for item in part:
            for other, weight in links[item].items():
                if weight >= threshold and not seen[other]:
                    seen[other] = True
                    part.append(other)
        parts.append(part)
    return parts


def _complete(part: Sequence[int], links: Sequence[dict[int, float]], score: Callable[[int, int], float]) -> None:
    for place, one in enumerate(part):
        for two in part[:place]:
            if two not in links[one]:
                links[one][two] = links[two][one] = score(one, two)


class _Linker:
    """Joins groups; a group goes by the number of one of its items, `links` hold the sums of scores between groups."""

    def __init__(self, links: list[dict[int, float]], forbids: Callable[[int, int], bool], threshold: float) -> None:
        self._links = links
        self._forbids = forbids
        self._threshold = threshold
        self._members = [[item] for item in range(len(links))]
        self._heap = [
            (-weight, one, two)
            for one, row in enumerate(links)
            for two, weight in row.items()
            if self._may(weight, one, two)
        ]

    def _may(self, weight: float, one: int, two: int) -> bool:
        return one < two and weight >= self._threshold

    def join(self) -> list[list[int]]:
        """Return the groups when no two are alike enough."""
        heapify(self._heap)
        while self._heap:
            weight, one, two = heappop(self._heap)
            if self._members[one] and self._members[two] and -weight == self._average(one, two):
                if any(self._forbids(a, b) for a in self._members[one] for b in self._members[two]):
                    self._cut(one, two)
                else:
                    self._merge(one, two)
        return [sorted(members) for members in self._members if members]

    def _average(self, one: int, two: int) -> float:
        return self._links[one].get(two, 0.0) / (len(self._members[one]) * len(self._members[two]))

    def _cut(self, one: int, two: int) -> None:
        self._links[one].pop(two, None)
        self._links[two].pop(one, None)

    def _merge(self, one: int, two: int) -> None:
        """Move the smaller group into the larger and file the new averages."""
        if len(self._links[one]) < len(self._links[two]):
            one, two = two, one
        self._members[one] += self._members[two]
        self._members[two] = []
        kept, gone = self._links[one], self._links[two]
        kept.pop(two, None)
        for other, weight in gone.items():
            if other != one:
                self._links[other].pop(two, None)
                kept[other] = self._links[other][one] = kept.get(other, 0.0) + weight
        gone.clear()
        for other in kept:
            average = self._average(one, other)
            if average >= self._threshold:
                heappush(self._heap, (-average, min(one, other), max(one, other)))
