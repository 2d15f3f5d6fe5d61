"""Pictures that members put into their texts: sent, kept, given out, counted, deleted."""
