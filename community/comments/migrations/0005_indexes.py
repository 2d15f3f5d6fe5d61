"""The indexes of the foreign keys that 0002 and 0003 added, built while visitors go on commenting."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from community.indexes import IndexForeignKey


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('comments', '0004_addresses'),
        ('members', '0011_organisations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        IndexForeignKey(
            model_name='comment',
            name='acted_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written on behalf by'),
        ),
        IndexForeignKey(
            model_name='comment',
            name='organisation',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organisation', verbose_name='in the name of'),
        ),
    ]
