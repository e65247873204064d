"""Sentences made from the published files, true and altered, and what the claim checker says of them."""
