"""The WSGI application that gunicorn serves."""

import gc
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
# What the start made stays as long as the process. To look it through again, whenever a page has made many small
# things, would cost more than the page.
gc.collect()
gc.freeze()

if settings.EMBEDDED_WORKER:
    from outbox import embedded

    embedded.start()
