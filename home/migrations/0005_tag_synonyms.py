"""Tags that mean the same as another one lead to it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('home', '0004_credit_in_english'),
    ]

    operations = [
        migrations.AddField(
            model_name='tag',
            name='synonym_of',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='synonyms', to='home.tag', verbose_name='synonym of'),
        ),
    ]
