"""Phrase books: every rule by its own examples, the compiled file by its sources, time by hostile input."""

from __future__ import annotations

import time

import pytest
import re2

from cleaner import phrases
from cleaner.phrases import PhraseBookError, compile_rule
from cleaner.rules import RuleSet, rule_set, scan, visible
from cleaner.segment import lay
from cleaner.text import to_str
from cleaner.train.phrasebook import COMPILED, matches, problems

BOOKS = phrases.sources()
RULE = {"name": "x", "label": "credit", "trust": "sure", "where": "any", "pattern": "a"}


@pytest.mark.parametrize("code", BOOKS)
def test_every_example(code: str) -> None:
    assert list(problems(code, BOOKS)) == []


def test_compiled_file_is_that_of_the_sources() -> None:
    shipped = {path.stem: path.read_bytes() for path in COMPILED.glob("*.json")}
    assert phrases.compile_books(BOOKS) == shipped, "run `make phrases`"


@pytest.mark.parametrize("code", [code for code in BOOKS if code != phrases.COMMON])
def test_books_cover_what_they_should(code: str) -> None:
    language = phrases.catalogue()[code]
    labels = {rule.label for rule in phrases.book(code).rules}
    assert {"credit", "appeal", "newsletter", "social", "related", "legal", "ui", "byline", "caption", "bio"} <= labels
    assert language.words or code in ("zh", "ja", "ko")
    assert language.speakers["we"]


@pytest.mark.parametrize(
    ("place", "text", "found"),
    [
        ("line", "- Read more!", True),
        ("line", "Read more about it", False),
        ("start", "Read more about it", True),
        ("start", "You can read more", False),
        ("sentence", "He left. Read more about it. Then", True),
        ("sentence", "Go and read more", False),
        ("end", "Go and read more »", True),
        ("end", "read more of it", False),
        ("any", "you read more of it", True),
        ("any", "bread more", False),
        ("any", "read moreover", False),
    ],
)
def test_places(place: str, text: str, found: bool) -> None:
    assert matches(compile_rule(RULE | {"where": place, "pattern": "read more"}, {}, "en"), text) is found


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"label": "spam"}, "label is 'spam'"),
        ({"where": "top"}, "where is 'top'"),
        ({"trust": "maybe"}, "trust is 'maybe'"),
        ({"pattern": r"\bread"}, "is not used in phrase books"),
        ({"pattern": "{nolist}"}, "there is no list"),
    ],
)
def test_bad_rules_say_what_is_wrong(change: dict[str, str], message: str) -> None:
    with pytest.raises(PhraseBookError, match=message):
        compile_rule(RULE | change, {"agency": "afp"}, "en")


def test_offsets_are_those_of_the_source() -> None:
    text = "Ö\u200b😀 said so. (AFP)"
    block, _ = lay([text])
    hits = scan(visible(block), rule_set("en"))
    assert {text[hit.start : hit.end] for hit in hits if hit.rule.name == "und.agency-closing"} == {"(AFP)"}


@pytest.mark.parametrize("code", ["en", "de", "zh", "ar"])
def test_a_rule_is_tried_wherever_it_matches(code: str) -> None:
    """What the needed words rule out, the patterns alone do not match either."""
    rules = rule_set(code)
    patterns = [re2.compile(rule.regex) for rule in rules.rules]
    for text in [text for entry in BOOKS[code]["rule"] for text in entry["yes"]]:
        seen = to_str(visible(lay([text])[0]))
        for line in seen.split("\n"):
            tried = set(rules.candidates(line + "\n"))
            found = {index for index, pattern in enumerate(patterns) if pattern.search(line.encode() + b"\n")}
            assert found <= tried, line


@pytest.mark.parametrize("code", BOOKS)
def test_no_rule_is_slow_on_hostile_input(code: str) -> None:
    """Each rule's own examples, repeated without line breaks, ten times longer: time must not grow by more than the length."""
    lures = [text for entry in BOOKS[code].get("rule", []) for text in entry["yes"]]
    rules = RuleSet(phrases.book(code).rules)

    def seconds(times: int) -> float:
        block, _ = lay(["".join(lures)[:4000] * times])
        seen = visible(block)
        started = time.perf_counter()
        scan(seen, rules)
        return time.perf_counter() - started

    seconds(1)
    assert seconds(40) < 40 * 12 * max(seconds(4) / 4, 0.002)
