"""The app of the demo content."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Brings the commands `seed_demo` and `prepare` to development and tests."""

    name = "demo"
    verbose_name = "Demo"
