"""Questions put to a snapshot beyond one indicator: what it would take, who took part, what a survey said."""
