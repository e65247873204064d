"""What a page is made of: the figure frame, cards, tables, choosers."""
