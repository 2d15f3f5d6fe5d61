"""The Celery application; used only when `CELERY_BROKER_URL` names a broker."""

import os
import sys
from pathlib import Path

from celery import Celery

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("negeri")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
