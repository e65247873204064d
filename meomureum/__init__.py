"""Meomureum: whether the young people that Korean cities educate stay."""
