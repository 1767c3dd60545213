"""Phrase books: what boilerplate says, one data file per language.

A book (`data/phrases/<code>.toml`) names its language, the words by which the language is told and its
speakers are known, its lists, and its rules. A rule has a label, a trust, the place in a line where its
pattern may stand, and examples that must and must not match. Patterns are written as plain text with
regular-expression operators (see `cleaner.patterns`), and run by RE2, which is linear in the input.

Books are written in TOML for people and compiled to JSON for machines, one file a language and an index by which languages
are told; only the books that a text needs are read. `make phrases` writes the compiled files, a test compares them.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from cleaner.errors import CleanerError
from cleaner.patterns import PLACES, PatternError, anchored, required
from cleaner.text import folded_str
from cleaner.types import LABELS

VERSION = "1"
"""The version of the phrase books as a whole, raised when labels or the meaning of rules change."""

TRUSTS = ("sure", "likely", "hint")
"""How much a rule is to be believed: sure, 99 in 100 on sites nobody looked at; likely, 9 in 10; hint, evidence only."""

COMMON = "und"
"""The book whose rules and lists serve every language (ISO 639: undetermined)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One phrase rule, ready to match: `regex` is for folded text; every match holds a word of each choice in `required`."""

    name: str
    label: str
    trust: str
    place: str
    regex: str
    required: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A compiled phrase book: its agencies, and its rules together with those of every language."""

    agencies: tuple[str, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """What the index says of a language: the words that tell it, and those by which its speakers are known."""

    name: str
    words: frozenset[str]
    speakers: dict[str, frozenset[str]]


class PhraseBookError(CleanerError):
    """A phrase book that cannot be used; the message says which rule and why."""


@cache
def catalogue() -> dict[str, Language]:
    """All languages that have a book, by code, and the common book."""
    data = json.loads(_compiled("index"))
    return {code: _language(entry) for code, entry in data["languages"].items()}


@cache
def fingerprint() -> str:
    """The first 16 hex digits of the SHA-256 over all compiled books, which names their version in a record."""
    return str(json.loads(_compiled("index"))["fingerprint"])


@cache
def book(code: str) -> Book:
    """The book of a language; that of every language where it has none."""
    data = json.loads(_compiled(code if code in catalogue() else COMMON))
    rules = tuple(Rule(row[0], row[1], row[2], row[3], row[4], tuple(map(tuple, row[5]))) for row in data["rules"])
    return Book(tuple(data["agencies"]), rules)


def languages() -> list[str]:
    """The codes of the languages that have a book."""
    return sorted(code for code in catalogue() if code != COMMON)


def _compiled(name: str) -> bytes:
    return files("cleaner").joinpath(f"data/compiled/{name}.json").read_bytes()


def _language(entry: dict[str, Any]) -> Language:
    speakers = {key: frozenset(words) for key, words in entry["speakers"].items()}
    return Language(entry["name"], frozenset(entry["words"]), speakers)


def sources() -> dict[str, dict[str, Any]]:
    """The books as written, by language code."""
    folder: Traversable = files("cleaner").joinpath("data/phrases")
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    return {path.name.removesuffix(".toml"): tomllib.loads(path.read_text(encoding="utf-8")) for path in paths}


def compile_books(books: dict[str, dict[str, Any]]) -> dict[str, bytes]:
    """The compiled files by name: a book for each language, lists expanded and patterns anchored, and the index.

    Every book holds the rules of all languages as well, with the lists put together: its own agencies count in them.
    """
    compiled = {code: _line(_compile(code, books)) for code in books}
    digest = sha256(b"".join(compiled[code] for code in sorted(compiled))).hexdigest()[:16]
    return compiled | {"index": _line({"fingerprint": digest, "languages": {code: _head(books[code]) for code in books}})}


def _line(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n").encode()


def lists_of(code: str, books: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The lists that the rules of a book may name, each as a pattern: its own together with the common ones."""
    common = books.get(COMMON, {}).get("lists", {})
    own = books[code].get("lists", {}) if code != COMMON else {}
    return {name: _alternatives(common.get(name), own.get(name)) for name in common.keys() | own.keys()}


def _compile(code: str, books: dict[str, dict[str, Any]]) -> dict[str, Any]:
    lists = lists_of(code, books)
    rules = [
        compile_rule(rule, lists, owner) for owner in dict.fromkeys((code, COMMON)) for rule in books[owner].get("rule", [])
    ]
    named = books[code].get("lists", {}).get("agency", [])
    return {
        "agencies": [folded_str(name) for name in named if not set(name) & set("\\[(?*{|")],
        "rules": [[rule.name, rule.label, rule.trust, rule.place, rule.regex, rule.required] for rule in rules],
    }


def _head(book: dict[str, Any]) -> dict[str, Any]:
    head = book["language"]
    return {
        "name": head["name"],
        "words": folded_str(head.get("words", "")).split(),
        "speakers": {key: folded_str(head.get(key, "")).split() for key in ("we", "you", "says")},
    }


def compile_rule(rule: dict[str, Any], lists: dict[str, str], code: str) -> Rule:
    """One rule as written, with the lists it may name, to one that can match."""
    name = f"{code}.{rule.get('name', '?')}"
    for key, allowed in (("label", LABELS), ("trust", TRUSTS), ("where", PLACES)):
        if rule.get(key) not in allowed:
            raise PhraseBookError(f"rule {name}: {key} is {rule.get(key)!r}, must be one of {', '.join(allowed)}")
    try:
        regex = anchored(rule["pattern"], rule["where"], lists)
    except PatternError as error:
        raise PhraseBookError(f"rule {name}: {error}") from None
    return Rule(name, rule["label"], rule["trust"], rule["where"], regex, tuple(map(tuple, required(regex))))


def _alternatives(*lists: list[str] | str | None) -> str:
    """One pattern of lists put together, longest entries first; a list given as a str is a pattern already."""
    patterns = [entry for entry in lists if isinstance(entry, str)]
    plain = sorted(
        {entry for entries in lists if isinstance(entries, list) for entry in entries}, key=lambda entry: (-len(entry), entry)
    )
    return "|".join(patterns + plain)
