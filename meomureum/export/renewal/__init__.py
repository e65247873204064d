"""Files that were handed out and edited, brought up to date."""
