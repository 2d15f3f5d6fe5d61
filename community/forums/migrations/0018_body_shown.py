"""What posts show while they quote others that were taken from view."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0017_left"),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="body_shown",
            field=models.TextField(editable=False, null=True),
        ),
    ]
