"""What people do with the search."""

from community.members.roles.acts import EDITORS, EVERYBODY, OWNER, SIGNED_IN, Act

from .permissions import may_change_saved, may_save_search

ACTS = (
    Act("search", "Search what everyone may read", EVERYBODY, "tokens of the thing and of the viewer overlap"),
    Act("save_search", "Save a search", SIGNED_IN, may_save_search),
    Act("delete_saved", "Change or delete a saved search", OWNER, may_change_saved),
    Act("promote", "Promote results, teach synonyms", EDITORS, "rights of the group that the role brings"),
)
