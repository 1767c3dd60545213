"""The house rules: what imports what, and what must not be loaded by a filter for text."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import cleaner

PACKAGE = Path(cleaner.__file__).parent
ORDER = [
    ["errors", "types"], ["config", "text"], ["patterns", "read", "segment"], ["phrases"], ["language", "ngrams", "rules"], ["model"], ["evidence", "features"],
    ["decode", "render"], ["facts"], ["record", "pipeline"], ["api"], ["cli", "train"],
]  # fmt: skip
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
ONLY = {
    "sklearn": {"train"},
    "scipy": {"train"},
    "trafilatura": {"read"},
    "lxml": {"read"},
    "re2": {"rules", "train"},
    "click": {"cli"},
}


def modules() -> list[tuple[str, Path]]:
    return [(path.relative_to(PACKAGE).parts[0].removesuffix(".py"), path) for path in sorted(PACKAGE.rglob("*.py"))]


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def test_imports_go_downward() -> None:
    for room, path in modules():
        if room in ("__init__", "__main__"):
            continue
        for name in imported(path):
            parts = name.split(".")
            if parts[0] == "cleaner" and len(parts) > 1 and parts[1] in RANK and parts[1] != room:
                assert RANK[parts[1]] <= RANK[room], f"{path.name} imports {name}"


def test_heavy_packages_stay_in_their_rooms() -> None:
    for room, path in modules():
        for name in imported(path):
            assert room in ONLY.get(name.split(".")[0], {room}), f"{path} imports {name}"


def test_the_text_path_loads_nothing_heavy() -> None:
    code = "import sys; sys.argv = ['cleaner']; import cleaner.cli; cleaner.cli.main()"
    probe = (
        "import atexit, sys; atexit.register(lambda: print(*sorted(m for m in sys.modules if '.' not in m), file=sys.stderr)); "
    )
    done = subprocess.run([sys.executable, "-c", probe + code], input="A body.\n", capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert not loaded & {"sklearn", "scipy", "trafilatura", "lxml", "justext", "dateparser", "charset_normalizer"}
    assert done.stdout == "A body.\n"
