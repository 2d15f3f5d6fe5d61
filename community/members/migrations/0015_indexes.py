"""The indexes of accounts for the columns of 0012, and for parts of names, addresses and handles, built while members sign in.

PostgreSQL finds parts of texts by their trigrams (the extension pg_trgm, which the owner of a database may add since
PostgreSQL 13); SQLite reads all rows.
"""

from django.db import migrations, models

from community.indexes import BuildIndex, build, drop

# As Django asks: UPPER(name) LIKE UPPER('%part%') for icontains, folded LIKE '%part%' for contains.
TRIGRAMS = {
    "user_name_trigrams": 'members_user USING gin (UPPER("name") gin_trgm_ops)',
    "user_email_trigrams": 'members_user USING gin (UPPER("email") gin_trgm_ops)',
    "handle_folded_trigrams": 'members_handle USING gin ("folded" gin_trgm_ops)',
}


def build_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for name, on in TRIGRAMS.items():
        # What is written goes in at once: a list of what still waits would be read whole by every search.
        build(schema_editor, f"CREATE INDEX {name} ON {on} WITH (fastupdate = off)", name=name)


def drop_trigrams(apps, schema_editor):
    """The extension stays: others of the same database may use it."""
    if schema_editor.connection.vendor == "postgresql":
        for name in TRIGRAMS:
            drop(schema_editor, name=name)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('members', '0014_claim_addresses'),
    ]

    operations = [
        BuildIndex(
            model_name='user',
            index=models.Index(fields=['date_joined', 'id'], name='user_by_joining'),
        ),
        BuildIndex(
            model_name='user',
            index=models.Index(condition=models.Q(('suspended_until', None), _negated=True), fields=['suspended_until'], name='user_suspended'),
        ),
        BuildIndex(
            model_name='user',
            index=models.Index(condition=models.Q(('silenced_until', None), _negated=True), fields=['silenced_until'], name='user_silenced'),
        ),
        BuildIndex(
            model_name='user',
            index=models.Index(condition=models.Q(('is_active', False)), fields=['name'], name='user_switched_off'),
        ),
        BuildIndex(
            model_name='user',
            index=models.Index(condition=models.Q(('is_superuser', True)), fields=['name'], name='user_administrator'),
        ),
        migrations.RunPython(build_trigrams, drop_trigrams),
    ]
