"""Facts read out of removed spans: who contributed, what is asked for, who wrote it and when.

Nothing here decides what is removed. The words that are looked for stand in `data/facts.toml`, for all languages.
"""

from cleaner.facts.appeals import Amount, Appeal, appeal
from cleaner.facts.bylines import Byline, byline, dateline
from cleaner.facts.credits import Credit, credits

__all__ = ["Amount", "Appeal", "Byline", "Credit", "appeal", "byline", "credits", "dateline"]
