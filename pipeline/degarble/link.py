"""Mentions of all documents become clusters, and clusters become findings on names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from degarble.config import Settings
from degarble.knowledge import Knowledge
from degarble.names.compare import make_comparer
from degarble.names.decisions import Decided, load_decided
from degarble.names.describe import Describer, number_clusters
from degarble.names.gather import gather
from degarble.names.group import Grouper
from degarble.names.variants import find_variants
from degarble.names.words import find_words
from degarble.schema import Cluster, Finding, Link, Mention


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a folder: clusters, their mentions in the same order, and the findings they cause by document id.

    `parted` are folded forms and ids of entities that a person said are not one.
    """

    clusters: tuple[Cluster, ...] = ()
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    members: tuple[tuple[Mention, ...], ...] = ()
    parted: frozenset[tuple[str, str]] = frozenset()

    def links(self) -> Iterator[Link]:
        """Yield every mention with its cluster, by document and place."""
        places = [
            (mention.document, mention.span, mention.text, number)
            for number, mentions in enumerate(self.members)
            for mention in mentions
        ]
        forms = [{variant.text: variant for variant in cluster.variants} for cluster in self.clusters]
        for document, span, text, number in sorted(places):
            variant = forms[number][text]
            yield Link(document, span, text, self.clusters[number].id, variant.relation, variant.score)


def link(
    mentions: Iterable[Mention],
    knowledge: Knowledge,
    settings: Settings | None = None,
    decided: Decided | None = None,
) -> Names:
    """Return the clusters of all mentions and the findings they cause.

    Each document is resolved first; then its names meet those of the others: known names by their entity, other full
    names by a trained likeness, bare surnames by the one bearer that is named most often. What people decided
    (`decided`, else the files of the settings) joins and parts names whatever they look like; the policy of the
    settings says how canonical forms are written.

    Raises:
        ConfigError: a file of decisions cannot be read.
    """
    settings = settings or Settings()
    decided = load_decided(settings.decisions) if decided is None else decided
    comparer = make_comparer(knowledge)
    grouper = Grouper(knowledge, comparer, decided)
    findings: dict[str, list[Finding]] = {}
    groups = []
    for document, found in _by_document(mentions):
        local = grouper.group(found)
        groups.extend(local)
        variants = list(find_variants(local, knowledge, comparer))
        if variants:
            findings[document] = variants
    gathered = gather(groups, knowledge, comparer, decided)
    for document, finding in find_words(gathered, knowledge, comparer, decided):
        findings.setdefault(document, []).append(finding)
    describer = Describer(knowledge, comparer, settings.policy, decided)
    clusters, members = number_clusters((describer.describe(item), item.mentions()) for item in gathered)
    parted = decided.list_parted(knowledge.entities.values())
    return Names(clusters, {name: _sort(items) for name, items in findings.items()}, members, parted)


def _by_document(mentions: Iterable[Mention]) -> Iterator[tuple[str, list[Mention]]]:
    documents: dict[str, list[Mention]] = {}
    for mention in mentions:
        documents.setdefault(mention.document, []).append(mention)
    yield from documents.items()


def _sort(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda item: item.span))
