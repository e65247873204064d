"""The same content as files to hand over."""
