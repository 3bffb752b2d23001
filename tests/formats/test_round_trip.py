"""The law of the room: what is not edited comes back byte for byte, and what is edited is read back edited."""

import codecs
import csv
import gzip
import html
import io
import json

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from degarble.errors import InputError
from degarble.formats import ReadOptions, Source, can_edit, read_bytes, write_source
from degarble.schema import Document, Span

# All kinds of characters that a format must escape or must not touch.
ALPHABET = "abz AZ é’ıя\u2028😀\"'\\/&<>;,|\t.#"
words = st.text(ALPHABET, min_size=1, max_size=30)
values = st.text(ALPHABET + "\r\n", max_size=40)
cells = values.filter(str.strip).map(lambda text: text.replace("\r", "\r\n"))
encodings = st.sampled_from([("", "utf-8"), (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le")])
cuts = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 6), words), max_size=4)


def pack(text: str, how: tuple[bytes | str, str]) -> bytes:
    return (how[0] or b"") + text.encode(how[1])  # type: ignore[operator]


def make_edits(document: Document, cuts: list[tuple[int, int, str]]) -> list[tuple[Span, str]]:
    edits, position = [], 0
    for start, length, new in sorted(cuts):
        span = Span(max(start, position), min(max(start, position) + length, len(document.text)))
        if span.start <= span.end and can_edit(document, span) and span.start > position:
            edits.append((span, new))
            position = span.end
    return edits


def apply(text: str, edits: list[tuple[Span, str]]) -> str:
    for span, new in reversed(edits):
        text = text[: span.start] + new + text[span.end :]
    return text


def check_locator(source: Source) -> None:
    for document in source.documents:
        assert document.locator[0].text_start == 0
        assert document.locator[-1].text_end == len(document.text)
        for left, right in zip(document.locator, document.locator[1:], strict=False):
            assert left.text_end == right.text_start
            assert left.raw_end <= right.raw_start


def check_edits(source: Source, cuts: list[tuple[int, int, str]], options: ReadOptions) -> None:
    edits = {document.id: make_edits(document, cuts) for document in source.documents}
    again = read_bytes(write_source(source, edits), source.id, options)
    wanted = [(document.id, apply(document.text, edits[document.id])) for document in source.documents]
    assert [(document.id, document.text) for document in again.documents] == wanted


@example(text=" ;", how=("", "utf-8"), cuts=[(1, 1, " ")], name="a.txt")
@example(text=" ;", how=(codecs.BOM_UTF8, "utf-8"), cuts=[(1, 1, " ")], name="a.txt")
@given(text=values, how=encodings, cuts=cuts, name=st.sampled_from(["a.txt", "a.md"]))
def test_plain_text(text: str, how: tuple[bytes | str, str], cuts: list[tuple[int, int, str]], name: str) -> None:
    assume(text.strip() and (how[0] or not text.startswith("\ufeff")))
    data = pack(text, how)
    source = read_bytes(data, name)
    assert source.documents[0].text == text
    assert write_source(source, {}) == data
    edits = make_edits(source.documents[0], cuts)
    if apply(text, edits).strip():
        check_edits(source, cuts, ReadOptions())
    else:  # a file that edits have left without text is refused like any other
        with pytest.raises(InputError, match=r"holds no text|is empty"):
            read_bytes(write_source(source, {source.documents[0].id: edits}), name)


@given(
    texts=st.lists(values.filter(str.strip), min_size=1, max_size=4),
    ascii_only=st.booleans(),
    newline=st.sampled_from(["\n", "\r\n"]),
    how=encodings,
    cuts=cuts,
)
def test_json_lines(
    texts: list[str], ascii_only: bool, newline: str, how: tuple[bytes | str, str], cuts: list[tuple[int, int, str]]
) -> None:
    lines = [
        json.dumps({"n": [i, {"text": "no"}], "text": text, "z": None}, ensure_ascii=ascii_only)
        for i, text in enumerate(texts)
    ]
    data = pack(newline.join(lines) + newline, how)
    source = read_bytes(data, "a.jsonl")
    assert [document.text for document in source.documents] == texts
    assert write_source(source, {}) == data
    check_locator(source)
    check_edits(source, cuts, ReadOptions())


