"""Trust levels: what each lets a member do, what it takes to reach it, and on which days members were here.

The tables are here, since everybody asks them; `community.moderation.trust` counts what members did and moves them.
"""
