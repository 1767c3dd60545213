"""What the README shows is what happens."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import cleaner

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARTICLE = (ROOT / "examples" / "article.txt").read_text(encoding="utf-8")


def test_the_example_and_its_output(tmp_path: Path) -> None:
    shown = re.search(
        r"```console\n\$ cleaner --record record.json < examples/article.txt\n(.*?)\n\$ jq[^\n]*\n(.*?)\n```", README, re.DOTALL
    )
    assert shown
    command = [sys.executable, "-m", "cleaner", "--record", str(tmp_path / "record.json")]
    done = subprocess.run(command, input=ARTICLE.encode(), capture_output=True, check=True)
    assert done.stdout.decode().rstrip("\n") == shown.group(1)
    record = json.loads((tmp_path / "record.json").read_text(encoding="utf-8"))
    assert [json.loads(line) for line in shown.group(2).splitlines()] == record["credits"] + record["appeals"]


def test_the_record_shown_is_of_the_example() -> None:
    shown = json.loads(re.search(r"```json\n(.*?)```", README, re.DOTALL).group(1))  # type: ignore[union-attr]
    record = cleaner.clean(ARTICLE).record.to_dict()
    assert shown["removed"][0]["text"] == record["removed"][0]["text"]
    assert set(shown) == set(record)


def test_labels_and_languages_are_all_named() -> None:
    for label in cleaner.LABELS:
        assert f"| `{label}` |" in README
    from cleaner.phrases import catalogue

    for code, language in catalogue().items():
        assert code == "und" or language.name in README


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`?make (\w+)", README)) <= targets | {"its"}
