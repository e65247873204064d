"""python -m meomureum COMMAND ...: as `meomureum`, where it is not installed."""

from meomureum.command import entry

if __name__ == "__main__":
    entry()
