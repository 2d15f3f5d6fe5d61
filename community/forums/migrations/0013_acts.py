"""The small posts that say what a moderator did, and where a merged topic leads; no row is rewritten."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('forums', '0012_polls'),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='act',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=20, verbose_name='act'),
        ),
        migrations.AddField(
            model_name='post',
            name='act_data',
            field=models.JSONField(blank=True, editable=False, null=True, verbose_name='details of the act'),
        ),
        migrations.AddField(
            model_name='topic',
            name='merged_into',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='forums.topic', verbose_name='merged into'),
        ),
    ]
