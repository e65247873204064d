"""The plainest Streamlit page of the same content: one filter, one chart, one table.

It reads the values it draws from a CSV once, so that what is compared is the screen.
"""

from __future__ import annotations

import os

import pandas as pd
import plotly.graph_objects as go
import streamlit as st


@st.cache_data
def values() -> pd.DataFrame:
    """City, year and value of the drop-out rate."""
    return pd.read_csv(os.environ["REFERENCE_VALUES"])


@st.fragment
def page() -> None:
    """One filter, one chart, one table."""
    table = values()
    chosen = st.pills("city", sorted(table["city"].unique()), selection_mode="multi")
    shown = table[table["city"].isin(chosen)] if chosen else table
    figure = go.Figure()
    for city, rows in shown.groupby("city"):
        figure.add_trace(go.Scatter(x=rows["year"], y=rows["value"], name=city, mode="lines+markers"))
    st.plotly_chart(figure)
    st.dataframe(shown)


st.title("reference")
page()
