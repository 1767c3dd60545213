"""Phrase books: what boilerplate says, one data file per language.

A book (`data/phrases/<code>.toml`) names its language, the words by which the language is told and its
speakers are known, its lists, and its rules. A rule has a label, a trust, the place in a line where its
pattern may stand, and examples that must and must not match. Patterns are written as plain text with
regular-expression operators, matched against folded text (see `cleaner.text`) by RE2, which is linear in
the input whatever the pattern.

Books are written in TOML for people and compiled to one JSON file for machines: `compile_books` expands
lists and anchors, `load` reads the result. `make phrases` rewrites the compiled file, a test compares it.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from cleaner.errors import CleanerError
from cleaner.text import folded_str
from cleaner.types import LABELS

VERSION = "1"
"""The version of the phrase books as a whole, raised when labels or the meaning of rules change."""

SENTENCE_MARK = "\x1e"
"""Stands for the space between two sentences of one line in the text that rules see."""

TRUSTS = ("sure", "likely", "hint")
"""How much a rule is to be believed: sure, 99 in 100 on sites nobody looked at; likely, 9 in 10; hint, evidence only."""

PLACES = ("line", "start", "sentence", "end", "close", "any")
"""Where in a line a pattern may stand: the whole line; its start; the start of any of its sentences (the line is cut
there); its end; a closing part of it (cut off there too); anywhere."""

COMMON = "und"
"""The book whose rules and lists serve every language (ISO 639: undetermined)."""

_SIGNS = r"\x{2022}-\x{203f}\x{2190}-\x{2bff}\x{1f000}-\x{1faff}"  # bullets, arrows, dingbats, pictographs
_LEAD = rf"[ #*>|~_=+·{_SIGNS}\-]*"
_TRAIL = rf"[ .!?:;,>|*_#\"…。！？।؟\x1e{_SIGNS}\-]*"
_ANCHORED = {
    "line": rf"^{_LEAD}(?:%s){_TRAIL}$",
    "start": rf"^{_LEAD}(?:%s)",
    "sentence": rf"(?:^|\x1e|[。！？]){_LEAD}(?:%s)",
    "end": rf"(?:%s){_TRAIL}$",
    "close": rf"(?:%s){_TRAIL}$",
    "any": "%s",
}
_WORD = r"0-9a-z_\x{80}-\x{1fff}\x{3005}-\x{fefe}"
"""Letters and digits, near enough: the true classes of Unicode would make the automata many times larger."""
_TOKEN = re.compile(r"\\[pP]\{\w+\}|\\.|\{[a-z]\w*\}|\{\d*,?\d*\}|\(\?[:i]|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rule:
    """One phrase rule, ready to match: `regex` is RE2 syntax for folded text."""

    name: str
    label: str
    trust: str
    place: str
    regex: str


@dataclass(frozen=True, slots=True)
class Book:
    """A compiled phrase book: the rules of one language and the words that tell it and its speakers."""

    code: str
    name: str
    words: frozenset[str]
    speakers: dict[str, frozenset[str]]
    agencies: tuple[str, ...]
    rules: tuple[Rule, ...]


class PhraseBookError(CleanerError):
    """A phrase book that cannot be used; the message says which rule and why."""


@cache
def load() -> dict[str, Book]:
    """All compiled books by language code."""
    data = json.loads(files("cleaner").joinpath("data/phrases.json").read_bytes())
    return {code: _book(code, entry) for code, entry in data.items()}


@cache
def fingerprint() -> str:
    """The first 16 hex digits of the SHA-256 of the compiled books, which names their version in a record."""
    return sha256(files("cleaner").joinpath("data/phrases.json").read_bytes()).hexdigest()[:16]


def languages() -> list[str]:
    """The codes of the languages that have a book."""
    return sorted(code for code in load() if code != COMMON)


def _book(code: str, entry: dict[str, Any]) -> Book:
    rules = tuple(Rule(*row) for row in entry["rules"])
    speakers = {key: frozenset(words) for key, words in entry["speakers"].items()}
    return Book(code, entry["name"], frozenset(entry["words"]), speakers, tuple(entry["agencies"]), rules)


def sources() -> dict[str, dict[str, Any]]:
    """The books as written, by language code."""
    folder: Traversable = files("cleaner").joinpath("data/phrases")
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    return {path.name.removesuffix(".toml"): tomllib.loads(path.read_text(encoding="utf-8")) for path in paths}


def compile_books(books: dict[str, dict[str, Any]]) -> bytes:
    """The compiled form of books as written: JSON with lists expanded and patterns anchored."""
    compiled = {code: _compile(code, books) for code in books}
    return (json.dumps(compiled, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n").encode()


def lists_of(code: str, books: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The lists that the rules of a book may name, each as a pattern: its own together with the common ones."""
    common = books.get(COMMON, {}).get("lists", {})
    own = books[code].get("lists", {}) if code != COMMON else {}
    return {name: _alternatives(common.get(name), own.get(name)) for name in common.keys() | own.keys()}


