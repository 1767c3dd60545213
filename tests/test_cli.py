"""The command line, run as people run it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BODY = """\
The ferry between Port Ellery and the islands will stop for the winter on Friday, after inspectors found cracks in the hull.
"We would rather disappoint people than strand them," the operator's director, Moira Tallis, told a meeting on Tuesday.
The council said it would charter a fishing boat to bring mail and medicines. A replacement ship is due in March.
"""
ARTICLE = BODY + "AFP contributed reporting.\n"


def run(*arguments: str, data: bytes | str = b"", code: int = 0) -> subprocess.CompletedProcess[bytes]:
    data = data.encode() if isinstance(data, str) else data
    environment = {"LC_ALL": "C", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", *arguments], input=data, capture_output=True, check=False, env=environment
    )
    assert done.returncode == code, done.stderr.decode()
    return done


def test_filter() -> None:
    done = run(data=ARTICLE)
    assert done.stdout.decode() == BODY
    assert done.stderr == b""


def test_files_and_record(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "b.txt").write_text(BODY)
    done = run(str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--record", str(tmp_path / "r.jsonl"))
    assert done.stdout.decode() == BODY * 2
    first, second = map(json.loads, (tmp_path / "r.jsonl").read_text().splitlines())
    assert first["credits"][0]["name"] == "AFP"
    assert second["flags"] == ["nothing_removed"]


def test_record_on_stdout() -> None:
    assert json.loads(run("--no-text", "--record", "-", data=ARTICLE).stdout)["removed"][0]["label"] == "credit"


def test_keep_and_explain() -> None:
    assert run("--keep", "credit", data=ARTICLE).stdout.decode() == ARTICLE
    done = run("--explain", data=ARTICLE)
    assert "credit" in done.stderr.decode()
    assert "because: rule" in done.stderr.decode()
    assert b"\x1b" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--record", "-"], "add --no-text"),
        (["--no-text"], "leaves nothing to write"),
        (["--keep", "spam"], "'spam' is not one of"),
        (["--threshold", "3"], "not in the range"),
        (["--language", "xx"], "no phrase book for language 'xx'"),
        (["--jsonl", "--explain"], "leave out"),
        (["--errors", "/dev/null"], "go with --jsonl"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str) -> None:
    assert message in run(*arguments, data=ARTICLE, code=2).stderr.decode()


def test_unreadable_input_costs_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "b.gz").write_bytes(b"\x1f\x8b\x08rest")
    done = run(str(tmp_path / "none.txt"), str(tmp_path / "b.gz"), str(tmp_path), str(tmp_path / "a.txt"), code=3)
    assert done.stdout.decode() == BODY
    assert "none.txt: No such file" in done.stderr.decode()
    assert "this is gzip data" in done.stderr.decode()
    assert "Is a directory" in done.stderr.decode()


def test_encodings() -> None:
    russian = (
        "Паром не будет ходить до весны, сообщила в пятницу администрация порта, и жители островов остались без почты.\n" * 3
    )
    done = run(data=russian.encode("cp1251"))
    assert done.stdout.decode() == russian
    assert "read as" in done.stderr.decode()
    assert run("--encoding", "koi8-r", data=russian.encode("koi8-r")).stdout.decode() == russian
    assert run(data=russian.encode("utf-16")).stdout.decode() == russian
    assert "no encoding 'klingon'" in run("--encoding", "klingon", data=ARTICLE, code=3).stderr.decode()


def test_damaged_utf8_comes_out_as_it_went_in() -> None:
    data = (
        "Überall fährt die Fähre, sagte der Präfekt für die Häfen am Dienstag in Lübeck.\n" * 3
    ).encode() + b"caf\xe9 au lait\n"
    assert run(data=data).stdout == data


def test_html() -> None:
    page = (
        "<!doctype html><html><body><article>"
        + "".join(f"<p>{line}</p>" for line in ARTICLE.splitlines())
        + "</article></body></html>"
    )
    assert run(data=page).stdout.decode().strip() == BODY.strip()


def test_json_lines(tmp_path: Path) -> None:
    rows = [
        json.dumps({"id": 1, "text": ARTICLE, "n": 12345678901234567890123, "z": None}),
        "{broken",
        json.dumps({"id": 3, "body": "x"}),
        json.dumps([1]),
        "",
        json.dumps({"id": 6, "text": "\ud800 " + BODY}),
    ]
    data = "\n".join(rows).encode() + b'\n{"id": 7, "text": "\xff"}\n' + json.dumps({"id": 8, "text": BODY}).encode()
    errors = tmp_path / "errors.jsonl"
    done = run("--jsonl", "--id-field", "id", "--errors", str(errors), data=data, code=4)
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in out] == [1, 6, 8]
    assert list(out[0]) == ["id", "text", "n", "z", "record"]
    assert out[0]["text"] == BODY
    assert out[0]["n"] == 12345678901234567890123
    assert out[0]["record"]["removed"][0]["text"] == "AFP contributed reporting.\n"
    failed = [json.loads(line) for line in errors.read_text().splitlines()]
    assert [row["line"] for row in failed] == [2, 3, 4, 7]
    assert failed[0]["input"] == "{broken"
    assert failed[3]["input_base64"]
    for words in (
        "-:2: no valid JSON",
        "-:3: no text in field 'text'; its fields: id, body",
        "-:4: a JSON object",
        "-:7: invalid UTF-8",
    ):
        assert words in done.stderr.decode()


def test_json_lines_with_other_fields() -> None:
    row = json.dumps({"content": ARTICLE, "record": 5})
    done = run("--jsonl", "--text-field", "content", "--record-field", "", data=row)
    assert json.loads(done.stdout) == {"content": BODY, "record": 5}
    done = run("--jsonl", "--text-field", "content", data=row, code=4)
    assert "field 'record' is there already" in done.stderr.decode()


def test_closed_pipe_ends_quietly() -> None:
    rows = (json.dumps({"text": BODY}) + "\n") * 3000
    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m cleaner --jsonl | head -n 1"],
        input=rows.encode(),
        capture_output=True,
        check=True,
    )
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


def test_commands(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    assert "credit" in run("explain", str(tmp_path / "a.txt")).stdout.decode()
    assert json.loads(run("schema").stdout)["title"] == "Record of a cleaned text"
    assert "Exit codes" in run("--help").stdout.decode()
    assert run("--version").stdout.decode().startswith("cleaner, version")
    assert "en.contributed-reporting" in run("rules", "--language", "en").stdout.decode()


def test_rules_on_a_labelled_file(tmp_path: Path) -> None:
    lines = [{"text": BODY.splitlines()[0], "label": "body"}, {"text": "AFP contributed reporting.", "label": "credit"}]
    (tmp_path / "doc.json").write_text(json.dumps({"id": "x", "lang": "en", "lines": lines}))
    out = run("rules", str(tmp_path)).stdout.decode()
    row = next(line for line in out.splitlines() if line.startswith("en.contributed-reporting"))
    assert row.split()[1:6] == ["credit", "sure", "1", "1.00", "1"] or "1.00" in row
