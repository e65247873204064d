"""A sentence about the cities, held against the ledger of targets and the data."""

from claims.checking import check, contradictions
from claims.verdicts import VERDICTS, Check, Claim, Verdict

__all__ = ["VERDICTS", "Check", "Claim", "Verdict", "check", "contradictions"]
