"""Indicators, the SQL behind them, and what a snapshot registers beside them."""
