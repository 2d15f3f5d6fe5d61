"""Whether a member may sign in and write: suspending, silencing, switching off, each with its reason and in the log."""
