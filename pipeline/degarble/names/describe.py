"""A gathered name as a cluster: its canonical form, and for each form its relation, its score and the reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from degarble.knowledge import Knowledge
from degarble.names.compare import Comparer
from degarble.names.decisions import Decided
from degarble.names.gather import Gathered
from degarble.names.policy import write_form, write_text
from degarble.names.relation import describe
from degarble.names.scorer import load_scorer
from degarble.schema import Cluster, Entity, Judgement, Level, Mention, NameDecision, Policy, Variant

MINIMUM_DOCUMENTS = 3
LISTED, LIKELY = 0.95, 0.8
GUESSED = {"literal": 0.85, "inflected": 0.8}


class Describer:
    """Makes clusters under one policy of writing and one set of decisions."""

    def __init__(self, knowledge: Knowledge, comparer: Comparer, policy: Policy, decided: Decided) -> None:
        self._knowledge = knowledge
        self._comparer = comparer
        self._policy = policy
        self._decided = decided

    def describe(self, gathered: Gathered) -> Cluster:
        """Return the cluster of a gathered name."""
        entity = self._knowledge.find_entity(gathered.entity)
        counts, places, literals = _count(gathered)
        written = entity.canonical if entity else _choose_canonical(counts, places, self._comparer)
        witnesses = _find_witnesses(gathered)
        variants = tuple(
            self._describe_form(text, written, entity, (count, places, literals, witnesses))
            for text, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        )
        shown = self._decided.replacement((written, *counts)) or self._write(written, entity)
        score = min(variant.score for variant in variants)
        qid = entity.qid if entity else None
        return Cluster(gathered.entity, shown, gathered.kind, gathered.entity, qid, variants, score)

    def _write(self, written: str, entity: Entity | None) -> str:
        return write_form(entity, self._policy) if entity else write_text(written, self._policy)

    def _describe_form(
        self,
        text: str,
        canonical: str,
        entity: Entity | None,
        seen: tuple[int, Mapping[str, set[str]], set[str], Mapping[str, str]],
    ) -> Variant:
        count, places, literals, witnesses = seen
        relation = "literal" if text in literals else describe(text, canonical, entity, self._comparer)
        score = self._rate(text, relation, canonical, is_known=entity is not None)
        level = _level(relation, score)
        reasons = [_say_documents(text, canonical, places)]
        if relation != "canonical" and text in witnesses:
            reasons.append(f"same document: {witnesses[text]}")
        decision = self._decided.find(text, canonical)
        if decision is not None:
            level, score = _obey(decision, level, score)
            reasons.append(_cite(decision))
        return Variant(text, relation, count, tuple(sorted(places[text])), level, score, "; ".join(reasons))

    def _rate(self, text: str, relation: str, canonical: str, *, is_known: bool) -> float:
        """Return how sure it is that a form names the canonical one: listed forms by relation, others by likeness."""
        if relation == "canonical":
            return 1.0
        if relation in GUESSED:
            return GUESSED[relation]
        if is_known:
            return LISTED
        scorer, words = load_scorer(), self._comparer.tokens(canonical)
        if len(self._comparer.tokens(text)) > 1:
            likeness = scorer.score_names(text, canonical)
        else:
            likeness = max((scorer.score_words(text, word) for word in words), default=0.0)
        return round(max(self._comparer.compare_names(text, canonical), likeness), 2)


def _count(gathered: Gathered) -> tuple[Counter[str], dict[str, set[str]], set[str]]:
    """Return how often each form occurs, in which documents, and which forms are names translated as words."""
    counts: Counter[str] = Counter()
    places: dict[str, set[str]] = {}
    literals: set[str] = set()
    for group in gathered.groups:
        literals |= group.literals
        for mention in group.mentions:
            counts[mention.text] += 1
            places.setdefault(mention.text, set()).add(mention.document)
    return counts, places, literals


def _find_witnesses(gathered: Gathered) -> dict[str, str]:
    """Return for each form the fullest other form in a document that has both."""
    found: dict[str, str] = {}
    for group in gathered.groups:
        for form in group.forms:
            if form != group.main:
                found.setdefault(form, group.main)
    return found


def _say_documents(text: str, canonical: str, places: Mapping[str, set[str]]) -> str:
    """Return how many documents write a form, and how many write the usual form of the same length."""
    own = places[text]
    total = len(set().union(*places.values()))
    said = f"{len(own)} of {total} document{'s' if total > 1 else ''} write{'s' if len(own) == 1 else ''} it"
    usual = max(places, key=lambda form: (len(form.split()) == len(text.split()), len(places[form]), form == canonical))
    if usual == text or len(places[usual]) < len(own):
        return said
    return f"{said}, {len(places[usual])} {usual}"


def _choose_canonical(counts: Mapping[str, int], places: Mapping[str, set[str]], comparer: Comparer) -> str:
    """Return the longest form that most documents write, when at least three do; else the longest frequent form."""
    wide = [form for form in counts if len(places[form]) >= MINIMUM_DOCUMENTS]
    return max(wide or counts, key=lambda form: (len(comparer.tokens(form)), counts[form], not form.isascii(), form))


def _level(relation: str, score: float) -> Level:
    """Return how far a form may be taken for the canonical one; a people is its country's, but never written so."""
    if relation == "canonical":
        return Level.AUTO
    return Level.SUGGEST if score >= LIKELY and relation != "demonym" else Level.FLAG


def _obey(decision: NameDecision, level: Level, score: float) -> tuple[Level, float]:
    if decision.judgement in (Judgement.ACCEPT, Judgement.EDIT):
        return Level.AUTO, 1.0
    return (Level.FLAG, score) if decision.judgement is Judgement.UNSURE else (level, score)


def _cite(decision: NameDecision) -> str:
    who = f" by {decision.who}" if decision.who else ""
    when = f" on {decision.when}" if decision.when else ""
    return f"decided: {decision.judgement.value}{who}{when}"


Numbered = tuple[tuple[Cluster, ...], tuple[tuple[Mention, ...], ...]]


def number_clusters(clusters: Iterable[tuple[Cluster, tuple[Mention, ...]]]) -> Numbered:
    """Give clusters without an entity an id of their own, in the order of their names; mentions stay beside them."""
    ordered = sorted(clusters, key=lambda item: (item[0].canonical, item[0].kind.value, item[0].entity))
    taken: Counter[str] = Counter()
    numbered = []
    for cluster, _ in ordered:
        stem = cluster.entity or "-".join(cluster.canonical.lower().split())
        taken[stem] += 1
        number = stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"
        numbered.append(replace(cluster, id=number))
    return tuple(numbered), tuple(mentions for _, mentions in ordered)
