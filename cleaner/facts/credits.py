"""Credits: "(Reporting by A in X and B in Y; Editing by C)" as data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from cleaner import phrases
from cleaner.facts.words import Name, level, names, pattern, table

_CLAUSE = re.compile(r"[^;；。\n|]+")
_INITIALS = re.compile(r"[a-zß-ž]{2,3}")
_SIGNED = re.compile(rf"\W*{_INITIALS.pattern}(?:[/,]{_INITIALS.pattern})*\W*")


@dataclass(frozen=True, slots=True)
class Credit:
    """Somebody who contributed to an article; `[start, end)` is the name's place in the source.

    role: agency, reporter, contributor, editor, translator, photographer, producer, or end-mark (a mark such as "(끝)" by
    which an agency closes its copy). kind: person, organization, or mark.
    """

    role: str
    name: str
    kind: str
    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        """The credit as plain data."""
        return asdict(self)


def credits(source: str, start: int, end: int, language: str) -> list[Credit]:
    """The credits in a span of a source, in order of place."""
    text = source[start:end]
    found: list[Credit] = []
    for credit in (*_agencies(text, language), *_end_marks(text), *_people(text)):
        if not any(credit.start < known.end and known.start < credit.end for known in found):
            found.append(credit)
    if not found or all(credit.kind != "person" for credit in found):
        found += _initials(text, found)
    placed = (Credit(one.role, one.name, one.kind, one.start + start, one.end + start) for one in found)
    return sorted(placed, key=lambda credit: credit.start)


def _agencies(text: str, language: str) -> Iterator[Credit]:
    for found in _agency_pattern(language).finditer(level(text)):
        name = text[found.start() : found.end()]
        if len(name) > 3 or not name.islower() or not name.isascii() or name in ("dpa", "epd", "sda"):
            yield Credit("agency", name, "organization", found.start(), found.end())


@cache
def _agency_pattern(language: str) -> re.Pattern[str]:
    known = [name for code in (phrases.COMMON, "en", language) for name in phrases.book(code).agencies]
    alternatives = "|".join(re.escape(name) for name in sorted(set(known), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?![0-9a-zа-яiα-ω\u0620-\u06ff\u0900-\u097f])")


def _end_marks(text: str) -> Iterator[Credit]:
    for word in table()["words"]["end_mark"]:
        found = re.fullmatch(rf"\W*({re.escape(word)})\W*", text.strip(), re.IGNORECASE)
        if found:
            at = text.index(found.group(1))
            yield Credit("end-mark", found.group(1), "mark", at, at + len(found.group(1)))


def _people(text: str) -> Iterator[Credit]:
    """Names with the role whose phrase stands before them in their clause, or behind."""
    for clause in _CLAUSE.finditer(text):
        at, words = clause.start(), clause.group()
        folded = level(words)
        marks = sorted(
            (found.start(), found.end(), role) for role, known in _after().items() for found in known.finditer(folded)
        )
        marks = [mark for index, mark in enumerate(marks) if index == 0 or mark[0] >= marks[index - 1][1]]
        behind = next(((found.start(), role) for role, known in _before().items() if (found := known.search(folded))), None)
        if behind:
            yield from _credited(behind[1], words[: behind[0]], at)
            continue
        edges = [mark[0] for mark in marks[1:]] + [len(words)] * bool(marks)
        for (_, end, role), stop in zip(marks, edges, strict=True):
            yield from _credited(role, words[end:stop], at + end)


def _credited(role: str, text: str, at: int) -> Iterator[Credit]:
    for name in names(text):
        yield Credit(role, name.text, _kind(name), at + name.start, at + name.end)


def _kind(name: Name) -> str:
    house = re.search(
        r"(?i)\b(news|press|times|post|agency|agentur|agence|agencia|media|group|service|network|center|centre|fund|desk)\b",
        name.text,
    )
    return "organization" if house or (name.text.isupper() and len(name.text) > 2) else "person"


def _initials(text: str, found: list[Credit]) -> list[Credit]:
    """Initials that sign a line of little else: jm/kb (dpa, AFP)."""
    rest = text
    for credit in found:
        rest = rest[: credit.start] + " " * (credit.end - credit.start) + rest[credit.end :]
    if not _SIGNED.fullmatch(rest):
        return []
    marks = _INITIALS.finditer(rest)
    return [Credit("contributor", mark.group(), "person", mark.start(), mark.end()) for mark in marks]


@cache
def _after() -> dict[str, re.Pattern[str]]:
    return {role: pattern(words) for role, words in table()["roles"]["after"].items()}


@cache
def _before() -> dict[str, re.Pattern[str]]:
    return {role: pattern(words) for role, words in table()["roles"]["before"].items()}
