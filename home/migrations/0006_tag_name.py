"""The name of a tag is called what it is called of the other terms."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('home', '0005_tag_synonyms'),
    ]

    operations = [
        migrations.AlterField(
            model_name='tag',
            name='name',
            field=models.CharField(max_length=100, unique=True, verbose_name='name (Indonesian)'),
        ),
    ]
