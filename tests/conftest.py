"""What several tests need."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner

FIXTURES = Path(__file__).parent.parent / "fixtures"


@pytest.fixture(scope="session")
def cleaner() -> Cleaner:
    return Cleaner()


@pytest.fixture(scope="session")
def articles() -> list[dict[str, Any]]:
    """The held-out fixtures, which nothing was trained on."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted((FIXTURES / "test").rglob("*.json"))]


def text_of(document: dict[str, Any]) -> str:
    """The text of a fixture."""
    return "\n".join("".join(part["text"] for part in line.get("parts") or [line]) for line in document["lines"])
