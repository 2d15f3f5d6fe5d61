"""Who reacted to what."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('writing', '0002_texts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='key')),
                ('name', models.CharField(choices=[('agree', 'I agree'), ('thanks', 'Thank you'), ('insight', 'Insightful'), ('celebrate', 'Hurray')], max_length=20, verbose_name='reaction')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='since')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to=settings.AUTH_USER_MODEL, verbose_name='member')),
            ],
            options={
                'verbose_name': 'reaction',
                'verbose_name_plural': 'reactions',
                'indexes': [
                    models.Index(fields=['kind', 'object_id', 'name', 'id'], name='reaction_to_thing'),
                    models.Index(fields=['kind', 'created_at'], name='reaction_by_time'),
                ],
                'constraints': [models.UniqueConstraint(fields=('user', 'kind', 'object_id'), name='reaction_once')],
            },
        ),
    ]
