"""Members are told of comments, of what moderators decide, and of their trust level: further reasons, no change of rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('notifications', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notification',
            name='reason',
            field=models.CharField(choices=[('mention', 'Mention'), ('quote', 'Quote'), ('reply', 'Reply'), ('watching', 'Watching'), ('reaction', 'Reaction'), ('accepted', 'Accepted'), ('poll', 'Poll'), ('bookmark', 'Bookmark'), ('moderated', 'Moderated'), ('reported', 'Reported'), ('level', 'Level')], max_length=10, verbose_name='reason'),
        ),
    ]
