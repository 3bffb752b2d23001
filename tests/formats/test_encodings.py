"""Every encoding is found on news-like text, and the bytes come back."""

import codecs
import csv
import gzip
from pathlib import Path

import pytest

from degarble.errors import InputError
from degarble.formats import ReadOptions, read_bytes, write_source

with (Path(__file__).parent / "encoding_samples.tsv").open(encoding="utf-8", newline="") as _lines:
    SAMPLES = list(csv.DictReader(_lines, delimiter="\t", quoting=csv.QUOTE_NONE))

TURKISH = "Sağlık bakanı Çarşamba günü İzmir'de konuştu.\r\nŞehirde iki köprü kapandı.\r\n"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample['encoding']}-{sample['label']}")
def test_one_byte_encodings_are_recognised(sample: dict[str, str]) -> None:
    data = sample["text"].encode(sample["encoding"])
    source = read_bytes(data, "a.txt")
    assert source.raw == sample["text"]
    assert any("guessed" in notice.text for notice in source.notices)
    assert write_source(source, {}) == data


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_unicode_encodings_with_and_without_mark(bom: bytes, encoding: str) -> None:
    data = bom + TURKISH.encode(encoding)
    source = read_bytes(data, "a.txt")
    assert (source.raw, source.encoding, source.bom) == (TURKISH, encoding, bom)
    assert write_source(source, {}) == data


@pytest.mark.parametrize("label", ["windows-1254", "ISO-8859-9", "iso-8859-3"])
def test_a_page_may_declare_its_charset(label: str) -> None:
    page = f'<html><head><meta charset="{label}"></head><body><p>{TURKISH}</p></body></html>'
    data = page.encode(label)
    source = read_bytes(data, "a.html")
    assert source.raw == page
    assert write_source(source, {}) == data


def test_a_stale_declaration_does_not_spoil_utf8() -> None:
    data = f'<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>{TURKISH}</p>'.encode()
    assert read_bytes(data, "a.html").encoding == "utf-8"


def test_other_encodings_can_be_named() -> None:
    data = "Мост откроют весной.".encode("koi8-r")
    assert read_bytes(data, "a.txt", ReadOptions(encoding="koi8-r")).raw == "Мост откроют весной."
    with pytest.raises(InputError, match="encoding"):
        read_bytes(data, "a.txt")
    with pytest.raises(InputError, match="no encoding is called 'klingon'"):
        read_bytes(data, "a.txt", ReadOptions(encoding="klingon"))


def test_one_broken_byte_in_utf8_is_told_with_its_line() -> None:
    data = "Erste Zeile für alle\nÄrger über\n".encode() + b"die Z\xfcge\n"
    with pytest.raises(InputError, match=r"byte 0xfc at offset \d+ \(line 3\) is not valid utf-8"):
        read_bytes(data, "a.txt")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (codecs.BOM_UTF8, "no text"),
        (codecs.BOM_UTF16_LE + b"a", "not valid utf-16-le"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (b"\x01\x02\x03\x04word" * 50, "binary"),
        (b"%PDF-1.4 text", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\x1f\x8b\x08 broken", "broken gzip"),
        (gzip.compress(b"The bridge was closed on Monday.")[:-9], "broken gzip"),
    ],
)
def test_what_is_not_text_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        read_bytes(data, "sub/a.txt")
    assert "sub/a.txt" in caught.value.message
    assert caught.value.hint
