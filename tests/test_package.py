"""The wheel and the sdist: they build, hold model and phrase data, and work when installed elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DATA = ("cleaner/data/chars.npz", "cleaner/data/record.schema.json", "cleaner/data/facts.toml", "cleaner/data/model/grams.npy",
        "cleaner/data/model/card.json", "cleaner/data/compiled/index.json", "cleaner/data/compiled/en.json", "cleaner/py.typed")  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_wheel_and_sdist_hold_the_data(built: Path) -> None:
    [wheel], [sdist] = list(built.glob("*.whl")), list(built.glob("*.tar.gz"))
    names = set(zipfile.ZipFile(wheel).namelist())
    assert set(DATA) <= names
    assert not any(name.startswith(("tests", "fixtures")) for name in names)
    with tarfile.open(sdist) as archive:
        inside = {name.split("/", 1)[-1] for name in archive.getnames()}
    assert {
        *DATA,
        "README.md",
        "CHANGELOG.md",
        "MODEL_CARD.md",
        "tests/test_package.py",
        "cleaner/data/phrases/en.toml",
    } <= inside


def test_wheel_works_elsewhere(built: Path, tmp_path: Path) -> None:
    """In an environment of its own; the packages it depends on are lent from this one, so that nothing is fetched twice."""
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    [wheel] = built.glob("*.whl")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    lent = next(path for path in sys.path if path.endswith("site-packages"))
    environment = {"PYTHONPATH": lent, "PATH": os.environ["PATH"]}
    code = "import cleaner; print(cleaner.__file__); print(cleaner.clean('The bridge reopened.\\nAFP contributed reporting.').record.to_dict()['schema'])"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path, env=environment)
    assert str(tmp_path) in done.stdout
    assert "record/1" in done.stdout
    script = subprocess.run(
        [tmp_path / "env" / "bin" / "cleaner", "schema"], capture_output=True, check=True, cwd=tmp_path, env=environment
    )
    assert script.stdout.startswith(b"{")
