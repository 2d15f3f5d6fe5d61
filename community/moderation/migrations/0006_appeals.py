"""What else one can appeal against: a change of one's words, warnings, silences and suspensions, each a case of its own.

Columns that may be empty, or begin with a constant, leave a large table as it is; no index is needed, as these cases are
found by their author.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0005_thresholds'),
    ]

    operations = [
        migrations.AddField(
            model_name='review',
            name='version',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='review',
            name='until',
            field=models.DateTimeField(null=True, verbose_name='until'),
        ),
        migrations.AddField(
            model_name='review',
            name='stood_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='review',
            name='beside',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='moderation.review'),
        ),
        migrations.AddField(
            model_name='review',
            name='withdrawn_at',
            field=models.DateTimeField(null=True, verbose_name='taken back'),
        ),
        migrations.AddField(
            model_name='review',
            name='is_left',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='review',
            name='decision',
            field=models.CharField(blank=True, choices=[('hide', 'Hide it'), ('delete', 'Delete it'), ('edit', 'Change it and let it stand'), ('keep', 'Let it stand'), ('ignore', 'Leave it undecided'), ('spammer', 'Remove the account with all it wrote'), ('gone', 'Gone by itself'), ('warn', 'Warning'), ('silence', 'Silence'), ('suspend', 'Suspension'), ('refused', 'The decision stays'), ('granted', 'Take the decision back')], max_length=10, verbose_name='decision'),
        ),
    ]
