"""Mentions of all documents become clusters, and clusters become findings on names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from degarble.knowledge import Knowledge
from degarble.names.compare import Comparer, make_comparer
from degarble.names.gather import Gathered, gather
from degarble.names.group import Grouper
from degarble.names.relation import describe
from degarble.names.variants import find_variants
from degarble.schema import Cluster, Finding, Level, Mention, Variant

MINIMUM_DOCUMENTS = 3
LISTED, LIKELY = 0.95, 0.8
GUESSED = {"literal": 0.85, "inflected": 0.8}


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a folder: clusters, and the findings they cause by document id."""

    clusters: tuple[Cluster, ...] = ()
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)


def link(mentions: Iterable[Mention], knowledge: Knowledge) -> Names:
    """Return the clusters of all mentions and the findings they cause.

    Each document is resolved first; then its names meet those of the others: known names by their entity, other full
    names by their sound, bare surnames by the one bearer that is most frequent.
    """
    comparer = make_comparer(knowledge)
    documents: dict[str, list[Mention]] = {}
    for mention in mentions:
        documents.setdefault(mention.document, []).append(mention)
    findings: dict[str, tuple[Finding, ...]] = {}
    grouper = Grouper(knowledge, comparer)
    groups = []
    for document, found in documents.items():
        local = grouper.group(found)
        groups.extend(local)
        variants = tuple(sorted(find_variants(local, knowledge, comparer), key=lambda item: item.span))
        if variants:
            findings[document] = variants
    clusters = tuple(_make_cluster(item, knowledge, comparer) for item in gather(groups, comparer))
    return Names(_number(clusters), findings)


def _make_cluster(gathered: Gathered, knowledge: Knowledge, comparer: Comparer) -> Cluster:
    entity = knowledge.entities.get(gathered.entity)
    counts: Counter[str] = Counter()
    places: dict[str, set[str]] = {}
    literals = set()
    for group in gathered.groups:
        literals |= group.literals
        for mention in group.mentions:
            counts[mention.text] += 1
            places.setdefault(mention.text, set()).add(mention.document)
    canonical = entity.canonical if entity else _choose_canonical(counts, places, comparer)
    variants = []
    for text, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        relation = "literal" if text in literals else describe(text, canonical, entity, comparer)
        evidence = "1 document writes it" if len(places[text]) == 1 else f"{len(places[text])} documents write it"
        score = _rate(text, relation, canonical, comparer, is_known=entity is not None)
        level = Level.AUTO if relation == "canonical" else Level.SUGGEST if score >= LIKELY else Level.FLAG
        variants.append(Variant(text, relation, count, tuple(sorted(places[text])), level, score, evidence))
    qid = entity.qid if entity else None
    score = min(variant.score for variant in variants)
    return Cluster(gathered.entity, canonical, gathered.kind, gathered.entity, qid, tuple(variants), score)


def _rate(text: str, relation: str, canonical: str, comparer: Comparer, *, is_known: bool) -> float:
    """Return how sure it is that a form names the canonical one: listed forms by relation, others by their sound."""
    if relation == "canonical":
        return 1.0
    if relation in GUESSED:
        return GUESSED[relation]
    return LISTED if is_known else round(comparer.compare_names(text, canonical), 2)


def _choose_canonical(counts: Mapping[str, int], places: Mapping[str, set[str]], comparer: Comparer) -> str:
    """Return the longest form that most documents write, when at least three do; else the longest frequent form."""
    wide = [form for form in counts if len(places[form]) >= MINIMUM_DOCUMENTS]
    return max(wide or counts, key=lambda form: (len(comparer.tokens(form)), counts[form], not form.isascii(), form))


def _number(clusters: Iterable[Cluster]) -> tuple[Cluster, ...]:
    """Give clusters without an entity an id of their own, in the order of their names."""
    ordered = sorted(clusters, key=lambda item: (item.canonical, item.kind.value, item.entity))
    taken: Counter[str] = Counter()
    numbered = []
    for cluster in ordered:
        stem = cluster.entity or "-".join(cluster.canonical.lower().split())
        taken[stem] += 1
        number = stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"
        numbered.append(replace(cluster, id=number))
    return tuple(numbered)
