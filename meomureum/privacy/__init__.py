"""Protected releases: what is too small to be shown, what else must be hidden for it, and the proof."""
