"""The record: its schema, its flags, its terms for schema.org."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from conftest import text_of

from cleaner import Cleaner
from cleaner.types import LABELS

SCHEMA = json.loads(files("cleaner").joinpath("data/record.schema.json").read_text(encoding="utf-8"))
BODY = "The bridge reopened on Monday after two years of repairs, the council said, and the first bus crossed it at noon."


def test_schema_is_valid_and_names_all_labels() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$defs"]["label"]["enum"] == list(LABELS)


def test_records_follow_the_schema(cleaner: Cleaner, articles: list[dict[str, Any]]) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for cleaned in cleaner.clean_many([text_of(document) for document in articles] + ["", "\ud800", BODY]):
        validator.validate(json.loads(cleaned.record.to_json()))


def test_sums_add_up(cleaner: Cleaner, articles: list[dict[str, Any]]) -> None:
    for cleaned in cleaner.clean_many(text_of(document) for document in articles[::4]):
        stats = cleaned.record.stats()
        assert stats["kept"] == len(cleaned.text)
        assert stats["kept"] + stats["removed"] == stats["characters"]
        assert sum(entry["characters"] for entry in stats["labels"].values()) == stats["removed"]


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("", "empty"),
        (BODY, "nothing_removed"),
        ("12:30", "language_unknown"),
        (
            BODY + "\nSign up for our newsletter\nFollow us on Facebook\nRead more\nAll rights reserved.\nAdvertisement\n" * 3,
            "much_removed",
        ),
    ],
)
def test_flags(cleaner: Cleaner, text: str, flag: str) -> None:
    assert flag in cleaner.clean(text).record.flags


def test_schema_org(cleaner: Cleaner) -> None:
    text = f"NAIROBI (AP) — {BODY}\n{BODY}\n{BODY}\n(Reporting by Ann Bell; Editing by Kim Lee)\nThe Associated Press contributed to this report."
    terms = cleaner.clean(text, url="https://example.org/a").record.to_schema_org()
    assert terms["@type"] == "NewsArticle"
    assert terms["url"] == "https://example.org/a"
    assert terms["dateline"] == "NAIROBI"
    assert terms["sourceOrganization"] == [{"@type": "Organization", "name": "The Associated Press"}]
    assert [role["contributor"]["name"] for role in terms["contributor"]] == ["Ann Bell", "Kim Lee"]
    assert "Ann Bell" in terms["creditText"]
