"""What each format reads as text, title, date and id, and how it writes an edit."""

import json

import pytest

from degarble.errors import EditError, InputError
from degarble.formats import Limits, ReadOptions, can_edit, explain_refusal, format_of, read_bytes, write_source
from degarble.schema import Document, Span

PAGE = """<!doctype html>
<html lang="en"><head><title>Bridge closed - The Valley News</title>
<meta property="article:published_time" content="2021-03-04T10:00:00Z">
<script>var p = "<p>not text</p>";</script><style>p { color: red }</style></head>
<body><header><h1>The Valley News</h1></header><nav><p>Home</p></nav>
<article><header><h1>Bridge &amp; road closed</h1><p>By A. Writer</p></header>
<p>The foreign <b>ministry</b> of the valley
   said it was &#8220;caf&eacute;&nbsp;time&#8221;.<br>Nobody paid.</p>
<aside><p>Read more</p></aside><form><p>Leave a comment</p></form>
<p>A second paragraph, <i>quite</i> <a href="x?a=1&amp;b=2">long</a>.</p></article>
<article><p>Teaser</p></article><footer>Imprint</footer></body></html>
"""


def read_one(text: str, name: str, options: ReadOptions | None = None) -> Document:
    return read_bytes(text.encode(), name, options or ReadOptions()).documents[0]


def replace(text: str, name: str, old: str, new: str) -> str:
    source = read_bytes(text.encode(), name)
    start = source.documents[0].text.index(old)
    edit = (Span(start, start + len(old)), new)
    return write_source(source, {source.documents[0].id: [edit]}).decode()


def test_the_article_of_a_page_is_read() -> None:
    document = read_one(PAGE, "a.html")
    assert document.text == (
        "Bridge & road closed\n\nThe foreign ministry of the valley said it was “café\xa0time”.\nNobody paid.\n\n"
        "A second paragraph, quite long."
    )
    assert (document.title, document.date, document.meta["lang"]) == ("Bridge & road closed", "2021-03-04", "en")


def test_a_page_is_edited_between_its_tags() -> None:
    assert replace(PAGE, "a.html", "valley said", "hills & dales said") == PAGE.replace("valley", "hills &amp; dales")
    assert replace(PAGE, "a.html", "café", "tea") == PAGE.replace("caf&eacute;", "tea")
    assert replace(PAGE, "a.html", "foreign ministry", "Foreign ministry") == PAGE.replace("foreign", "Foreign")


@pytest.mark.parametrize("old", ["foreign ministry", "time”.\nNobody", "paid.\n\nA second", "quite long"])
def test_an_edit_across_markup_is_refused(old: str) -> None:
    source = read_bytes(PAGE.encode(), "a.html")
    document = source.documents[0]
    start = document.text.index(old)
    edit = (Span(start, start + len(old)), "something else")
    assert not can_edit(document, *edit)
    assert "crosses markup" in explain_refusal(source, document, edit)
    with pytest.raises(EditError, match=r"a\.html: .* crosses markup"):
        write_source(source, {"a.html": [edit]})


def test_a_page_without_article_or_within_one_form_is_read() -> None:
    assert read_one("<body><nav>Home</nav><main><p>One.</p></main><p>x</p></body>", "a.html").text == "One."
    assert read_one("<form><div>One.</div><div>Two.</div></form>", "a.htm").text == "One.\n\nTwo."
    assert read_one("<nav><p>Never closed.<p>Text.", "a.html").text == "Never closed.\n\nText."
    assert read_one("<p>Text.</p><script>never('closed')", "a.html").text == "Text."
    assert read_one("<pre>One\n  two</pre>", "a.html").text == "One\n  two"
    with pytest.raises(InputError, match="no text is found"):
        read_one("<script>x</script>", "a.html")


def test_loose_marks_before_an_edit_do_not_swallow_it() -> None:
    assert replace("<p>A &amp B</p>", "a.html", " B", "; B") == "<p>A &amp;; B</p>"
    assert replace("<p>R & D amp;</p>", "a.html", " D ", "") == "<p>R &amp;amp;</p>"
    assert replace("<p>1 < b or</p>", "a.html", " b", "b") == "<p>1 &lt;b or</p>"
    assert replace("<p>R & D or</p>", "a.html", "D", "E") == "<p>R & E or</p>"


