"""Whether an installation can do its work: what is looked at, what was found, what to do about it."""
