"""Meomureum (머무름): whether the young people that Korean cities educate stay."""
