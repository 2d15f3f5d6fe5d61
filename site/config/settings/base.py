"""Settings shared by every environment, put together from one module for each subject."""

from .apps import *  # noqa: F403
from .border import *  # noqa: F403
from .environment import *  # noqa: F403
from .files import *  # noqa: F403
from .identity import *  # noqa: F403
from .languages import *  # noqa: F403
from .mentions import *  # noqa: F403
from .notifying import *  # noqa: F403
from .people import *  # noqa: F403
from .publishing import *  # noqa: F403
from .reading import *  # noqa: F403
from .servers import *  # noqa: F403
from .social import *  # noqa: F403
from .texts import *  # noqa: F403

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
