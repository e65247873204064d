"""A small read-only HTTP API: indicators, their values, and issued figures as pictures.

It is served by the same process behind the same door, answers each reader from the releases they
may see, and is not there unless `access.api` says for whom it is.
"""
