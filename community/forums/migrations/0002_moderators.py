"""Make the group of those who keep order in the forum and the comments; Wagtail's own moderators publish pages."""

from django.contrib.auth.management import create_permissions
from django.db import migrations


def allow(apps, schema_editor):
    using = schema_editor.connection.alias
    app_config = apps.get_app_config("forums")
    app_config.models_module = True  # a historical app has none, and without it no permission would be made
    create_permissions(app_config, verbosity=0, using=using, apps=apps)
    app_config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    group, _created = apps.get_model("auth", "Group").objects.using(using).get_or_create(name="Community moderators")
    group.permissions.add(
        *permissions.filter(content_type__app_label="forums", codename="moderate_post"),
        *permissions.filter(content_type__app_label="wagtailadmin", codename="access_admin"),
    )


def disallow(apps, schema_editor):
    using = schema_editor.connection.alias
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name="Community moderators"):
        group.permissions.remove(
            *permissions.filter(content_type__app_label="forums", codename="moderate_post"),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0002_initial_data"),
    ]

    operations = [migrations.RunPython(allow, disallow)]
