"""A sentence about the cities, held against the ledger of targets and the data."""

from meomureum.verify.claims.checking import check, contradictions
from meomureum.verify.claims.verdicts import VERDICTS, Check, Claim, Verdict

__all__ = ["VERDICTS", "Check", "Claim", "Verdict", "check", "contradictions"]
