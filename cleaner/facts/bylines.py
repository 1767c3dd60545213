"""Bylines: who wrote an article and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.facts.words import level, names, pattern, table

_DATES = re.compile(
    r"\d{4}-\d{2}-\d{2}"  # 2025-08-14
    r"|\d{4}年\d{1,2}月\d{1,2}日|\d{4}년 ?\d{1,2}월 ?\d{1,2}일"
    r"|\d{4}[./]\d{1,2}[./]\d{1,2}"
    r"|\d{1,2}[./]\d{1,2}[./]\d{4}"
    r"|\d{1,2}(?:\.|er|st|nd|rd|th|º|ο)? (?:de |of )?[^\W\d_]{3,12}\.?,? (?:de |del )?\d{4}"  # 14 August 2025
    r"|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"  # Aug. 14, 2025
)
_AMBIGUOUS = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}")
_BY = re.compile(r"(?i)^\W*(?:by|von|par|por|de|di|door|autor\w*:?|автор\w*:?|av|przez|texto:?|text:?)\s+")
_DATELINE = re.compile(r"\s*([A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я .,'’-]{2,40}?)(?:,[^—–(\n]{0,30})?(?: ?\([^)\n]{2,30}\))? ?[—–-] ")


class Byline(NamedTuple):
    """Authors as the text names them; ISO 8601 dates of publication and last change, None where not told."""

    authors: list[str]
    published: str | None
    modified: str | None


@dataclass(frozen=True, slots=True)
class _Dated:
    date: str
    update: bool


def byline(source: str, spans: Sequence[tuple[int, int]], language: str) -> Byline:
    """What the byline spans of a source tell."""
    lines = [line for start, end in spans for line in source[start:end].splitlines() if line.strip()]
    authors = list(dict.fromkeys(name for line in lines for name in _authors(line)))
    dates = [dated for line in lines for dated in _dates(line, language)]
    published = next((dated.date for dated in dates if not dated.update), None)
    return Byline(authors, published, next((dated.date for dated in dates if dated.update), None))


def dateline(text: str) -> str | None:
    """The place in capitals that opens a text before a dash, as agencies write it.

    >>> dateline("NAIROBI, Kenya (AP) — The rains came early.")
    'NAIROBI'
    """
    found = _DATELINE.match(text)
    return found.group(1).strip(" ,.") if found else None


def _authors(line: str) -> Iterator[str]:
    """The names in a line that opens with "by", or that is nothing but names."""
    opened = _BY.match(line)
    rest = line[opened.end() :] if opened else line
    rest = re.split(r"[|•·]|\d", rest, maxsplit=1)[0]
    words = len(rest.split())
    if opened or words <= 4:
        yield from (name.text for name in names(rest) if " " in name.text or not name.text.isascii())


def _dates(line: str, language: str) -> Iterator[_Dated]:
    for found in _DATES.finditer(line):
        parsed = _parse(found.group(), language)
        if parsed:
            update = pattern(table()["words"]["update"]).search(level(line[: found.start()]))
            yield _Dated(parsed, update is not None)


def _parse(text: str, language: str) -> str | None:
    """A date as ISO 8601; None where day and month could be either way round, or where it is no date."""
    numbers = _AMBIGUOUS.fullmatch(text)
    if numbers and language == "en" and max(int(numbers[1]), int(numbers[2])) <= 12 and numbers[1] != numbers[2]:
        return None
    import dateparser  # a third of a second to import: only where a record is asked for and holds a date

    codes = [code for code in dict.fromkeys((language, "en")) if code != "und"]
    settings = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"]}
    date = dateparser.parse(text, languages=codes, settings=settings)
    return date.date().isoformat() if date else None
