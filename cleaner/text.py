"""Characters: what kind each is, and the folded form in which text is judged.

Judging looks at a *folded* copy of the text: lower case, accents off, typographic quotes, dashes and
spaces made plain, digits of all scripts made ASCII, invisible characters dropped. The source itself is
never rewritten.

Both tables cover the Basic Multilingual Plane and are shipped as data (`data/chars.npz`), so that the
same text folds alike under every Python and its Unicode version. Characters beyond it fold to themselves.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
"""Code points of a text, one entry a character."""
Flags = NDArray[np.uint16]
"""Bit flags of a text, one entry a character."""

PLANE = 0x10000
"""Code points the tables cover."""

SPACE, LETTER, UPPER, LOWER, DIGIT, IDEOGRAPH, PUNCTUATION, STOP, CLOSER, QUOTE, MARK, BREAK = (1 << bit for bit in range(12))
"""Bit flags of a character: white space; part of a word; upper case; lower case; digit; an ideograph or kana, a word by
itself; punctuation or symbol; ends a sentence; may follow that end inside the sentence; a quotation mark; a mark such as a
bullet, an arrow, a pictograph; a line break."""

SIGN = ord("*")
"""What bullets, arrows, dingbats and pictographs fold to."""
PICTOGRAPHS = (0x1F000, 0x1FB00)
"""Code points of emoji beyond the plane."""

_SAME = {
    ".": "。｡।॥۔…",
    "!": "！",
    "?": "？؟",
    ",": "、，،",
    ";": "；؛",
    "[": "【〔［",
    "]": "】〕］",
    "'": "‘’‚‛′ʼ＇´`",
    '"': "“”„‟″«»〝〞＂",
    "-": "‐‑‒–—―−－﹣",
    "i": "ı",
    "σ": "ς",
    "е": "ё",
}
_ARABIC = {"ا": "أإآٱ", "ی": "يىئ", "ک": "ك", "ه": "ةۀ", "و": "ؤ"}
_STOPS = frozenset(".!?…。！？؟۔।॥‽⁇⁈⁉｡")
_CLOSERS = frozenset("\"'’”»)]）」』】")
BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""Every character at which `str.splitlines` ends a line."""
_QUOTES = frozenset("\"'‘’‚‛“”„‟«»‹›「」『』〝〞")
NUKTA = "\u093c"
"""The dot that Hindi writes under letters of foreign words, or leaves out."""
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\u0640\ufe0f\ufe0e")


def fold_codes(codes: Codes) -> Codes:
    """The folded form of an array of code points, of the same length: 0 where a character is dropped."""
    folded = np.where(codes < PLANE, _tables()[0][np.minimum(codes, PLANE - 1)], codes)
    folded[(codes >= PICTOGRAPHS[0]) & (codes < PICTOGRAPHS[1])] = SIGN
    return folded.astype(np.uint32)


def folded_str(text: str) -> str:
    """The folded form as a str.

    >>> folded_str("“Für”\\u00a0den Überblick…")
    '"fur" den uberblick.'
    """
    folded = fold_codes(code_points(text))
    return to_str(folded[folded != 0])


def flags(codes: Codes) -> Flags:
    """The bit flags of each code point; what lies beyond the plane counts as a mark."""
    known = _tables()[1][np.minimum(codes, PLANE - 1)]
    return np.where(codes < PLANE, known, np.uint16(PUNCTUATION | MARK)).astype(np.uint16)


def code_points(text: str) -> Codes:
    """The code points of a str, lone surrogates included."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def to_str(codes: Codes) -> str:
    """The str of an array of code points."""
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


@cache
def _tables() -> tuple[Codes, NDArray[np.uint16]]:
    with files("cleaner").joinpath("data/chars.npz").open("rb") as file, np.load(file) as data:
        return data["fold"].astype(np.uint32), data["flags"]


def build_tables() -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """The tables worked out from Python's own Unicode data: fold (0: dropped) and flags, one entry a code point."""
    same = {char: plain for table in (_SAME, _ARABIC) for plain, chars in table.items() for char in chars}
    folds = [_folded(chr(code), same) for code in range(PLANE)]
    return np.array(folds, np.uint16), np.array([_flags(chr(code)) for code in range(PLANE)], np.uint16)


def _folded(char: str, same: dict[str, str]) -> int:
    if char in BREAKS or "\ud800" <= char <= "\udfff":
        return ord(char)
    if "\u2190" <= char <= "\u2bff" or char in "•·◦▪‣›‹·・":
        return SIGN
    if char in _DROPPED or "\u0300" <= char <= "\u036f" or "\u064b" <= char <= "\u0652" or char == NUKTA:
        return 0
    if char.isspace() or unicodedata.category(char) in ("Cc", "Zs"):
        return ord(" ")
    if char.isdecimal():
        return ord("0") + unicodedata.decimal(char)
    for form in (same.get(char), unicodedata.normalize("NFKC", char).replace(NUKTA, "")):
        if form is not None and len(form) == 1 and form < "\U00010000":
            char = form
    char = same.get(char, char)
    lower = char.lower()
    base = unicodedata.normalize("NFD", lower)[0] if _alphabetic(lower[0]) else lower[0]
    return ord(same.get(base, base))


def _alphabetic(char: str) -> bool:
    """Latin, Greek and Cyrillic: the scripts whose accents are often left out in writing."""
    return "\u00c0" <= char <= "\u052f" or "\u1e00" <= char <= "\u1fff"


def _flags(char: str) -> int:
    category = unicodedata.category(char)
    ideograph = unicodedata.name(char, "").startswith(("CJK", "HIRAGANA", "KATAKANA"))
    space = char.isspace() or category == "Cc"
    return (
        SPACE * space
        | LETTER * (category[0] in "LNM" and not ideograph)
        | UPPER * (category in ("Lu", "Lt"))
        | LOWER * (category == "Ll")
        | DIGIT * char.isdecimal()
        | IDEOGRAPH * ideograph
        | PUNCTUATION * (category[0] in "PSCZ" and not space)
        | STOP * (char in _STOPS)
        | CLOSER * (char in _CLOSERS)
        | QUOTE * (char in _QUOTES)
        | MARK * (category in ("So", "Sm") or char in "•·◦▪‣»›|©")
        | BREAK * (char in BREAKS)
    )
