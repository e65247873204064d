"""A department's own template, its placeholders filled with figures of today."""
