"""What stands around every page: the document, the navigation, the shared choices."""
