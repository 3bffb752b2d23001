"""Mentions of all documents become clusters, and clusters become findings on names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from degarble.knowledge import Knowledge
from degarble.schema import Cluster, Finding, Mention


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a folder: clusters, and the findings they cause by document id."""

    clusters: tuple[Cluster, ...] = ()
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)


def link(mentions: Iterable[Mention], knowledge: Knowledge) -> Names:
    """Return the clusters of all mentions and the findings they cause."""
    return Names()
