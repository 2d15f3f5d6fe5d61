"""Files: what the site is drawn with, and what people send."""

from pathlib import Path

from .environment import ROOT, VAR, env

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "compressor.finders.CompressorFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR / "media")))
PRIVATE_ROOT = Path(env.str("PRIVATE_ROOT", default=str(VAR / "private")))  # never below MEDIA_ROOT, which is served
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
COMPRESS_ENABLED = True
COMPRESS_OFFLINE = False  # beforehand, where the files are those of a release
COMPRESS_STORAGE = "compressor.storage.GzipCompressorFileStorage"  # WhiteNoise sends what is compressed already
COMPRESS_FILTERS = {
    "css": ["compressor.filters.css_default.CssAbsoluteFilter", "compressor.filters.cssmin.rCSSMinFilter"],
    "js": ["compressor.filters.jsmin.rJSMinFilter"],
}
