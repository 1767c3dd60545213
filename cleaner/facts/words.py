"""The words that facts are read by, and text folded so that offsets stay."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from cleaner.text import code_points, fold_codes, folded_str, to_str

_WORD = re.compile(r"[^\W\d_][\w.'’·-]*")
_CASELESS = re.compile("[\u0590-\u0dff\u0e00-\u0eff\u1100-\u11ff\u3040-\u9fff\uac00-\ud7a3]")


class Name(NamedTuple):
    """A name as the source writes it, `[start, end)` in the stretch it was looked for in."""

    text: str
    start: int
    end: int


@cache
def table() -> dict[str, Any]:
    """The table of words as written."""
    return tomllib.loads(files("cleaner").joinpath("data/facts.toml").read_text(encoding="utf-8"))


def level(text: str) -> str:
    """Folded text of the same length; a dropped character is a NUL."""
    return to_str(fold_codes(code_points(text)))


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern of many words, longest first, that begins where a word does."""
    folded = sorted({folded_str(word) for word in words}, key=len, reverse=True)
    return re.compile(
        "|".join((r"(?<!\w)" if word[0].isalnum() and word.isascii() else "") + re.escape(word) for word in folded)
    )


def names(text: str) -> Iterator[Name]:
    """Names of people and houses in a stretch of text that holds little else.

    In scripts with capitals, runs of capitalised words; behind "in" and its like stands a place, no name. In others, what
    lies between separators.

    >>> [name.text for name in names("Ann Bell in Rome and Tom van Dyk")]
    ['Ann Bell', 'Tom van Dyk']
    >>> [name.text for name in names("张三、李四")]
    ['张三', '李四']
    """
    yield from (_separated(text) if _CASELESS.search(text) else _capitalised(text))


def _separated(text: str) -> Iterator[Name]:
    for found in re.finditer(r"[^\s,，、;；/|()（）【】\[\]:：]+(?: [^\s,，、;；/|()（）【】\[\]:：]+){0,2}", text):
        yield Name(found.group(), found.start(), found.end())


def _capitalised(text: str) -> Iterator[Name]:
    words = table()["words"]
    particles, places = set(words["particle"]), set(words["place"])
    run: list[re.Match[str]] = []
    before = ""
    for word in [*_WORD.finditer(text), None]:
        if word and run and not _near(text, run[-1], word):
            yield from _closed(text, run, before, places)
            before, run = "", []
        if word and (word.group()[0].isupper() or (run and word.group().lower() in particles)):
            run.append(word)
            continue
        yield from _closed(text, run, before, places)
        before, run = (level(word.group()) if word else ""), []


def _near(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    return text[left.end() : right.start()].strip(" \u00a0") == "" and not (
        left.group().endswith(".") and len(left.group()) > 3
    )


def _closed(text: str, run: list[re.Match[str]], before: str, places: set[str]) -> Iterator[Name]:
    while run and not run[-1].group()[0].isupper():
        run.pop()
    if run and before not in places:
        end = run[-1].end() - (len(run[-1].group()) - len(run[-1].group().rstrip(".'’-")))
        yield Name(text[run[0].start() : end], run[0].start(), end)
