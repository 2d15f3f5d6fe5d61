"""Cards of links: a link alone on its line shows title and description of the page it leads to."""