@given(
    rows=st.lists(st.tuples(words, cells, words), min_size=1, max_size=4),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    newline=st.sampled_from(["\n", "\r\n"]),
    cuts=cuts,
)
def test_tables(
    rows: list[tuple[str, str, str]], delimiter: str, quoting: int, newline: str, cuts: list[tuple[int, int, str]]
) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, quoting=quoting, lineterminator=newline)  # type: ignore[arg-type]
    writer.writerows([("first", "text", "last"), *rows])
    data = stream.getvalue().encode()
    source = read_bytes(data, "a.csv")
    assert [document.text for document in source.documents] == [row[1] for row in rows]
    assert write_source(source, {}) == data
    check_locator(source)
    edits = {document.id: make_edits(document, cuts) for document in source.documents}
    texts = [apply(document.text, edits[document.id]) for document in source.documents]
    again = csv.reader(io.StringIO(write_source(source, edits).decode(), newline=""), delimiter=delimiter)
    assert list(again)[1:] == [[row[0], text, row[2]] for row, text in zip(rows, texts, strict=True)]


prose = st.text("abz é’ıя😀\"'\\/&<>;,.#", min_size=1, max_size=30).map(lambda s: " ".join(s.split())).filter(bool)
inline = st.builds(
    lambda text, tag: f"<{tag} class='x>y'>{text}</{tag}>",
    prose.map(html.escape),
    st.sampled_from(["b", "i", "a", "span"]),
)
raw_text = st.sampled_from(
    ["&eacute;", "&#8217;", "&nbsp;", "&amp", "& ", "\n   ", "<br>", "<!-- a <p> -->", "<script>1<2</script>"]
)
blocks = st.lists(st.one_of(prose.map(html.escape), inline, raw_text), min_size=1, max_size=5).map("".join)
pages = st.lists(
    st.builds(lambda tag, inside: f"<{tag}>{inside}</{tag}>\r\n", st.sampled_from(["p", "div", "li", "nav"]), blocks),
    min_size=1,
    max_size=4,
).map("".join)


@given(page=pages, new=prose, start=st.integers(0, 60), length=st.integers(1, 6))
def test_pages(page: str, new: str, start: int, length: int) -> None:
    data = f"<!DOCTYPE html><title>T</title><body>{page}</body>".encode()
    try:
        source = read_bytes(data, "a.html")
    except InputError:
        assume(False)
    assert write_source(source, {}) == data
    check_locator(source)
    document = source.documents[0]
    assert "\n\n\n" not in document.text
    span = Span(min(start, len(document.text)), min(start + length, len(document.text)))
    assume(can_edit(document, span))
    written = write_source(source, {document.id: [(span, new)]})
    again = read_bytes(written, "a.html").documents[0].text
    # White space is all that a page may read differently.
    assert again.split() == apply(document.text, [(span, new)]).split()


@given(st.text("<>/&;!-=\"' abp\n", max_size=60))
def test_broken_markup_is_read_without_harm(page: str) -> None:
    data = page.encode()
    try:
        source = read_bytes(data, "a.html")
    except InputError:
        return
    assert write_source(source, {}) == data
    check_locator(source)


@pytest.mark.parametrize("encoding", ["cp1250", "cp1251", "cp1252", "cp1254", "cp1256", "iso8859-9"])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.jsonl", "a.csv", "a.tsv"])
def test_all_formats_in_all_encodings(name: str, encoding: str) -> None:
    text = "The bridge was closed on Monday after the storm."
    body = {"a.html": f"<p>{text}</p>\r\n", "a.jsonl": json.dumps({"text": text}) + "\r\n"}.get(
        name, f"id\ttext\r\n1\t{text}\r\n" if name == "a.tsv" else f"id,text\r\n1,{text}\r\n"
    )
    letters = {"cp1250": "ąłż", "cp1251": "мост", "cp1256": "جسر"}.get(encoding, "üöç")
    data = body.replace("storm", letters).encode(encoding)
    source = read_bytes(data, name, ReadOptions(encoding=encoding))
    assert write_source(source, {}) == data
    document = source.documents[0]
    start = document.text.index("bridge")
    assert write_source(source, {document.id: [(Span(start, start + 6), "tunnel")]}) == data.replace(
        b"bridge", b"tunnel"
    )


def test_gzip_comes_back_and_is_packed_the_same_way_each_time() -> None:
    data = gzip.compress(b"The egyptian president spoke.", compresslevel=1, mtime=12345)
    source = read_bytes(data, "a.txt.gz")
    assert source.gzip
    assert write_source(source, {}) == data
    edits = {"a.txt.gz": [(Span(4, 12), "Egyptian")]}
    written = write_source(source, edits)
    assert gzip.decompress(written) == b"The Egyptian president spoke."
    assert written == write_source(source, edits)
    assert written[4:8] == b"\0\0\0\0"
