"""What `make bench` runs: a site of its own, filled with 10 and then 1,000 rows of everything, and measured.

`environment` makes the site (temporary directories, production settings), `ground` and the other modules below it fill
it, `rows` says what is measured and how much each may cost, `report` prints the table and writes `results.json`.
"""