def _compile(code: str, books: dict[str, dict[str, Any]]) -> dict[str, Any]:
    head, lists = books[code]["language"], lists_of(code, books)
    rules = [compile_rule(rule, lists, code) for rule in books[code].get("rule", [])]
    return {
        "name": head["name"],
        "words": folded_str(head.get("words", "")).split(),
        "speakers": {key: folded_str(head.get(key, "")).split() for key in ("we", "you", "says")},
        "agencies": [folded_str(name) for name in books[code].get("lists", {}).get("agency", []) if not set(name) & set("\\[(?*")],
        "rules": [[rule.name, rule.label, rule.trust, rule.place, rule.regex] for rule in rules],
    }


def compile_rule(rule: dict[str, Any], lists: dict[str, str], code: str) -> Rule:
    """One rule as written, with the lists it may name, to one that can match."""
    name = f"{code}.{rule.get('name', '?')}"
    for key, allowed in (("label", LABELS), ("trust", TRUSTS), ("where", PLACES)):
        if rule.get(key) not in allowed:
            raise PhraseBookError(f"rule {name}: {key} is {rule.get(key)!r}, must be one of {', '.join(allowed)}")
    pattern = _translate(rule["pattern"], lists, name)
    return Rule(name, rule["label"], rule["trust"], rule["where"], "(?m)" + _ANCHORED[rule["where"]] % pattern)


def _alternatives(*lists: list[str] | str | None) -> str:
    """One pattern of lists put together, longest entries first; a list given as a str is a pattern already."""
    patterns = [entry for entry in lists if isinstance(entry, str)]
    plain = sorted({entry for entries in lists if isinstance(entries, list) for entry in entries}, key=len, reverse=True)
    return "|".join(patterns + plain)


def _translate(pattern: str, lists: dict[str, str], name: str, depth: int = 0) -> str:
    """A pattern as written to RE2: literals folded, lists put in, spaces widened, `\\w` made Unicode."""
    if depth > 5:
        raise PhraseBookError(f"rule {name}: lists name each other in a circle")
    out, in_class = [], False
    for token in _TOKEN.findall(pattern):
        if token[0] == "{" and token[1:2].isalpha():
            if token[1:-1] not in lists:
                raise PhraseBookError(f"rule {name}: there is no list {token}; there are {', '.join(sorted(lists))}")
            out.append("(?:" + _translate(lists[token[1:-1]], lists, name, depth + 1) + ")")
            continue
        if token in ("\\b", "\\B", "\\s", "\\S", "\\W", "^", "$") and not in_class:
            raise PhraseBookError(f"rule {name}: {token} is not used in phrase books; a match ends at word ends by itself")
        out.append(_literal(token, in_class))
        in_class = token == "[" or (in_class and token != "]")
    return "".join(out)


def _literal(token: str, in_class: bool) -> str:
    if token == "\\w":
        return _WORD if in_class else f"[{_WORD}]"
    if token == " " and not in_class:
        return r"[ \x1e]"
    return token if len(token) > 1 or ord(token) < 128 and not token.isalpha() else folded_str(token)
