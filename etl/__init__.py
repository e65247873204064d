"""Files in, one checked DuckDB snapshot out."""
