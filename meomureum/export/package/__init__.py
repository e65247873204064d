"""A whole release as files for other tools: Parquet, a Frictionless description, a README."""
