"""Production, in the temporary directory that `environment` made: files compressed, templates cached, no debugging."""

import os
from pathlib import Path

from config.settings.production import *  # noqa: F403

STATIC_ROOT = COMPRESS_ROOT = Path(os.environ["BENCH_ROOT"]) / "static"
SESSION_COOKIE_SECURE = False