def test_what_the_encoding_lacks() -> None:
    page = read_bytes('<meta charset="windows-1252"><p>Kalin spoke in the caf\xe9.</p>'.encode("cp1252"), "a.html")
    edit = (Span(0, 5), "Kalın")
    assert b"<p>Kal&#305;n spoke" in write_source(page, {"a.html": [edit]})
    text = read_bytes("Kalin spoke in the café of Logroño.".encode("cp1252"), "a.txt")
    with pytest.raises(EditError, match=r"'ı' \(LATIN SMALL LETTER DOTLESS I\) does not exist in .* cp1252"):
        write_source(text, {"a.txt": [edit]})


def test_overlapping_and_misplaced_edits_are_refused() -> None:
    source = read_bytes(b"The bridge was closed.", "a.txt")
    with pytest.raises(EditError, match="overlap"):
        write_source(source, {"a.txt": [(Span(0, 5), "x"), (Span(4, 6), "y")]})
    with pytest.raises(EditError, match="no document"):
        write_source(source, {"b.txt": []})
    with pytest.raises(EditError):
        write_source(source, {"a.txt": [(Span(20, 40), "x")]})


def test_json_records() -> None:
    lines = [
        r'{"id": "n-1", "headline": "Bridge", "date": "2021-03-04 10:00", "author": "A", "body": "A caf\u00e9 \"x\"."}',
        "not json",
        '{"id": "n-1", "body": "Again.", "n": NaN} ',
        "",
        '{"id": 7, "body": null}',
        '{"body": "Without an id."}',
        '["a list"]',
        '{"body": "cut',
        '{"body": "' + "x" * 300 + '"}',
        "[" * 100_000,
    ]
    options = ReadOptions(limits=Limits(max_line_chars=250))
    source = read_bytes("\r\n".join(lines).encode(), "a.jsonl", options)
    assert [d.id for d in source.documents] == ["a.jsonl#n-1", "a.jsonl#n-1~2", "a.jsonl#6"]
    first = source.documents[0]
    assert (first.text, first.title, first.date, first.meta) == ('A café "x".', "Bridge", "2021-03-04", {"author": "A"})
    assert [notice.line for notice in source.notices if notice.is_warning] == [2, 5, 7, 8, 9, 10]
    assert source.notices[0].text.startswith("a.jsonl: the text is read from 'body' (guessed")


def test_deeply_nested_json_is_one_warning() -> None:
    source = read_bytes(('{"text": "Good."}\n{"x": ' + "[" * 100_000).encode(), "a.jsonl")
    assert [notice.line for notice in source.notices if notice.is_warning] == [2]


def test_json_escapes_keep_their_style() -> None:
    assert replace(r'{"text": "A caf\u00e9 there"}', "a.jsonl", "there", 'of "Kalın"') == (
        r'{"text": "A caf\u00e9 of \"Kal\u0131n\""}'
    )
    assert replace(r'{"text": "A caf\u00E9 there"}', "a.jsonl", "there", "ş") == r'{"text": "A caf\u00E9 \u015F"}'
    assert replace('{"text": "A café there"}', "a.jsonl", "there", "ş") == '{"text": "A café ş"}'


def test_no_record_at_all_is_an_error() -> None:
    with pytest.raises(InputError, match="line 1"):
        read_bytes(b"[\n1]\n", "a.jsonl")
    with pytest.raises(InputError, match="no field looks like text"):
        read_bytes(b'{"a": "x"}\n', "a.jsonl")
    with pytest.raises(InputError, match="there is no field 'story'"):
        read_bytes(b'{"text": "x"}\n', "a.jsonl", ReadOptions(text_field="story"))


def test_an_unknown_field_name_is_guessed_by_length() -> None:
    record = {"code": "x" * 10, "prose": "The bridge was closed on Monday after the storm.", "n": 3}
    source = read_bytes(json.dumps(record).encode(), "a.jsonl")
    assert source.documents[0].text == record["prose"]
    asked = read_bytes(json.dumps(record).encode(), "a.jsonl", ReadOptions(text_field="code"))
    assert (asked.documents[0].text, asked.notices) == ("x" * 10, ())


