"""What a snapshot is and where it stands; the view a reader has chosen of it."""
