"""Names of texts made one: which form stands for which name, for whoever counts or links names before analysis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

from degarble.analyze import Analyzer
from degarble.config import Settings
from degarble.engines import choose_engine
from degarble.link import link
from degarble.renaming import NAME_KINDS
from degarble.repair import Proposer
from degarble.schema import Cluster, Document, Link


@dataclass(frozen=True)
class NameTable:
    """The names of some texts: clusters, and every mention in the order of the texts; `texts` are the repaired ones."""

    clusters: tuple[Cluster, ...] = ()
    links: tuple[Link, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)

    def canonical(self, text: str, document: str | None = None) -> str | None:
        """Return the canonical form of a name as it is written in the texts, or in one of them.

        None when the form is unknown or several names are written like this: in one document it may be clear.
        """
        bearers = self._bearers.get((document, text), set())
        return self._by_id[next(iter(bearers))].canonical if len(bearers) == 1 else None

    def apply(self, document: str) -> str:
        """Return the text of a document with its names repaired, as far as the level of the settings goes.

        Raises:
            KeyError: there is no such document.
        """
        return self.texts[document]

    def to_records(self) -> list[dict[str, str | float | int]]:
        """Return one flat record for each mention, such as `pandas.DataFrame` takes; what is unknown is empty."""
        return [_make_record(item, self._by_id[item.cluster]) for item in self.links]

    @cached_property
    def _by_id(self) -> dict[str, Cluster]:
        return {cluster.id: cluster for cluster in self.clusters}

    @cached_property
    def _bearers(self) -> dict[tuple[str | None, str], set[str]]:
        """Return the clusters that a form may mean, by document and in all."""
        bearers: dict[tuple[str | None, str], set[str]] = {}
        for item in self.links:
            for form in (item.text, self._by_id[item.cluster].canonical):
                for document in (item.document, None):
                    bearers.setdefault((document, form), set()).add(item.cluster)
        return bearers


def _make_record(item: Link, cluster: Cluster) -> dict[str, str | float | int]:
    return {
        "document": item.document,
        "start": item.span.start,
        "end": item.span.end,
        "text": item.text,
        "cluster": cluster.id,
        "entity": cluster.entity,
        "qid": cluster.qid or "",
        "canonical": cluster.canonical,
        "kind": cluster.kind.value,
        "relation": item.relation,
        "score": round(item.score, 4),
    }


def normalize_names(texts: Iterable[str] | Mapping[str, str], *, settings: Settings | None = None) -> NameTable:
    """Return the names of texts, linked across them; texts without a name are called "0", "1" and so on.

    By default a text is repaired where it is certain; `Settings(level=Level.SUGGEST)` goes further.

    >>> table = normalize_names({"a": "Khalifa Haftar met the envoys.", "b": "The forces of Khafter left."})
    >>> table.canonical("Khafter")
    'Khalifa Haftar'

    Raises:
        TypeError: `texts` is a single text.
    """
    if isinstance(texts, str):
        raise TypeError("texts is one string: give a list of texts, or a mapping of names to texts")
    settings = settings or Settings()
    documents = list(_make_documents(texts, settings.lang))
    knowledge = Analyzer(settings).knowledge
    engine = choose_engine(settings.jobs)
    build = partial(Analyzer, settings, knowledge if engine.is_local else None)
    analyses = list(engine.map(build, documents))
    names = link((mention for analysis in analyses for mention in analysis.mentions), knowledge, settings)
    proposer = Proposer(settings.level, names.findings, kinds=NAME_KINDS, parted=names.parted)
    places = {document.id: place for place, document in enumerate(documents)}
    links = sorted(names.links(), key=lambda item: (places[item.document], item.span))
    repaired = {analysis.document.id: proposer(analysis).text for analysis in analyses}
    return NameTable(names.clusters, tuple(links), repaired)


def _make_documents(texts: Iterable[str] | Mapping[str, str], lang: str) -> Iterator[Document]:
    pairs = texts.items() if isinstance(texts, Mapping) else ((str(place), text) for place, text in enumerate(texts))
    return (Document(name, text, lang=lang) for name, text in pairs)
