"""The geography ladder as facts see it: which rung a place stands on, from the home of those who went there."""

from __future__ import annotations

# A statement that uses it joins `rungs`. A home that is nowhere has every known place elsewhere.
RUNG_SQL = """
    CASE
        WHEN {place} IS NULL THEN NULL
        WHEN rungs.rung IS NOT NULL THEN rungs.rung
        WHEN {place} = 'unknown' THEN CAST_TO_TYPE('unknown', rungs.rung)
        ELSE CAST_TO_TYPE('elsewhere', rungs.rung)
    END
"""
