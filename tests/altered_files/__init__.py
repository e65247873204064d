"""Files that were handed out and altered afterwards: does Verify find every alteration, and invent none?"""
