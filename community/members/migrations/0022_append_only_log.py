"""The log is append-only: triggers on the table of Wagtail's log, and the row that lets words be taken out of it."""

from django.db import migrations, models

from community.members.audit import guard


def lay(apps, schema_editor):
    """On PostgreSQL the table is locked against writing for the moment that it takes, however long it is."""
    guard.lay(schema_editor.connection)


def lift(apps, schema_editor):
    guard.lift(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0021_hidden_profiles'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='LogErasing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'words being taken out of the log',
                'verbose_name_plural': 'words being taken out of the log',
                'default_permissions': (),
            },
        ),
        migrations.RunPython(lay, lift),
    ]
