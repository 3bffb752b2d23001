"""Each format of labels is read as it is documented, and what breaks one is told with its line."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from degarble.errors import InputError
from degarble.evaluation.gold import GoldSpan, span_tags
from degarble.evaluation.opening import GoldFormat, guess_format, read_gold
from degarble.schema import Span

TEXT = "The minister of Outsides spoke."


def write(file: Path, *rows: object) -> Path:
    file.write_text("".join(row if isinstance(row, str) else json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def test_rows_of_our_own(tmp_path: Path) -> None:
    span = {"start": 16, "end": 24, "kind": "lexicon", "severity": "major", "suggestions": ["Foreign Affairs"]}
    gold = read_gold(
        write(
            tmp_path / "a.jsonl",
            {"id": "a", "text": TEXT, "source_lang": "es", "label": "machine", "spans": [span, [0, 3]]},
            {"id": 2, "text": "All is well.", "label": "human"},
            {"id": "c", "text": "Nobody marked this.", "label": "machine"},
        )
    )
    first, second, third = gold.texts
    assert first.spans == (GoldSpan(Span(16, 24), "lexicon", "major", ("Foreign Affairs",)), GoldSpan(Span(0, 3)))
    assert (first.source_lang, first.is_clean) == ("es", False)
    assert (second.id, second.spans, second.is_clean) == ("2", (), True)
    assert third.spans is None


def test_rows_with_tags_may_be_packed(tmp_path: Path) -> None:
    file = tmp_path / "dev.jsonl.xz"
    row = {"id": "x", "mt": "a  b c", "lp": "ro-en", "tags": ["OK", "BAD", "BAD"], "x": {"hter": 0.5}}
    file.write_bytes(lzma.compress(json.dumps(row).encode()))
    (text,) = read_gold(file).texts
    assert text.spans == (GoldSpan(Span(3, 6)),)
    assert (text.source_lang, text.lang, text.is_tokenized) == ("ro", "en", True)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"id": "a", "text": "Well."}, "line 1: no `spans`, no `tags` and no `label`"),
        ({"id": "a", "spans": []}, "line 1: no `text`"),
        ({"id": "a", "text": "Well.", "spans": [{"start": 2, "end": 9}]}, "the span 2 to 9"),
        ({"id": "a", "text": "Well.", "spans": [{"start": 2, "end": 2}]}, "the span 2 to 2"),
        ({"id": "a", "text": "Well said.", "tags": ["OK"]}, "1 tags do not fit 2 words"),
        ({"id": "a", "text": "Well.", "label": "alien"}, "line 1: Invalid enum value 'alien'"),
        ("{\n", "line 1: "),
        ("", "no labelled text"),
    ],
)
def test_broken_rows_are_told(tmp_path: Path, row: object, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_gold(write(tmp_path / "a.jsonl", row))


def test_ids_are_not_used_twice(tmp_path: Path) -> None:
    row = {"id": "a", "text": "Well.", "spans": []}
    with pytest.raises(InputError, match="two texts have the id 'a'"):
        read_gold(write(tmp_path / "a.jsonl", row, row))


def test_gap_tags_are_passed_over() -> None:
    assert span_tags("a b", ["BAD", "OK", "BAD", "BAD", "OK"], "here") == (GoldSpan(Span(2, 3)),)


@pytest.mark.parametrize("suffix", ["tags", "tags_source-less"])
def test_tag_files(tmp_path: Path, suffix: str) -> None:
    folder = tmp_path / "ro-en-test20"
    folder.mkdir()
    (folder / "test20.mt").write_text("It rains cats .\nAll well .\n")
    (folder / f"test20.{suffix}").write_text("OK OK OK OK OK BAD OK OK OK\nOK OK OK\n")
    for path in (folder, folder / "test20.mt"):
        one, two = read_gold(path).texts
        assert (one.id, one.source_lang, one.spans) == ("test20-1", "ro", (GoldSpan(Span(9, 13)),))
        assert two.spans == ()


def test_tag_files_that_do_not_fit(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no sentences"):
        read_gold(tmp_path)
    (tmp_path / "a.mt").write_text("It rains .\nAll well .\n")
    with pytest.raises(InputError, match="no tags beside it"):
        read_gold(tmp_path)
    (tmp_path / "a.tags").write_text("OK OK OK\n")
    with pytest.raises(InputError, match="line 2: the two files differ in length"):
        read_gold(tmp_path)


def test_mqm_lines_on_a_segment_are_one_text(tmp_path: Path) -> None:
    head = "system\tdoc\tdoc_id\tseg_id\trater\tsource\ttarget\tcategory\tseverity\n"
    lines = (
        'sys\tnews\t1\t7\tr1\t源\tThe "minister of <v>Outsides</v> spoke.\tAccuracy/Mistranslation\tMajor\n',
        'sys\tnews\t1\t7\tr2\t源\tThe "minister <v>of</v> Outsides spoke.\tStyle/Awkward\tNeutral\n',
        "sys\tnews\t1\t8\tr1\t<v>源</v>\tHe left.\tAccuracy/Omission\tMinor\n",
        "sys\tnews\t1\t9\tr1\t源\tHe stayed.\tNo-error\tNo-error\n",
    )
    gold = read_gold(write(tmp_path / "mqm_zhen.tsv", head, *lines))
    assert [text.text for text in gold.texts] == ['The "minister of Outsides spoke.', "He left.", "He stayed."]
    assert gold.texts[0].spans == (GoldSpan(Span(17, 25), "accuracy/mistranslation", "major"),)
    assert [text.spans for text in gold.texts[1:]] == [(), ()]
    assert (gold.texts[0].id, gold.texts[0].source_lang, gold.texts[0].lang) == ("sys/news/7", "zh", "en")


def test_tables_of_indices(tmp_path: Path) -> None:
    head = "lp\tsid\tmt\tstart_id\tend_id\terror\n"
    lines = (
        f"zh-en\t0\t{TEXT}\t16 0\t24 0\tmajor minor\n",
        "zh-en\t1\tHe left.\t-1\t-1\tno-error\n",
        'zh-en\t2\t"He said ""no""."\tmissing 3\tmissing 7\tminor critical\n',
    )
    one, two, three = read_gold(write(tmp_path / "a.tsv", head, *lines)).texts
    assert one.spans == (GoldSpan(Span(16, 24), "", "major"),)
    assert (two.spans, two.source_lang) == ((), "zh")
    assert (three.text, three.spans) == ('He said "no".', (GoldSpan(Span(3, 7), "", "critical"),))
    with pytest.raises(InputError, match="2 starts, 1 ends and 1 types"):
        read_gold(write(tmp_path / "b.tsv", head, "zh-en\t0\tHe left.\t1 2\t3\tmajor\n"))
    with pytest.raises(InputError, match="does not lie in the text"):
        read_gold(write(tmp_path / "c.tsv", head, "zh-en\t0\tHe left.\t1\t30\tmajor\n"))
    with pytest.raises(InputError, match="no column of errors"):
        read_gold(write(tmp_path / "d.tsv", "mt\n", "He left.\n"))


def test_spans_of_esa_end_with_their_last_character(tmp_path: Path) -> None:
    spans = [
        {"start_i": 15, "end_i": 22, "severity": "major"},
        {"start_i": "missing", "end_i": "missing", "severity": "minor"},
        {"start_i": 0, "end_i": 2, "severity": "undecided"},
    ]
    row = {"langs": "cs-en", "system": "s", "doc_id": "d", "line_id": 3, "tgt": f" {TEXT[1:]}", "esa_spans": spans}
    gold = read_gold(write(tmp_path / "esa.jsonl", row), GoldFormat.WMT_ESA)
    (text,) = gold.texts
    assert (text.id, text.source_lang) == ("cs-en/s/d/3", "cs")
    assert [item.span.of(text.text) for item in text.spans or ()] == ["Outsides"]
    row = {"tgt": TEXT, "error_spans": [{"start_i": 16}]}
    with pytest.raises(InputError, match="end_i"):
        read_gold(write(tmp_path / "bad.jsonl", row), GoldFormat.WMT_ESA)


def test_the_name_tells_the_format(tmp_path: Path) -> None:
    assert guess_format(tmp_path) is GoldFormat.MLQE
    assert guess_format(Path("a.jsonl.gz")) is GoldFormat.DEGARBLE
    assert guess_format(Path("a.tsv")) is GoldFormat.WMT_ESA
    with pytest.raises(InputError, match="does not tell the format"):
        guess_format(Path("a.csv"))
