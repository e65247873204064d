"""Statistics of counted people: intervals, differences and limits that a sentence may rest on."""
