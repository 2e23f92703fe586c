"""The one book of these rules: `BOOK.value(session, code, day)` is the value in force that day."""

from typing import Final

from esat.rulebook.book import Book
from esat.workers.rules.limits import LIMITS
from esat.workers.rules.models import WorkRule
from esat.workers.rules.proposals import PROPOSALS

SET: Final = "work_rules.decide"
READ: Final = "work_rules.read"
BOOK: Final = Book(WorkRule, (*PROPOSALS, *LIMITS), SET)
