"""Whether Markdown is drawn as CommonMark says and nothing hostile gets through; `make markdown` fetches the data."""
