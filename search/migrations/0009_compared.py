"""When an index was last compared with the table, and how much was repaired; the table has a handful of rows."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0008_saved'),
    ]

    operations = [
        migrations.AddField(
            model_name='searchindex',
            name='compared_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='compared with the table'),
        ),
        migrations.AddField(
            model_name='searchindex',
            name='repaired',
            field=models.PositiveBigIntegerField(default=0, editable=False, help_text='How many documents were missing, stale or surplus.', verbose_name='repaired then'),
        ),
    ]
