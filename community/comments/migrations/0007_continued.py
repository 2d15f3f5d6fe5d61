"""That what a comment began goes on elsewhere."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0006_rules")]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="is_continued",
            field=models.BooleanField(default=False, editable=False, verbose_name="goes on elsewhere"),
        ),
    ]