TABLE = (
    'Id;Title;Article Text;n\r\n7;"A; b";"He said ""no"".\r\nTwice.";1\r\n8;C;Plain text;2\r\n;D;;3\r\n9;E;x;4;5\r\n'
)


def test_tables() -> None:
    source = read_bytes(TABLE.encode(), "a.csv")
    assert [(d.id, d.title, d.text) for d in source.documents] == [
        ("a.csv#7", "A; b", 'He said "no".\r\nTwice.'),
        ("a.csv#8", "C", "Plain text"),
    ]
    assert [notice.line for notice in source.notices if notice.is_warning] == [5, 6]


def test_table_cells_are_quoted_only_where_needed() -> None:
    source = read_bytes(TABLE.encode(), "a.csv")
    plain = {"a.csv#8": [(Span(0, 5), 'So-called "clear"')], "a.csv#7": [(Span(8, 12), '"never"')]}
    assert write_source(source, plain).decode() == TABLE.replace("Plain", 'So-called "clear"').replace("no", "never")
    semicolon = write_source(source, {"a.csv#8": [(Span(5, 5), '; "old"')]}).decode()
    assert semicolon == TABLE.replace("Plain text", '"Plain; ""old"" text"')


def test_a_table_without_names_is_read_by_column() -> None:
    source = read_bytes(
        b"12\tThe bridge was closed on Monday after the storm.\n13\tIt will open again in May.\n", "a.tsv"
    )
    assert [d.id for d in source.documents] == ["a.tsv#1", "a.tsv#2"]
    assert source.documents[1].text == "It will open again in May."


def test_a_lone_carriage_return_ends_a_row_only_where_nothing_else_does() -> None:
    raw = "id,text\r1,One and two.\r2,Three.\r"
    assert [d.text for d in read_bytes(raw.encode(), "a.csv").documents] == ["One and two.", "Three."]
    raw = "id,text\n1,One and\rtwo.\n2,Three.\n"
    assert [d.text for d in read_bytes(raw.encode(), "a.csv").documents] == ["One and\rtwo.", "Three."]


def test_stray_quotes_in_tab_separated_text_stay_literal() -> None:
    raw = 'id\ttext\n1\t"No" was the answer\n2\t"unclosed\n3\tLast one\n'
    source = read_bytes(raw.encode(), "a.tsv")
    assert [d.text for d in source.documents] == ['"No" was the answer', '"unclosed', "Last one"]
    assert write_source(source, {}) == raw.encode()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Bridge closed\n\nThe bridge was closed.", "Bridge closed"),
        ("\r\nBridge closed\r\n\r\nThe bridge.", "Bridge closed"),
        ("Bridge closed\nBridge closed\nThe bridge was closed.", "Bridge closed"),
        ("The bridge was closed\non Monday.", ""),
        ("word " * 60 + "\n\nText.", ""),
        ("One line only", ""),
    ],
)
def test_title_of_plain_text(text: str, title: str) -> None:
    assert read_one(text, "a.txt").title == title


def test_markdown_title_and_date() -> None:
    front = '---\ntitle: "Bridge closed"\ndate: 2021-03-04\n---\n# Other\nText'
    document = read_one(front, "a.md")
    assert (document.title, document.date, document.text) == ("Bridge closed", "2021-03-04", front)
    assert read_one("Some\n\n## Bridge closed ##\nText", "a.md").title == "Bridge closed"
    assert read_one("Bridge closed\r\n=====\r\nText", "a.md").title == "Bridge closed"


def test_the_format_can_be_forced_and_is_found_without_a_name() -> None:
    assert read_bytes(b"<html><p>One.</p></html>", "stdin").format == "html"
    assert read_bytes(b"<p>One.</p>", "stdin").format == "text"
    assert read_one("a|text\n1|One and two.\n", "stdin", ReadOptions(format="csv")).text == "One and two."
    assert format_of("x/y.CSV.gz") == "csv"
    with pytest.raises(InputError, match="No format"):
        read_bytes(b"x", "a", ReadOptions(format="pdf"))
