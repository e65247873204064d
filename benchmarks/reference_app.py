"""The plainest Streamlit page of the same content as Explore, each thing by Streamlit's own element.

Indicator, formula, two groups, kind of chart, four filters, one chart with its finding and source,
the table, a download and the query. It reads a cube of what it draws once, and all that depends on
a filter stands in one fragment, so that what is compared is the screen.
"""

from __future__ import annotations

import os

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

FILTERS = ("institution", "department", "field", "sex")
QUERY = "SELECT city, year, SUM(numerator), SUM(denominator) FROM cube GROUP BY ALL"


@st.cache_data
def cube() -> pd.DataFrame:
    """Numerator and denominator of the local employment rate by city, year and every filter."""
    return pd.read_csv(os.environ["REFERENCE_VALUES"])


def chosen(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells that the filters leave."""
    cities = st.pills("city", sorted(cells["city"].unique()), selection_mode="multi")
    left = cells[cells["city"].isin(cities)] if cities else cells
    with st.expander("filters", expanded=True):
        for column, place in zip(FILTERS, st.columns(len(FILTERS)), strict=True):
            with place:
                codes = st.multiselect(column, sorted(cells[column].dropna().unique()))
            left = left[left[column].isin(codes)] if codes else left
    return left


def grouped() -> list[str]:
    """Indicator, formula, groups and chart; the groups."""
    left, right = st.columns(2)
    left.selectbox("indicator", ["local_employment_rate"])
    right.selectbox("formula", ["of all graduates", "of the employed"])
    first, second, drawn = st.columns((1, 1, 2))
    groups = [first.selectbox("group by", ["city", *FILTERS]), second.selectbox("then by", ["", *FILTERS])]
    drawn.segmented_control("chart", ["trend", "bars", "panels", "heat"], default="trend")
    return [each for each in groups if each]


@st.fragment
def page() -> None:
    """The choosers, one chart, one table."""
    cells = cube()
    groups = grouped()
    left = chosen(cells)
    sums = left.groupby([*groups, "year"], as_index=False)[["numerator", "denominator"]].sum()
    table = sums.assign(value=sums["numerator"] / sums["denominator"])
    figure = go.Figure()
    for code, rows in table.groupby(groups):
        name = " ".join(map(str, code))
        figure.add_trace(go.Scatter(x=rows["year"], y=rows["value"], name=name, mode="lines+markers"))
    figure.update_layout(yaxis={"tickformat": ".0%", "rangemode": "tozero"})
    st.write(f"{len(left)} rows")
    st.subheader(f"{table['value'].iloc[-1]:.1%} in {table['year'].iloc[-1]}")
    st.plotly_chart(figure)
    st.caption("Synthetic sample data, 2025-12-31")
    st.download_button("export", table.to_csv(index=False), "table.csv")
    st.dataframe(table)
    with st.expander("query"):
        st.code(QUERY, language="sql")


st.title("reference")
page()
