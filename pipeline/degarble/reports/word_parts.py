"""The parts of a Word file: its packaging, its styles, and how text, comments and marks are written as XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPECIAL = re.compile(r"(\t|\r\n|\r|\n)")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_LONGEST_NAME = 200

_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_TYPE}.settings+xml"/>'
    f'<Override PartName="/word/comments.xml" ContentType="{_TYPE}.comments+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
_OUTER_LINKS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
_INNER_LINKS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/comments" Target="comments.xml"/>'
    "</Relationships>"
)
# Word opens a file that names no mode in its oldest one.
_SETTINGS = (
    f"<w:settings {_WORD}><w:compat>"
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    "</w:compat></w:settings>"
)
_STYLES = (
    f"<w:styles {_WORD}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Arial"/><w:sz w:val="23"/><w:szCs w:val="23"/>'
    "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
    '<w:spacing w:after="160" w:line="288" w:lineRule="auto"/>'
    "</w:pPr></w:pPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>'
    '<w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:after="200" w:line="252" w:lineRule="auto"/>'
    '</w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="36"/><w:szCs w:val="36"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Quiet"><w:name w:val="Quiet"/>'
    '<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:spacing w:after="80"/></w:pPr>'
    '<w:rPr><w:color w:val="6B6B6B"/><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="CommentText"><w:name w:val="annotation text"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
    '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
    '<w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style></w:styles>'
)
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"'
    ' w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
)


class Signature(NamedTuple):
    """Who made a mark, and when: an ISO 8601 time or nothing."""

    author: str = ""
    when: str = ""

    def write(self, number: int) -> str:
        """Return the attributes of the mark of that number."""
        date = _format_date(self.when)
        return f'w:id="{number}" w:author={quoteattr(self.name)}' + (f' w:date="{date}"' if date else "")

    @property
    def name(self) -> str:
        """Return the author in one line, no longer than Word bears."""
        return " ".join(clean(self.author).split())[:_LONGEST_NAME] or "degarble"


def _format_date(when: str) -> str:
    """Return a time as Word reads it: to the second, in UTC; empty for what is no time."""
    try:
        time = datetime.fromisoformat(when)
        utc = time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time
    except (ValueError, OverflowError):
        return ""
    return utc.isoformat(timespec="seconds") + "Z"


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes the text of a paragraph as runs; the marks of a document share their numbers."""

    numbers: Iterator[int]
    is_rtl: bool

    @classmethod
    def of(cls, text: str, numbers: Iterator[int]) -> Pen:
        """Return the pen for a paragraph: from right to left when most letters of its `text` run so."""
        return cls(numbers, 2 * len(_RIGHT_TO_LEFT.findall(text)) > sum(map(str.isalpha, text)))

    def keep(self, text: str) -> str:
        """Return text that stays."""
        return self._write_run(text, "w:t")

    def insert(self, text: str, signature: Signature) -> str:
        """Return text that stands only in the repair; nothing for no text."""
        run = self._write_run(text, "w:t")
        return f"<w:ins {signature.write(next(self.numbers))}>{run}</w:ins>" if run else ""

    def delete(self, text: str, signature: Signature) -> str:
        """Return text that stands only in the original; nothing for no text."""
        run = self._write_run(text, "w:delText")
        return f"<w:del {signature.write(next(self.numbers))}>{run}</w:del>" if run else ""

    def write_paragraph(self, style: str, runs: str, signature: Signature | None) -> str:
        """Return a paragraph; with a signature its mark stands only in the original."""
        direction = "<w:bidi/>" if self.is_rtl else ""
        mark = f"<w:rPr><w:del {signature.write(next(self.numbers))}/></w:rPr>" if signature else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{direction}{mark}</w:pPr>{runs}</w:p>'

    def _write_run(self, text: str, tag: str) -> str:
        is_rtl = self.is_rtl and (_RIGHT_TO_LEFT.search(text) or not any(map(str.isalpha, text)))
        return _write_run(text, tag, "<w:rPr><w:rtl/></w:rPr>" if is_rtl else "")


def clean(text: str) -> str:
    """Return a text with U+FFFD for each character that XML cannot hold.

    >>> clean("a\\x00b") == "a\\ufffdb"
    True
    """
    return _ILLEGAL.sub("\ufffd", text)


def _write_run(text: str, tag: str = "w:t", look: str = "") -> str:
    parts = [_write_part(part, tag) for part in _SPECIAL.split(clean(text)) if part]
    return f"<w:r>{look}{''.join(parts)}</w:r>" if parts else ""


def _write_part(part: str, tag: str) -> str:
    if part == "\t":
        return "<w:tab/>"
    return "<w:br/>" if part[0] in "\r\n" else f'<{tag} xml:space="preserve">{escape(part)}</{tag}>'


def open_comment(number: int) -> str:
    """Return the mark where the place of a comment begins."""
    return f'<w:commentRangeStart w:id="{number}"/>'


def close_comment(number: int) -> str:
    """Return the marks where the place of a comment ends."""
    return (
        f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
        f'<w:commentReference w:id="{number}"/></w:r>'
    )


def write_comment(number: int, signature: Signature, text: str) -> str:
    """Return a comment, with a paragraph for each line of its text."""
    initials = "".join(word[0] for word in signature.name.split())[:3].upper()
    look = '<w:pPr><w:pStyle w:val="CommentText"/></w:pPr>'
    lines = (f"<w:p>{look}{_write_run(line)}</w:p>" for line in text.strip().splitlines())
    return f"<w:comment {signature.write(number)} w:initials={quoteattr(initials)}>{''.join(lines)}</w:comment>"


def pack(title: str, paragraphs: Iterable[str], comments: Iterable[str]) -> bytes:
    """Return the bytes of a Word file; the same input gives the same bytes."""
    core = (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(clean(title))}</dc:title><dc:creator>degarble</dc:creator></cp:coreProperties>"
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _OUTER_LINKS,
        "docProps/core.xml": core,
        "word/document.xml": f"<w:document {_WORD}><w:body>{''.join(paragraphs)}{_PAGE}</w:body></w:document>",
        "word/_rels/document.xml.rels": _INNER_LINKS,
        "word/styles.xml": _STYLES,
        "word/settings.xml": _SETTINGS,
        "word/comments.xml": f"<w:comments {_WORD}>{''.join(comments)}</w:comments>",
    }
    return _zip({name: (_HEAD + content).encode() for name, content in parts.items()})


def _zip(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            entry = ZipInfo(name)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
            archive.writestr(entry, data)
    return buffer.getvalue()
