"""Random changes of the product, and whether the tests notice them: `python -m tests.mutation`; no part of CI."""
