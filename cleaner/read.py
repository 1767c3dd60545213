"""Reading: bytes of any encoding to text, and pages to the text of their article.

Only this module knows of encodings and of HTML. trafilatura and lxml are imported where a page is met, not before: a
filter for text must not wait for them.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from cleaner.errors import CleanerError

_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_MAGIC = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip",
    b"%PDF": "PDF",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
}
_BOMS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}

DAMAGE = 0.2
"""Share of the non-ASCII characters that may be broken in what still counts as UTF-8."""
LOOK = 4096
"""Characters in which the start of a page is looked for, comments before it included."""


class ReadError(CleanerError):
    """Input that cannot be read as text; the message says why and what to do."""


class Decoded(NamedTuple):
    """Decoded text and the encoding it was in; bytes broken in UTF-8 are kept as lone surrogates (PEP 383)."""

    text: str
    encoding: str


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Bytes to text: in the encoding given, else UTF-8, else told by charset-normalizer.

    A byte order mark stays in the text, so that nothing is lost. Raises ReadError for what is no text.
    """
    if encoding:
        return _given(data, encoding)
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            raise ReadError(f"this is {name} data, not text; unpack or convert it first")
    for bom, name in _BOMS.items():
        if data.startswith(bom):
            return _given(data, name)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _told(data)


def _given(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except LookupError:
        raise ReadError(f"there is no encoding {encoding!r}; see https://docs.python.org/3/library/codecs.html") from None
    except UnicodeError as error:
        raise ReadError(f"not valid {encoding}: {error}; try another --encoding, or none to have it detected") from None


def _told(data: bytes) -> Decoded:
    """Text that is not UTF-8: a few damaged bytes are kept as they are, else the encoding is told from the bytes."""
    damaged = data.decode("utf-8", "surrogateescape")
    foreign = [char for char in damaged if not char.isascii()]
    broken = sum("\udc80" <= char <= "\udcff" for char in foreign)
    if broken <= DAMAGE * len(foreign):
        return Decoded(damaged, "utf-8")
    import charset_normalizer  # 20 ms, and hardly ever needed

    best = charset_normalizer.from_bytes(data).best()
    if best is None or data.count(0) > len(data) / 10:
        raise ReadError("this is no text in any encoding that could be told; give one with --encoding")
    return Decoded(data.decode(best.encoding, "surrogateescape"), best.encoding)


def is_html(text: str) -> bool:
    """Whether a text is the source of a page: it opens with a doctype, `<html`, `<head` or `<body`.

    >>> is_html("<!DOCTYPE html><title>News</title>"), is_html("In HTML, <body> opens the body.")
    (True, False)
    """
    return _HTML.match(text[:LOOK].lstrip("\ufeff")) is not None


def article_text(html: str | bytes, url: str | None = None) -> str:
    """The text of the article on a page as trafilatura extracts it, one paragraph a line; empty where it finds none."""
    import trafilatura  # 170 ms

    return trafilatura.extract(html, url=url, include_comments=False) or ""
