"""Patterns of phrase books, from how people write them to what RE2 runs.

People write plain text with regular-expression operators and names of lists in braces; it is folded like the text it is
to match. What comes out is the common ground of RE2 and `re`, so that the words a match cannot do without can be read
off it: they tell cheaply which rules a text need not be tried on.
"""

from __future__ import annotations

import re
import re._constants as ops  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable, Mapping
from typing import Any

from cleaner.errors import CleanerError
from cleaner.text import folded_str

SENTENCE_MARK = "\x1e"
"""Stands between two sentences of one line in the text that rules see."""

PLACES = ("line", "start", "sentence", "end", "close", "any")
"""Where in a line a pattern may stand: the whole line; its start; the start of any of its sentences (the line is cut
there); its end; a closing part of it (cut off there too); anywhere."""

_LEAD = r"[ #*>|~_=+\-]*"
_TRAIL = r"[ .!?:;,>|*_#\"\x1e\-]*"
_FORMS = {
    "line": rf"^{_LEAD}(?:%s){_TRAIL}$",
    "start": rf"^{_LEAD}(?:%s)",
    "sentence": rf"(?:^|\x1e){_LEAD}(?:%s)",
    "end": rf"(?:%s){_TRAIL}$",
    "close": r"(?:%s)[ *>|]*$",  # no stop: a name in brackets before it belongs to the sentence
    "any": "%s",
}
_WORD = "0-9a-z_\u0080-\U0010ffff"
"""Letters and digits, near enough: with the true classes of Unicode the automata would be many times larger."""
_TOKEN = re.compile(r"\\[pP]\{\w+\}|\\.|\{[a-z]\w*\}|\{\d*,?\d*\}|\(\?:|.", re.DOTALL)
_UNUSED = ("\\b", "\\B", "\\s", "\\S", "\\W", "^", "$")
_DEPTH = 6
"""Lists may name lists, this deep."""
_SHORT = 2
"""Fewest letters of a word that is worth looking for; an ideograph or a Hangul syllable counts as two."""

_RARE = 8
"""Letters from which a word is taken to be rare."""
CHOICES = 4
"""Choices of words looked for at most; the most telling ones."""
_SPACE = [(ops.LITERAL, ord(" ")), (ops.LITERAL, ord(SENTENCE_MARK))]


class PatternError(CleanerError):
    """A pattern that cannot be understood."""


def anchored(pattern: str, place: str, lists: Mapping[str, str]) -> str:
    """The regular expression of a pattern as written, for the place where it may stand."""
    return "(?m)" + _FORMS[place].replace("%s", translated(pattern, lists))


def translated(pattern: str, lists: Mapping[str, str], depth: int = 0) -> str:
    r"""A pattern as written, folded, with the lists it names put in.

    >>> translated("sign up für {x}（a）", {"x": "a|ö"})
    'sign[ \\x1e]up[ \\x1e]fur[ \\x1e](?:a|o)\\(a\\)'
    """
    if depth > _DEPTH:
        raise PatternError("lists name each other in a circle")
    out: list[str] = []
    inside = False
    for token in _TOKEN.findall(pattern):
        if token[0] == "{" and token[1:2].isalpha() and not inside:
            if token[1:-1] not in lists:
                raise PatternError(f"there is no list {token}; there are {', '.join(sorted(lists))}")
            out.append(f"(?:{translated(lists[token[1:-1]], lists, depth + 1)})")
        elif token in _UNUSED and not inside:
            raise PatternError(f"{token} is not used in phrase books; a match begins and ends at word ends by itself")
        else:
            out.append(_token(token, inside))
            inside = token == "[" or (inside and token != "]")
    return "".join(out)


def _token(token: str, inside: bool) -> str:
    """One token; `inside` a class in brackets or not."""
    if token == "\\w" or token[:2] in ("\\p", "\\P"):
        return _WORD if inside else f"[{_WORD}]"
    if token == " " and not inside:
        return r"[ \x1e]"
    if token.isascii():
        return token.lower() if len(token) == 1 else token
    folded = folded_str(token)
    if folded == "." and not inside:
        return r"[.\x1e]"  # an ideographic stop is the sentence mark where a sentence follows
    return re.escape(folded) if folded.isascii() and not folded.isalnum() else folded


def required(regex: str) -> list[list[str]]:
    """Choices of words: every match holds at least one word of each choice, in text whose sentence marks are spaces.

    >>> required("sign[ \\x1e]up[ \\x1e](?:for|to)[ \\x1e]our")
    [['sign up '], [' our'], ['for', 'to']]
    >>> required("(?:subscri(?:be|ption)|join).*(?:letter|mail)")
    [['join', 'subscri'], ['letter', 'mail']]
    >>> required("[0-9]+")
    []
    """
    choices = sorted(_choices(parser.parse(regex)), key=_telling, reverse=True)
    return [sorted(words) for words in choices[:CHOICES]]


def _choices(nodes: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    """A set of words for each part of a sequence that cannot do without one of them."""
    found: list[frozenset[str]] = []
    run = ""
    for op, value in [*nodes, (None, None)]:
        if op is ops.LITERAL:
            run += chr(value)
        elif op is ops.IN and value == _SPACE:
            run += " "
        else:
            if _long(run):
                found.append(frozenset([run]))
            run = ""
            found += _inner(op, value)
    return found


def _inner(op: Any, value: Any) -> list[frozenset[str]]:
    """The choices of words that a group, a choice or a repetition cannot do without."""
    if op is ops.SUBPATTERN:
        return _choices(value[3])
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
        return _choices(value[2]) if value[0] else []
    if op is ops.BRANCH:
        branches = [max(_choices(branch), key=_telling, default=None) for branch in value[1]]
        return [frozenset().union(*(words for words in branches if words))] if all(branches) else []
    return []


def _telling(words: frozenset[str]) -> tuple[int, int]:
    """How much a choice of words tells: long words are rare; among rare ones, the fewer the more."""
    return min(_RARE, *map(len, words)), -len(words)


def _long(run: str) -> bool:
    return sum(2 if char >= "\u2e80" else 1 for char in run) >= _SHORT and not run.isspace()
