"""The words of documents, and the size of a file in its entry.

Both are quick on a large table: a new table, and a column that is empty everywhere.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0004_credit_in_english'),
        ('search', '0006_asked'),
    ]

    operations = [
        migrations.AddField(
            model_name='searchentry',
            name='size',
            field=models.PositiveBigIntegerField(blank=True, help_text='In bytes, where the thing is a file.', null=True, verbose_name='size of the file'),
        ),
        migrations.CreateModel(
            name='DocumentText',
            fields=[
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='reading', serialize=False, to='home.customdocument', verbose_name='document')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('file_hash', models.CharField(blank=True, help_text='Of the file that was read.', max_length=40, verbose_name='hash of the file')),
                ('problem', models.CharField(blank=True, choices=[('protected', 'It is protected, perhaps by a password.'), ('broken', 'The file is damaged.'), ('too_large', 'The file is too large.'), ('swelling', 'Unpacked, the file is too large.'), ('too_slow', 'Reading it takes too long.'), ('missing', 'The file is not there.'), ('wordless', 'There are no words in it, perhaps only pictures of pages.')], max_length=20, verbose_name='problem')),
                ('read_at', models.DateTimeField(auto_now=True, verbose_name='read')),
            ],
            options={
                'verbose_name': 'text of a document',
                'verbose_name_plural': 'texts of documents',
                'ordering': ['-read_at'],
            },
        ),
    ]
