"""Tables for programs: CSV and Parquet."""
