"""Collection rounds: a workbook for each institution, returns that are examined, approved and then loaded."""
