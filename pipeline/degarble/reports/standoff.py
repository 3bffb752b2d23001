"""Names as standoff annotation: one line a mention, with the place where it stands and the name it stands for."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from degarble.link import Names


class MentionLine(msgspec.Struct):
    """A mention on the wire; offsets are half-open code points of the document's text."""

    document: str
    start: int
    end: int
    text: str
    cluster: str
    entity: str | None
    qid: str | None
    canonical: str
    kind: str
    relation: str
    score: float


def make_mention_lines(names: Names) -> Iterator[MentionLine]:
    """Yield every mention by document and place."""
    clusters = {cluster.id: cluster for cluster in names.clusters}
    for link in names.links():
        cluster = clusters[link.cluster]
        yield MentionLine(
            document=link.document,
            start=link.span.start,
            end=link.span.end,
            text=link.text,
            cluster=cluster.id,
            entity=cluster.entity or None,
            qid=cluster.qid or None,
            canonical=cluster.canonical,
            kind=cluster.kind.value,
            relation=link.relation,
            score=round(link.score, 4),
        )


def encode_standoff(names: Names) -> Iterator[str]:
    """Yield JSON Lines, one mention a line."""
    return (msgspec.json.encode(line).decode() + "\n" for line in make_mention_lines(names))
