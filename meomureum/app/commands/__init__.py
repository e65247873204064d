"""What can be asked of the product at a terminal: one module a subject, each with its `main`."""
