"""Voting: which phrase rules match where, and where they cut a line.

An Aho-Corasick automaton passes once over a text and finds the words that the rules cannot do without; a rule is tried only
on the lines that hold all it needs. Rules may abstain, disagree, and be wrong: their votes are evidence for the classifier
and reasons for the record, never a verdict.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

import ahocorasick
import numpy as np
import re2
from numpy.typing import NDArray

from cleaner.patterns import SENTENCE_MARK
from cleaner.phrases import COMMON, Rule, book, catalogue
from cleaner.segment import Block
from cleaner.text import BREAK, LETTER, Codes, code_points, flags, to_str
from cleaner.types import Ints

FALLBACK = "en"
"""The language whose rules are tried on every text: English boilerplate rides behind articles of every language."""

REMEMBERED, LONG = 4096, 2000
"""Lines whose matches are remembered, and the longest that is."""
UTF8 = ("utf-8", "surrogatepass")

_LINES = re.compile(r"[^\n]+\n?|\n")
_SPACE, _LINE_FEED, _MARK = ord(" "), ord("\n"), ord(SENTENCE_MARK)


class Hit(NamedTuple):
    """A rule's match: `[start, end)` in the block."""

    rule: Rule
    start: int
    end: int


class RuleSet:
    """The rules tried together on texts of one language; each is compiled when it is first needed.

    What a line matches is remembered for a while: a text is looked at more than once, and lines recur.
    """

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self._anywhere = [index for index, rule in enumerate(rules) if not rule.required]
        self._together = "|".join(f"(?:{rules[index].regex})" for index in self._anywhere)
        self._starters: dict[str, list[int]] = {}
        for index, rule in enumerate(rules):
            for word in rule.required[0] if rule.required else ():
                self._starters.setdefault(word, []).append(index)
        self._automaton = ahocorasick.Automaton()
        for word in {word for rule in rules for words in rule.required for word in words}:
            self._automaton.add_word(word, word)
        self._automaton.make_automaton()
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._matched)

    def matches(self, line: str) -> tuple[tuple[int, int, int], ...]:
        """The matches in one line, its line feed included, as rule index, start and end."""
        return self._remembered(line) if len(line) <= LONG else self._matched(line)

    def forget(self) -> None:
        """Forget what lines matched."""
        self._remembered.cache_clear()

    def candidates(self, line: str) -> list[int]:
        """The indices of the rules that may match a line, ascending."""
        plain = line.replace(SENTENCE_MARK, " ")
        seen = {word for _, word in self._automaton.iter(plain)} if len(self._automaton) else set()
        begun = {index for word in seen & self._starters.keys() for index in self._starters[word]}
        whole = [index for index in begun if not any(seen.isdisjoint(words) for words in self.rules[index].required[1:])]
        anywhere = self._anywhere if self._anywhere and _pattern(self._together).search(line.encode(*UTF8)) else []
        return sorted([*anywhere, *whole])

    def _matched(self, line: str) -> tuple[tuple[int, int, int], ...]:
        data = line.encode(*UTF8)
        spans = [
            (index, *match.span())
            for index in self.candidates(line)
            for match in _pattern(self.rules[index].regex).finditer(data)
        ]
        if len(data) != len(line):
            spans = [(index, *(len(data[:at].decode(*UTF8)) for at in (start, end))) for index, start, end in spans]
        return tuple(span for span in spans if _whole_words(line, span[1], span[2]))


@cache
def rule_set(language: str) -> RuleSet:
    """The rules for a language: its own, those of every language, and English ones."""
    own = book(language if language in catalogue() else COMMON).rules
    names = {rule.name for rule in own}
    return RuleSet((*own, *(rule for rule in book(FALLBACK).rules if rule.name not in names)))


@lru_cache(maxsize=4096)
def _pattern(regex: str) -> Any:
    return re2.compile(regex, _options())


@cache
def _options() -> Any:
    options = re2.Options()
    options.never_capture = True
    options.log_errors = False
    return options


def visible(block: Block) -> Codes:
    """What rules see of a block: folded text, every paragraph one line, sentences inside a line set off by a mark."""
    seen = block.folded.copy()
    seen[(block.flags & BREAK) > 0] = _LINE_FEED
    for at in block.wraps:
        seen[at : at + 2][seen[at : at + 2] == _LINE_FEED] = _SPACE
    before = np.flatnonzero(block.sentences) - 1  # the space before a sentence, or the ideographic stop
    seen[before[seen[before] != _LINE_FEED]] = _MARK
    return seen


def scan(seen: Codes, rules: RuleSet) -> list[Hit]:
    """Every match in one text as rules see it, in order of place; a match begins and ends where words do."""
    kept = np.flatnonzero(seen)
    text, origin = to_str(seen[kept]), np.append(kept, len(seen))
    hits, start = [], 0
    for line in _LINES.findall(text):
        hits += [
            Hit(rules.rules[index], int(origin[start + low]), int(origin[start + high]))
            for index, low, high in rules.matches(line)
        ]
        start += len(line)
    return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.rule.name))


def _whole_words(text: str, start: int, end: int) -> bool:
    return start < end and not _inside_word(text, start) and not _inside_word(text, end)


def _inside_word(text: str, at: int) -> bool:
    """Whether the characters before and after an offset belong to one word; ideographs are words by themselves."""
    if at in (0, len(text)):
        return False
    return all(kind & LETTER for kind in flags(code_points(text[at - 1 : at + 1])).tolist())


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
