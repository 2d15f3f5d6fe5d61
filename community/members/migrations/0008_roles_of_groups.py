"""Write roles down for those who hold them already, by their group or as administrators."""

from django.db import migrations

BATCH = 1_000
REASON = "Held before roles were written down."
EVERYWHERE = {"Community moderators": "moderator", "Editors": "editor"}
REGIONAL = "Regional editors "


def write_down(apps, schema_editor):
    """Read keys only, a batch at a time; who has the role already is passed over by the unique rows."""
    using = schema_editor.connection.alias
    users = apps.get_model("members", "User").objects.using(using)
    groups = apps.get_model("auth", "Group").objects.using(using)
    for group in groups.filter(name__in=EVERYWHERE):
        _give(apps, using, users.filter(groups=group, erased_at=None), EVERYWHERE[group.name])
    regions = apps.get_model("home", "Region").objects.using(using)
    for group in groups.filter(name__startswith=REGIONAL):
        region = regions.filter(code=group.name.removeprefix(REGIONAL)).first()
        if region:
            _give(apps, using, users.filter(groups=group, erased_at=None), "editor", region.pk)
    _give(apps, using, users.filter(is_superuser=True, erased_at=None), "administrator")


def forget(apps, schema_editor):
    """Take back the rows that were written here; groups and rights were not touched."""
    roles = apps.get_model("members", "Role").objects.using(schema_editor.connection.alias)
    roles.filter(reason=REASON, granted_by=None).delete()


def _give(apps, using, users, kind, region=None):
    model = apps.get_model("members", "Role")
    batch = []
    for key in users.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=BATCH):
        batch.append(model(user_id=key, kind=kind, region_id=region, reason=REASON))
        if len(batch) == BATCH:
            model.objects.using(using).bulk_create(batch, ignore_conflicts=True)
            batch = []
    model.objects.using(using).bulk_create(batch, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0007_vouches"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(write_down, forget)]
