"""From measurements to judgements: statistics, targets, studies, lineage, and the words for them."""
