"""One module a question: a snapshot and a view in, figures out."""
