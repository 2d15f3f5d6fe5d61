"""What mentors do with people who have no address; the mentor of the table accompanies one of them."""

from community.members.roles.acts import ADMINISTRATORS, MENTOR, NOBODY, Act

from .permissions import may_accompany, may_administer

HELD = "`may_write`, and `require_assistance`: one is the mentor who accompanies the person"
ENDS = "one accompanies the person, or `may_administer`"
HELD_OR_ADMINISTERS = "`require_assistance`, or `may_administer` and the person has no address"
ADMIN = "`assistance.admin.AdministratorsPolicy`"

ACTS = (
    Act("register_person", "Make an account for a person without an address", MENTOR, may_accompany),
    Act("write_for", "Write for a person whom one accompanies", MENTOR, HELD),
    Act("write_for_others_person", "Write for a person whom another mentor accompanies", NOBODY, HELD),
    Act("edit_profile_for", "Change the profile of a person whom one accompanies, for them", MENTOR, HELD),
    Act("issue_code", "Make the code by which a person takes their account over", MENTOR, HELD),
    Act("end_assistance", "Accompany a person no longer", MENTOR | ADMINISTRATORS, ENDS),
    Act("end_others_assistance", "End what another mentor does for a person", ADMINISTRATORS, ENDS),
    Act("hand_person_over", "Hand a person over to another mentor", ADMINISTRATORS, may_administer),
    Act(
        "ask_erasure_for",
        "Start the deletion of a person whom one accompanies, as they wish",
        MENTOR | ADMINISTRATORS,
        HELD_OR_ADMINISTERS,
    ),
    Act(
        "ask_erasure_for_others_person",
        "Start the deletion of a person whom another mentor accompanies",
        ADMINISTRATORS,
        HELD_OR_ADMINISTERS,
    ),
    Act("stop_erasure_for", "Stop that again", MENTOR | ADMINISTRATORS, HELD_OR_ADMINISTERS),
    Act("see_assistances", "See who accompanies whom, and on what agreement", ADMINISTRATORS, ADMIN),
)
