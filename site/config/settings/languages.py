"""Languages and time."""

from django.utils.translation import gettext_lazy as _

from .environment import ROOT

LANGUAGE_CODE = "id"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jayapura"  # WIT, the zone of the Kei Islands; a member may choose another
WAGTAIL_I18N_ENABLED = True
