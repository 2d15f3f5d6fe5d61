"""Rights over data of visitors, who comment with their address and have no account."""
