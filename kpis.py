"""The one face that a notebook or a script needs: which indicators there are, and any of them measured.

>>> measure(snapshot, "university_dropout_rate", Scope(institutions=("inje",)), by=("institution", "year"))
"""

from meomureum.measures.indicators import KPIS
from meomureum.measures.measurement import find, measure, statement
from meomureum.measures.queries.scope import DIMENSIONS, Scope

__all__ = ["DIMENSIONS", "KPIS", "Scope", "find", "measure", "statement"]
