"""A PDF on standard input, the words of its pages on standard output; a process of its own.

A crafted PDF can ask for any amount of memory and time: the limits die with this process.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import suppress

MOST_MEMORY = 1_500_000_000
MOST_PAGES = 200


def main() -> None:
    """Read, take the words, write them as JSON."""
    with suppress(ImportError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(sys.stdin.buffer.read())).pages[:MOST_PAGES]
    sys.stdout.write(json.dumps([page.extract_text() for page in pages]))


if __name__ == "__main__":
    main()
