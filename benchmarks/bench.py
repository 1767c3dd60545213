"""Start-up and throughput, beside a floor and beside the tools of the field, in one run.

Times are ratios first: the machine's own speed drifts, that of two programs run in turn hardly does. Needs the extra `dev`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import justext
import trafilatura

from cleaner import Cleaner
from cleaner.rules import rule_set
from cleaner.train.data import fixtures

FIXTURES = Path(__file__).parent.parent / "fixtures"
ROUNDS, STARTS, CHARACTERS = 3, 9, 3500
"""Rounds of each measure, starts of each program, least characters of an article."""
STOPWORDS = justext.get_stoplist("English")


def articles() -> list[str]:
    """Articles of at least CHARACTERS characters made of English fixtures, no line in two of them."""
    made, article = [], ""
    for text in fixtures(FIXTURES / "train" / "en") + fixtures(FIXTURES / "test" / "en"):
        article += text.text + "\n"
        if len(article) >= CHARACTERS:
            made.append(article)
            article = ""
    return made


def page(text: str) -> str:
    return "<html><body>" + "".join(f"<p>{line}</p>" for line in text.splitlines()) + "</body></html>"


def floor(lines: list[str]) -> None:
    for line in lines:
        row = json.loads(line)
        row["text"] = "\n".join(row["text"].split("\n"))
        json.dumps(row, ensure_ascii=False).encode()


def ours(cleaner: Cleaner, lines: list[str]) -> None:
    rows = [json.loads(line) for line in lines]
    for row, cleaned in zip(rows, cleaner.clean_many(row["text"] for row in rows), strict=True):
        row["text"], row["record"] = cleaned.text, cleaned.record.to_dict()
        json.dumps(row, ensure_ascii=False).encode()


def text_only(cleaner: Cleaner, lines: list[str]) -> None:
    rows = [json.loads(line) for line in lines]
    for row, cleaned in zip(rows, cleaner.clean_many(row["text"] for row in rows), strict=True):
        row["text"] = cleaned.text
        json.dumps(row, ensure_ascii=False).encode()


def seconds(work: Callable[[], object]) -> float:
    rule_set("en").forget()  # what lines of the round before matched
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def throughput() -> None:
    lines = [json.dumps({"text": text}, ensure_ascii=False) for text in articles()]
    pages = [page(json.loads(line)["text"]) for line in lines]
    cleaner = Cleaner()
    text_only(cleaner, lines)  # rules are compiled when first needed
    measures: dict[str, Callable[[], object]] = {
        "floor: parse, split, write": lambda: floor(lines),
        "cleaner, text": lambda: text_only(cleaner, lines),
        "cleaner, text and record": lambda: ours(cleaner, lines),
        "trafilatura": lambda: [trafilatura.extract(html) for html in pages],
        "jusText": lambda: [justext.justext(html.encode(), STOPWORDS) for html in pages],
    }
    sizes = {"trafilatura": 100, "jusText": 100}
    times = {
        name: median(seconds(work) for _ in range(ROUNDS)) / sizes.get(name, len(lines)) for name, work in measures.items()
    }
    own = times["cleaner, text"]
    print(
        f"{f'{len(lines)} articles, {sum(map(len, lines)) // len(lines):,} characters':30}{'articles/s':>12}{'time / cleaner':>16}"
    )
    for name, took in times.items():
        print(f"{name:30}{1 / took:>12,.0f}{took / own:>16.2f}")


def startup() -> None:
    programs = {
        "python, nothing": ["-c", "pass"],
        "python, import click, numpy": ["-c", "import click, numpy"],
        "cleaner, one article": ["-m", "cleaner"],
        "trafilatura, one article": ["-c", "import sys, trafilatura; print(trafilatura.extract(sys.stdin.read()))"],
    }
    article = articles()[0]
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(STARTS):
        for name, arguments in programs.items():
            data = page(article) if name.startswith("trafilatura") else article
            run = lambda arguments=arguments, data=data: subprocess.run(  # noqa: E731
                [sys.executable, *arguments], input=data.encode(), capture_output=True, check=True
            )
            taken[name].append(seconds(run))
    own = median(taken["cleaner, one article"])
    print(f"\n{'start to end':30}{'ms':>12}{'time / cleaner':>16}")
    for name, times in taken.items():
        print(f"{name:30}{1000 * median(times):>12.0f}{median(times) / own:>16.2f}")


if __name__ == "__main__":
    throughput()
    startup()
