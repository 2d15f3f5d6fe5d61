"""The indexes of the foreign keys that 0003 added, built while members go on writing."""

import django.db.models.deletion
from django.db import migrations, models

from community.indexes import IndexForeignKey


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('forums', '0003_organisation'),
        ('members', '0011_organisations'),
    ]

    operations = [
        IndexForeignKey(
            model_name='post',
            name='organisation',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organisation', verbose_name='in the name of'),
        ),
        IndexForeignKey(
            model_name='topic',
            name='organisation',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organisation', verbose_name='in the name of'),
        ),
    ]
