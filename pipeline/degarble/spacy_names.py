"""degarble as a component of a spaCy pipeline: entities with the canonical form of their name.

spaCy finds it by its entry point: `nlp.add_pipe("degarble_names")`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from degarble.analyze import Analyzer
from degarble.config import Settings, explain_unknown
from degarble.doctor import list_detectors
from degarble.errors import ConfigError, MissingExtra
from degarble.link import link
from degarble.schema import Cluster, Document, Link

try:
    from spacy.language import Language
    from spacy.tokens import Doc, Span
except ImportError as error:
    raise MissingExtra("The spaCy component", "spacy") from error

NAME = "degarble_names"
LABELS = {
    "PER": "PERSON",
    "ORG": "ORG",
    "LOC": "GPE",
    "ACRONYM": "ORG",
    "DEMONYM": "NORP",
    "EQUIP": "PRODUCT",
    "CLUB": "ORG",
    "MEDIA": "ORG",
}


@dataclass(frozen=True)
class NameComponent:
    """Sets the entities of a text, each linked to its name; a kind of name with an empty label is left out.

    With `overwrite_ents` the entities found before it are replaced; without it they stay, and those that are a name
    are linked. It holds only what its configuration says and opens the knowledge when it is first used.
    """

    settings: Settings
    labels: Mapping[str, str]
    overwrite_ents: bool = False

    def __call__(self, doc: Doc) -> Doc:
        """Return the text with its names as entities."""
        names = {(item.span.start, item.span.end): (item, cluster) for item, cluster in self._find(doc.text)}
        if doc.ents and not self.overwrite_ents:
            spans = [self._link(span, names.get((span.start_char, span.end_char))) for span in doc.ents]
        else:
            made = (self._make_span(doc, item, cluster) for item, cluster in names.values())
            spans = [span for span in made if span is not None]
        doc.set_ents(spans)
        return doc

    def __getstate__(self) -> tuple[Settings, Mapping[str, str], bool]:
        # Opened knowledge stays here: another process opens its own.
        return self.settings, self.labels, self.overwrite_ents

    def __setstate__(self, state: tuple[Settings, Mapping[str, str], bool]) -> None:
        self.__dict__.update(zip(("settings", "labels", "overwrite_ents"), state, strict=True))

    @cached_property
    def _analyzer(self) -> Analyzer:
        # Names are found before the detectors run, which only look for damage.
        return Analyzer(replace(self.settings, disable=tuple(list_detectors())))

    def _find(self, text: str) -> Iterator[tuple[Link, Cluster]]:
        """Yield the names in a text, without those whose kind has no label."""
        analysis = self._analyzer(Document("text", text, lang=self.settings.lang))
        names = link(analysis.mentions, self._analyzer.knowledge)
        clusters = {cluster.id: cluster for cluster in names.clusters}
        for item in names.links():
            if self.labels[clusters[item.cluster].kind.value]:
                yield item, clusters[item.cluster]

    def _make_span(self, doc: Doc, item: Link, cluster: Cluster) -> Span | None:
        """Return the entity of a name; none where it begins or ends inside a token, for that would be another text."""
        span = doc.char_span(item.span.start, item.span.end, label=self.labels[cluster.kind.value])
        return None if span is None else self._link(span, (item, cluster))

    def _link(self, span: Span, name: tuple[Link, Cluster] | None) -> Span:
        if name is None:
            return span
        _, cluster = name
        known = cluster.qid or cluster.entity
        linked = Span(span.doc, span.start, span.end, span.label_, kb_id=known, span_id=span.id_)
        linked._.canonical = cluster.canonical
        return linked


def make_component(
    nlp: Language,
    name: str,
    lang: str,
    origin: str,
    data: list[str],
    names: list[str],
    overwrite_ents: bool,
    labels: dict[str, str],
) -> NameComponent:
    """Return the component with a configuration; `lang`, `origin`, `data` and `names` are degarble's settings.

    Raises:
        ConfigError: a label is given for a kind that no name has.
    """
    for kind in labels:
        if kind not in LABELS:
            raise ConfigError(f"There is no kind of name {kind!r}.", explain_unknown(kind, LABELS))
    settings = Settings(lang=lang, origin=origin, data=tuple(data), names=tuple(names))
    return NameComponent(settings, {**LABELS, **labels}, overwrite_ents)


Language.factory(
    NAME,
    func=make_component,
    default_config={
        "lang": "en",
        "origin": "",
        "data": [],
        "names": [],
        "overwrite_ents": False,
        "labels": LABELS,
    },
    assigns=["doc.ents"],
)
if not Span.has_extension("canonical"):
    Span.set_extension("canonical", default=None)
