"""cleaner: the body of a news article without what rides along with it, and a record of what was taken out.

>>> import cleaner
>>> cleaned = cleaner.clean("The bridge reopened on Monday after two years of repairs, the council said.\\nAFP contributed reporting.")
>>> cleaned.record.credits[0].name
'AFP'
"""

from cleaner.api import Cleaned, Cleaner, clean, clean_html
from cleaner.errors import CleanerError
from cleaner.record import Record, rebuild
from cleaner.types import KEPT, LABELS, Reason, Removed

__version__ = "0.1.0"
__all__ = [
    "KEPT",
    "LABELS",
    "Cleaned",
    "Cleaner",
    "CleanerError",
    "Reason",
    "Record",
    "Removed",
    "__version__",
    "clean",
    "clean_html",
    "rebuild",
]
