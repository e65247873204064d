"""The command `meomureum`, and `python -m meomureum` where it is not installed."""

import sys

from meomureum.project import PROJECT


def main() -> None:
    """Run one command and leave with its exit code; the project goes onto the path of this process alone."""
    sys.path.insert(0, str(PROJECT))
    from meomureum.command import entry

    entry()


if __name__ == "__main__":
    main()
