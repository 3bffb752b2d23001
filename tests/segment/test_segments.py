"""What the segmenter makes of titles, paragraphs, furniture, markup and other languages."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degarble.language import identify
from degarble.schema import Document, SegmentKind
from degarble.segment import segment

ARTICLE = """Harbour reopens after the storm

The harbour of Varna reopened on Tuesday, two days after the storm, the port authority said in a statement to the press.

Fishermen wait for help

They had asked for help since Jan. 8. “Nobody came,” said Mr. Petrov, who owns the largest boat in the whole harbour.

See also
Ferry line to be closed
Anna Ivanova

Votre commentaire

Leave a Reply"""


def take(text: str, kind: SegmentKind, title: str = "") -> list[str]:
    document = Document("a", text, title)
    return [item.span.of(text) for item in segment(document, identify) if item.kind is kind]


def test_finds_title_and_heading() -> None:
    assert take(ARTICLE, SegmentKind.TITLE) == ["Harbour reopens after the storm", "Fishermen wait for help"]


def test_furniture_takes_the_links_below_it_along() -> None:
    assert take(ARTICLE, SegmentKind.BOILERPLATE) == [
        "See also",
        "Ferry line to be closed",
        "Anna Ivanova",
        "Votre commentaire",
        "Leave a Reply",
    ]


def test_sentences_do_not_cover_furniture() -> None:
    assert take(ARTICLE, SegmentKind.SENTENCE)[-1].startswith("“Nobody came,” said Mr. Petrov")


def test_text_about_furniture_is_text() -> None:
    text = (
        "He told readers to leave a comment.\n\nThey may share this story with friends on the other side of the border."
    )
    assert take(text, SegmentKind.BOILERPLATE) == []


def test_furniture_glued_to_the_last_sentence() -> None:
    for stop in (".", " ."):
        text = f"The team rose to third place. The next match is on Sunday{stop}Source: AA"
        assert take(text, SegmentKind.BOILERPLATE) == ["Source: AA"]


def test_comments_of_readers_are_quotations() -> None:
    text = (
        "The bridge was closed on Friday, the council said.\n\nrover7 June 3, 2021 at 4:05 pm\n\n"
        "They allways close it. Who payed?\n\nLeave a Comment"
    )
    assert take(text, SegmentKind.QUOTE) == ["They allways close it. Who payed?"]
    assert "They allways close it." in take(text, SegmentKind.SENTENCE)


def test_wrapped_lines_are_one_paragraph() -> None:
    text = "The town council met on Monday and decided\r\nto close the old bridge until the end of May,\r\nhe said."
    assert take(text, SegmentKind.PARAGRAPH) == [text]


def test_list_items_are_apart() -> None:
    text = "On the agenda of the meeting:\n- Grain exports\n- Fishing rights\n* Visas"
    assert take(text, SegmentKind.SENTENCE) == [
        "On the agenda of the meeting:",
        "Grain exports",
        "Fishing rights",
        "Visas",
    ]


@pytest.mark.parametrize(
    "markup",
    ["<b>", "</div>", '<a href="/x">', "&nbsp;", "&#8217;", "%s", "{{name}}", "${user}", "https://news.example/a?b=1"],
)
def test_markup(markup: str) -> None:
    assert take(f"The minister {markup} resigned on Friday.", SegmentKind.MARKUP) == [markup]


@pytest.mark.parametrize(
    "text",
    ["Rates rose by 5 %d year on year", "a < b and c > d", "[Applause]", "AT&T; Marks & Spencer", "50% discount"],
)
def test_no_markup(text: str) -> None:
    assert take(text, SegmentKind.MARKUP) == []


def test_markdown_code_and_link_targets() -> None:
    text = "Read [the report](/files/1.pdf) first.\n\n```\nx = 1\n```\n\nThen decide."
    assert take(text, SegmentKind.MARKUP) == ["(/files/1.pdf)", "```\nx = 1\n```"]
    assert take(text, SegmentKind.SENTENCE) == ["Read [the report](/files/1.pdf) first.", "Then decide."]


def test_languages() -> None:
    text = (
        "The harvest was poor this year. El ministro dijo que los precios van a subir en las próximas semanas. Really."
    )
    langs = [item.lang for item in segment(Document("a", text), identify) if item.kind is SegmentKind.SENTENCE]
    assert langs == ["en", "es", "en"]


def test_a_sentence_that_quotes_another_language_is_in_its_own() -> None:
    text = "“C'est la vie et nous devons vivre avec,” the owner said."
    assert {item.lang for item in segment(Document("a", text), identify)} == {"en"}


def test_no_letters_is_undetermined() -> None:
    assert [item.lang for item in segment(Document("a", "2 : 1"), identify)] == ["und", "und"]


PIECES = st.lists(
    st.sampled_from(
        [
            "The town ",
            "U.S. ",
            "“",
            "”",
            '"',
            "’s ",
            "'",
            "«",
            "»",
            ". ",
            ".The ",
            "!\r\n",
            "\n\n",
            "\n",
            "See also\n",
            "<b>",
            "%s",
            "```\n",
            "(",
            "\u00a0",
            "- ",
            "İ ",
            "。",
            "Leave a Reply\n",
            "\ufffd",
            "“A",
        ]
    ),
    max_size=40,
).map("".join)


@given(PIECES | st.text(max_size=80))
def test_laws(text: str) -> None:
    found = segment(Document("a", text), identify)
    assert list(found) == sorted(found, key=lambda item: (item.span.start, -item.span.end))
    assert all(0 <= item.span.start < item.span.end <= len(text) for item in found)
    sentences = [item.span for item in found if item.kind is SegmentKind.SENTENCE]
    assert all(one.end <= two.start for one, two in pairwise(sentences))
    assert all(span.of(text) == span.of(text).strip() for span in sentences)
    furniture = [item.span for item in found if item.kind is SegmentKind.BOILERPLATE]
    assert not any(one.overlaps(two) for one in sentences for two in furniture)
    holders = [item.span for item in found if item.kind in (SegmentKind.TITLE, SegmentKind.PARAGRAPH)]
    assert all(any(holder.contains(span) for holder in holders) for span in sentences)
