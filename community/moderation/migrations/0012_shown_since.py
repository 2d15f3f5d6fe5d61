"""Decisions count no longer that had put away what moderators at the desk have shown again since.

Each is found by the index of its thing (`review_of_thing`); their authors had read then that the text is shown.
"""

from django.db import migrations
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

OUT_OF_VIEW = ('hide', 'delete')


def withdraw(apps, schema_editor):
    Review = apps.get_model('moderation', 'Review')
    of_same = Review.objects.filter(
        kind=OuterRef('kind'), object_id=OuterRef('object_id'), decided_at__gt=OuterRef('decided_at')
    )
    granted = Q(decision='granted', is_left=False, appeal_of__decision__in=OUT_OF_VIEW)
    shown = of_same.filter(Q(decision__in=('keep', 'edit')) | granted)
    standing = Review.objects.filter(decision__in=OUT_OF_VIEW, withdrawn_at=None)
    standing.filter(Exists(shown)).update(withdrawn_at=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0011_waiting_first'),
    ]

    operations = [
        migrations.RunPython(withdraw, migrations.RunPython.noop),
    ]
