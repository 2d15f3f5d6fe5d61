"""The words in the files of documents: read in the background, in a process of their own."""
