"""The entries in Elasticsearch: how they lie there, how they get there, and how an index is built anew."""
