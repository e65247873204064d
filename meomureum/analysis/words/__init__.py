"""Measurements in, words out: values with their unit, sentences the data allow, workings."""
