"""Everything an installation holds in one file, looked at again before it counts, and put back whole or not at all."""
