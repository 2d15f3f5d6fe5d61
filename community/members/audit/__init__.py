"""The log of the site: lines are added and stay, what they say of somebody can be forgotten, rules are recorded."""
