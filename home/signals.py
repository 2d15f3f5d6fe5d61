"""What home announces, always inside the transaction of the change."""

from django.dispatch import Signal

# The group of editors was made, or made again; apps above home add the rights to what is theirs.
# provides args: group
editors_made = Signal()

# A page was published, unpublished, moved, renamed, copied for another language, or its view restriction changed;
# what home derives from it is right already. Sent for each page of a moved or renamed branch.
# provides args: page (specific)
page_changed = Signal()

# Many pages of regions were made at once, with all that home derives from them: too many to tell of one by one.
# provides args: pages
region_pages_made = Signal()

# A page is about to be deleted.
# provides args: page (specific)
page_removed = Signal()

# A document was added, its file, words, tags or collection changed.
# provides args: document
document_changed = Signal()

# A document was deleted.
# provides args: document (which still has its key)
document_removed = Signal()

# Others than before may fetch the documents in a collection and in those below it: a restriction came, changed or went,
# or the collection was moved.
# provides args: collection
collection_changed = Signal()

# A region was added, or its name, code, parent or point changed.
# provides args: region
region_changed = Signal()

# Many regions were added or changed at once, by a load of the gazetteer: too many to tell of one by one.
# provides args: none
regions_loaded = Signal()

# A tag became a synonym of another one: what carries it is given the other one, by each app that tags things.
# provides args: tag, into
tag_merged = Signal()

# Somebody thinks of merging or deleting a tag: each app that tags things answers in words how many of them carry it
# ("2 topics"), empty where none does.
# provides args: tag
tag_weighed = Signal()
