"""Where sentences end, and where a stop is only part of an abbreviation."""

import pytest

from degarble.segment.sentences import split_sentences

ONE = [
    "Gen. Khalid Omar met Mr. Smith in St. Petersburg.",
    "He arrives on Jan. 8 with No. 5 of the list.",
    "The U.S. Army said so.",
    "J. R. Novak of the U.N. Security Council spoke.",
    "Inflation was 3.5 per cent, not 4.1.",
    "“Why?” he asked.",
    "Visit News.Az or Example.com for more.",
    "It cost approx. 5m euros at 4 p.m. on Monday.",
    "She works for Acme Inc. in Leeds.",
    "The deal collapsed .",
    "He wavered... and left.",
]
TWO = [
    ("The cabinet (GNA).The presence of troops ended.", "The presence of troops ended."),
    ("They would be sent to Libya.Parliamentary approval is needed.", "Parliamentary approval is needed."),
    ("He moved to the U.S. The rest stayed.", "The rest stayed."),
    ("“It is over.” The coach left.", "The coach left."),
    ("They closed at 4 p.m. But nobody came.", "But nobody came."),
    ("He said no. Then he left.", "Then he left."),
    ("It was over!\u00a0Nobody knew.", "Nobody knew."),
    ("Is it? “Yes,” she said.", "“Yes,” she said."),
    ("It ended in Jan. The rest is known.", "The rest is known."),
]


def split(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text, 0, len(text))]


@pytest.mark.parametrize("text", ONE)
def test_one_sentence(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(("text", "second"), TWO)
def test_two_sentences(text: str, second: str) -> None:
    found = split(text)
    assert found[1:] == [second]
    assert text.startswith(found[0])


def test_chinese_and_japanese() -> None:
    assert split("今日は雨だ。明日は晴れる。") == ["今日は雨だ。", "明日は晴れる。"]
