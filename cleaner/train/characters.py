"""The character tables, worked out anew: `python -m cleaner.train.characters` writes `data/chars.npz`.

Whoever changes how text is folded has to run it, and to train anew, since the n-grams are those of folded text.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from cleaner.text import build_tables

if __name__ == "__main__":
    fold, flags = build_tables()
    np.savez_compressed(Path(__file__).parent.parent / "data" / "chars.npz", fold=fold, flags=flags)
