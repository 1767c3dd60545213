"""Voting: which phrase rules match where, and where they cut a line.

All rules of a language pass over a text at once in one RE2 set, which tells the few that match somewhere; only those
are then searched for their place. Rules may abstain, disagree, and be wrong: their votes are evidence for the classifier
and reasons for the record, never a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
import re2
from numpy.typing import NDArray

from cleaner.phrases import COMMON, SENTENCE_MARK, Rule, load
from cleaner.segment import Block, Ints
from cleaner.text import BREAK, Codes, to_str

FALLBACK = "en"
"""The language whose rules are tried on every text: English boilerplate rides behind articles of every language."""

SET_MEMORY = 256 << 20
"""Bytes RE2 may use for the automaton of one set."""

_SPACE, _LINE_FEED, _MARK = ord(" "), ord("\n"), ord(SENTENCE_MARK)


class Hit(NamedTuple):
    """A rule's match: `[start, end)` in the block."""

    rule: Rule
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules tried together on a text of one language; each is compiled by itself when it is first needed."""

    rules: tuple[Rule, ...]
    prefilter: Any


@lru_cache(maxsize=32)
def rule_set(language: str, extra: tuple[Rule, ...] = ()) -> RuleSet:
    """The compiled rules for a language: its own, those of every language, English, and any given."""
    books = load()
    codes = dict.fromkeys((language, COMMON, FALLBACK))
    return compile_rules(tuple(rule for code in codes if code in books for rule in books[code].rules) + extra)


def compile_rules(rules: tuple[Rule, ...]) -> RuleSet:
    """Rules ready to scan with."""
    prefilter = re2.Set.SearchSet(_options())
    for rule in rules:
        prefilter.Add(rule.regex)
    prefilter.Compile()
    return RuleSet(rules, prefilter)


@lru_cache(maxsize=4096)
def _pattern(regex: str) -> Any:
    return re2.compile(regex, _options())


@cache
def _options() -> Any:
    options = re2.Options()
    options.max_mem = SET_MEMORY
    options.never_capture = True
    options.log_errors = False
    return options


def visible(block: Block) -> Codes:
    """What rules see of a block: folded text, every paragraph one line, sentences inside a line set off by a mark."""
    seen = block.folded.copy()
    seen[(block.flags & BREAK) > 0] = _LINE_FEED
    for at in block.wraps:
        seen[at : at + 2][seen[at : at + 2] == _LINE_FEED] = _SPACE
    before = np.flatnonzero(block.sentences) - 1
    seen[before[seen[before] == _SPACE]] = _MARK
    return seen


def scan(seen: Codes, rules: RuleSet) -> list[Hit]:
    """Every match in one text as rules see it, in order of place; a match begins and ends where words do."""
    kept = np.flatnonzero(seen)
    text = to_str(seen[kept])
    data = text.encode("utf-8", "surrogatepass")
    spans = [
        (rules.rules[index], *match.span())
        for index in rules.prefilter.Match(data) or ()
        for match in _pattern(rules.rules[index].regex).finditer(data)
    ]
    if not spans:
        return []
    if len(data) != len(text):
        spans = _characters(spans, seen[kept])
    origin = np.append(kept, len(seen))
    hits = [Hit(rule, int(origin[start]), int(origin[end])) for rule, start, end in spans if _whole_words(text, start, end)]
    return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.rule.name))


def _characters(spans: list[tuple[Rule, int, int]], codes: Codes) -> list[tuple[Rule, int, int]]:
    """Spans counted in bytes of UTF-8 to spans counted in characters."""
    widths = 1 + (codes >= 0x80) + (codes >= 0x800).astype(np.int64) + (codes >= 0x10000)
    offsets = np.concatenate([[0], np.cumsum(widths)])
    places = np.searchsorted(offsets, [span[1:] for span in spans])
    return [(span[0], int(start), int(end)) for span, (start, end) in zip(spans, places, strict=True)]


def _whole_words(text: str, start: int, end: int) -> bool:
    return start < end and not _inside_word(text, start) and not _inside_word(text, end)


def _inside_word(text: str, at: int) -> bool:
    """Whether the characters before and after an offset belong to one word; ideographs are words by themselves."""
    if at in (0, len(text)):
        return False
    pair = text[at - 1 : at + 1]
    return all(char.isalnum() and not "\u3040" <= char <= "\u9fff" for char in pair)


def cuts(hits: list[Hit], sentences: NDArray[np.bool_], seen: Codes) -> Ints:
    """The offsets in a text at which hits cut its lines: before a sentence, behind it and the later ones, before a close."""
    points: set[int] = set()
    for hit in hits:
        if hit.rule.trust == "hint":
            continue
        if hit.rule.place == "close":
            points.add(_skip_space(seen, hit.start))
        elif hit.rule.place == "sentence":
            points.update(_sentence(sentences, seen, hit))
    return np.array(sorted(points), np.int64)


def _sentence(sentences: NDArray[np.bool_], seen: Codes, hit: Hit) -> list[int]:
    """Where the sentence of a hit begins, and where each later one of its line does: an appeal may go on there."""
    start = hit.start + 1 if seen[hit.start] == _MARK else hit.start
    line_end = start + int(np.argmax(seen[start:] == _LINE_FEED))
    later = start + 1 + np.flatnonzero(sentences[start + 1 : line_end])
    at_line_start = start == 0 or seen[start - 1] == _LINE_FEED
    return later.tolist() if at_line_start else [_skip_space(seen, start), *later.tolist()]


def _skip_space(seen: Codes, at: int) -> int:
    while seen[at] in (_SPACE, _MARK):
        at += 1
    return at
