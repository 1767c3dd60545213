"""Training from fixtures alone, variants of texts, scores."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import FIXTURES

from cleaner import Cleaner
from cleaner.cli.training import evaluate
from cleaner.evidence import survey
from cleaner.train import augment, data, run
from cleaner.train.score import score
from cleaner.types import LABELS, Removed

DOCUMENT = {
    "id": "x",
    "lang": "en",
    "kind": "positive",
    "lines": [
        {"text": "The ferry will stop for the winter on Friday, the operator said.", "label": "body"},
        {"parts": [{"text": "A ship is due in March.", "label": "body"}, {"text": " (AFP)", "label": "credit"}]},
        {"text": "Sign up for our newsletter", "label": "newsletter"},
        {"text": "", "label": "blank"},
    ],
}
TEXT = data.from_lines(DOCUMENT)


def labelled(text: data.Labelled) -> list[tuple[str, str]]:
    return [
        (text.text[start:end].strip(), LABELS[label])
        for start, end, label in text.spans
        if text.text[start:end].strip() and label >= 0
    ]


def test_spans_are_those_of_the_lines() -> None:
    assert labelled(TEXT) == [
        ("The ferry will stop for the winter on Friday, the operator said.", "body"),
        ("A ship is due in March.", "body"),
        ("(AFP)", "credit"),
        ("Sign up for our newsletter", "newsletter"),
    ]


def test_variants_keep_their_words_and_labels() -> None:
    assert "\n" not in augment.one_line(TEXT).text
    for variant in (augment.one_line(TEXT), augment.spaced(TEXT), augment.wrapped(TEXT)):
        assert [(" ".join(words.split()), label) for words, label in labelled(variant)] == labelled(TEXT)
    cleaned = augment.cleaned(TEXT)
    assert cleaned
    assert {label for _, label in labelled(cleaned)} == {"body"}
    assert max(map(len, augment.wrapped(TEXT).text.split("\n"))) <= augment.WIDTH


def test_every_fixture_is_well_formed() -> None:
    paths = sorted(FIXTURES.rglob("*.json"))
    assert len({path.stem for path in paths}) == len(paths)
    for path in paths:
        document = json.loads(path.read_text(encoding="utf-8"))
        assert document["id"] == path.stem
        assert document["lang"] == path.parent.name
        assert document["kind"] in ("positive", "negative", "plain")
        labels = {part["label"] for line in document["lines"] for part in line.get("parts") or [line]}
        assert labels <= {*LABELS, "blank"}
        assert (document["kind"] == "positive") == bool(labels - {"body", "notice", "title", "blank"})


def test_training_and_held_out_fixtures_share_no_line() -> None:
    def lines(part: str) -> set[str]:
        texts = data.fixtures(FIXTURES / part)
        return {line for text in texts for line in text.text.splitlines() if len(line) > 60}

    assert not lines("train") & lines("test")


def test_segments_take_the_label_of_their_span() -> None:
    seen = survey([TEXT.text], ["en"])
    assert [LABELS[label] for label in data.labels_of(seen, [TEXT])] == ["body", "body", "credit", "newsletter"]


def test_score_counts_what_it_says() -> None:
    credit, newsletter = TEXT.spans[2], TEXT.spans[3]
    right = [Removed(credit[0], credit[1], "credit", 1, ()), Removed(newsletter[0], newsletter[1], "ui", 1, ())]
    assert score([TEXT], [right]).summary() == {
        "texts": 1, "body_kept": 1.0, "body_lines_lost": 0.0, "harmed": 0.0, "touched": 0.0, "removed": 1.0, "typed": 0.5, "exact": 1.0,
    }  # fmt: skip
    wrong = [Removed(0, TEXT.spans[0][1], "appeal", 1, ())]
    summary = score([TEXT], [wrong]).summary()
    assert (summary["harmed"], summary["removed"], summary["exact"], summary["body_lines_lost"]) == (1.0, 0.0, 0.0, 0.5)


def test_trains_from_fixtures_alone(tmp_path: Path) -> None:
    for path in sorted((FIXTURES / "train" / "nl").glob("*.json")):
        (tmp_path / "fixtures").mkdir(exist_ok=True)
        (tmp_path / "fixtures" / path.name).write_bytes(path.read_bytes())
    figures = run.train_model(tmp_path / "fixtures", None, tmp_path / "model", "test")
    assert figures["fixtures"]["texts"] == len(list((tmp_path / "fixtures").iterdir()))
    cleaner = Cleaner(model=tmp_path / "model")
    assert cleaner.clean("De brug is weer open, meldt de gemeente.").record.to_dict()["model"]["version"] == "test"


def test_evaluate_compares_with_doing_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps(DOCUMENT))
    done = CliRunner().invoke(evaluate, [str(tmp_path), "--labels", "--by", "language"])
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.output.splitlines()[1:4]] == ["nothing", "all", "en"]
    assert "newsletter" in done.output


@pytest.mark.parametrize("missing", ["--fixtures", "--output"])
def test_train_needs_its_folders(missing: str) -> None:
    from cleaner.cli.training import train

    arguments = [argument for argument in ("--fixtures", str(FIXTURES), "--output", "x") if argument]
    at = arguments.index(missing)
    del arguments[at : at + 2]
    assert CliRunner().invoke(train, arguments).exit_code == 2
