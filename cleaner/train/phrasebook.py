"""Phrase books from TOML to the compiled file, and the check of every rule against its own examples.

`python -m cleaner.train.phrasebook` checks all books and writes `data/compiled`; with codes as arguments it only
checks those books.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleaner import phrases
from cleaner.rules import RuleSet, scan, visible
from cleaner.segment import lay

COMPILED = Path(__file__).parent.parent / "data" / "compiled"
KEYS = {"name", "label", "trust", "where", "pattern", "yes", "no"}


def matches(rule: phrases.Rule, text: str) -> bool:
    """Whether a rule matches somewhere in a text."""
    block, _ = lay([text])
    return bool(scan(visible(block), RuleSet((rule,))))


def problems(code: str, books: dict[str, dict[str, Any]]) -> Iterator[str]:
    """What is wrong with one book: bad rules, missing examples, examples that do the opposite of what they should."""
    lists = phrases.lists_of(code, books)
    seen: set[str] = set()
    for entry in books[code].get("rule", []):
        where = f"{code}.{entry.get('name', '?')}"
        if unknown := entry.keys() - KEYS:
            yield f"{where}: unknown key {', '.join(sorted(unknown))}"
        if where in seen:
            yield f"{where}: the name is taken"
        seen.add(where)
        try:
            rule = phrases.compile_rule(entry, lists, code)
            yield from _examples(rule, entry)
        except Exception as error:  # RE2 raises its own type for a bad pattern; every rule is to be looked at
            yield f"{where}: {str(error)[:300]}"


def _examples(rule: phrases.Rule, entry: dict[str, Any]) -> Iterator[str]:
    for key in ("yes", "no"):
        if not entry.get(key):
            yield f"{rule.name}: needs at least one example under '{key}'"
    for text in entry.get("yes", []):
        if not matches(rule, text):
            yield f"{rule.name}: should match {text!r}"
    for text in entry.get("no", []):
        if matches(rule, text):
            yield f"{rule.name}: should not match {text!r}"


def write(books: dict[str, dict[str, Any]]) -> None:
    """Write the compiled files and remove those of books that are gone."""
    compiled = phrases.compile_books(books)
    COMPILED.mkdir(exist_ok=True)
    for path in COMPILED.glob("*.json"):
        if path.stem not in compiled:
            path.unlink()
    for name, data in compiled.items():
        (COMPILED / f"{name}.json").write_bytes(data)


def main(codes: list[str]) -> int:
    """Check books; write the compiled file when all are asked for and none has a problem."""
    books = phrases.sources()
    found = [problem for code in codes or books for problem in problems(code, books)]
    for problem in found:
        print(problem, file=sys.stderr)
    count = sum(len(books[code].get("rule", [])) for code in codes or books)
    print(f"{count} rules checked, {len(found)} problems", file=sys.stderr)
    if not codes and not found:
        write(books)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
