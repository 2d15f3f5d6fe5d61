"""To whom mails go, and who may say which ones."""

from __future__ import annotations

from community.members.mailable import has_confirmed_address
from community.members.permissions import is_active, is_suspended

may_choose_mails = is_active
may_be_mailed = is_active & ~is_suspended & has_confirmed_address
