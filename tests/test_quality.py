"""Quality floors on the held-out fixtures, pinned together with the fixtures they were measured on.

A floor is raised when the cleaner gets better. It is lowered by nobody in silence: whoever changes the held-out fixtures has to
measure anew, and the hash says so.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import FIXTURES

from cleaner import Cleaner
from cleaner.train.data import Labelled, fixtures
from cleaner.train.score import Score, score

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
HELD_OUT = fixtures(FIXTURES / "test")


def scored(texts: list[Labelled]) -> Score:
    removed = [cleaned.record.removed for cleaned in Cleaner().clean_many(text.text for text in texts)]
    return score(texts, removed)


def groups(name: str) -> list[Labelled]:
    if name in ("positive", "negative", "plain"):
        return [text for text in HELD_OUT if text.kind == name]
    return [text for text in HELD_OUT if (text.language == "en") == (name == "English")]


def test_floors_belong_to_these_fixtures() -> None:
    digest = sha256()
    for path in sorted((FIXTURES / "test").rglob("*.json")):
        digest.update(path.read_bytes())
    assert digest.hexdigest()[:16] == FLOORS["fixtures"], "the held-out fixtures changed: measure the floors anew"


@pytest.mark.parametrize("name", [name for name in FLOORS if name != "fixtures"])
def test_floors(name: str) -> None:
    summary = scored(groups(name)).summary()
    for figure, floor in FLOORS[name].items():
        better = summary[figure] <= floor if figure in ("touched", "harmed", "body_lines_lost") else summary[figure] >= floor
        assert better, f"{name}: {figure} is {summary[figure]}, floor {floor}"


@pytest.mark.xfail(strict=True, reason="known failures: a long prose appeal is not always taken out whole")
def test_every_held_out_appeal_goes_whole() -> None:
    row = scored([text for text in HELD_OUT if text.kind == "positive"]).by_label()["appeal"]
    assert row["removed"] == 1.0
