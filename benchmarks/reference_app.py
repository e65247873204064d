"""The plainest Streamlit page of the same content as Explore: filters, a group, one chart, one table.

It reads a cube of what it draws once, and all that depends on a filter stands in one fragment,
so that what is compared is the screen.
"""

from __future__ import annotations

import os

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

FILTERS = ("institution", "field", "sex")


@st.cache_data
def cube() -> pd.DataFrame:
    """Numerator and denominator of the local employment rate by city, year and every filter."""
    return pd.read_csv(os.environ["REFERENCE_VALUES"])


def chosen(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells that the filters leave."""
    cities = st.pills("city", sorted(cells["city"].unique()), selection_mode="multi")
    left = cells[cells["city"].isin(cities)] if cities else cells
    for column, place in zip(FILTERS, st.columns(len(FILTERS)), strict=True):
        with place:
            codes = st.multiselect(column, sorted(cells[column].unique()))
        left = left[left[column].isin(codes)] if codes else left
    return left


@st.fragment
def page() -> None:
    """Filters, a group, one chart, one table."""
    cells = cube()
    st.selectbox("indicator", ["local_employment_rate"])
    group = st.selectbox("group by", ["city", *FILTERS])
    left = chosen(cells)
    sums = left.groupby([group, "year"], as_index=False)[["numerator", "denominator"]].sum()
    table = sums.assign(value=sums["numerator"] / sums["denominator"])
    figure = go.Figure()
    for code, rows in table.groupby(group):
        figure.add_trace(go.Scatter(x=rows["year"], y=rows["value"], name=code, mode="lines+markers"))
    figure.update_layout(yaxis={"tickformat": ".0%", "rangemode": "tozero"})
    st.write(f"{len(left)} rows")
    st.plotly_chart(figure)
    st.dataframe(table)


st.title("reference")
page()
