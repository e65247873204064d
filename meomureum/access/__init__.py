"""Who may see and do what, and the record of who did: roles, sign-in, the access log."""
