"""Contacts and short texts of new accounts are compared, too, each by numbers of the settings.

The settings are one row, and a longer name of a kind leaves the table of traces as it is. Going back, rows of kinds that
were not known before are forgotten first.
"""

import django.core.validators
from django.db import migrations, models


def forget(apps, schema_editor):
    """Forget what is compared of the new kinds."""
    apps.get_model("moderation", "Trace").objects.filter(kind__in=["contact", "line"]).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0008_taken_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='moderationsettings',
            name='alike_texts',
            field=models.PositiveIntegerField(default=3, help_text='Also of one alone, within the same days. What has it beyond that waits. 0: it never does.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000)], verbose_name='texts of new accounts with the same site, contact or short text'),
        ),
        migrations.AddField(
            model_name='moderationsettings',
            name='contact_accounts',
            field=models.PositiveIntegerField(default=3, help_text='A telephone number, an e-mail address or a chat, however it is typed. What the last of them writes with it waits, and all that follows. 0: it never does.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='new accounts that give the same contact'),
        ),
        migrations.AddField(
            model_name='moderationsettings',
            name='everyday_words',
            field=models.TextField(blank=True, default='terima kasih terimakasih makasih trims trimakasih thanks thank you so much banyak sekali juga sama sangat amin selamat pagi siang sore malam halo hai hello salam kenal sejahtera semua semuanya kita kami saya aku anda bapak ibu pak bu bang kak kakak mama om tante adik admin teman saudara basudara basodara setuju sepakat betul benar mantap bagus keren hebat luar biasa siap hadir ikut mau ingin boleh bisa baik oke ok ya iya sudah belum nanti semoga sukses selalu lancar sehat bermanfaat berkat tuhan memberkati maaf mohon tolong info informasi informasinya infonya ilmu ilmunya bantuan bantuannya atas untuk dari di ke dan yang ini itu ada apa kapan mana siapa bagaimana gimana berapa kenapa caranya harga harganya tempat tempatnya tanya bertanya dong sih', help_text='With spaces between them. A text of these words alone, like thanks, is compared with none.', max_length=4000, verbose_name='words that everybody says'),
        ),
        migrations.AddField(
            model_name='moderationsettings',
            name='line_accounts',
            field=models.PositiveIntegerField(default=3, help_text='One that is shorter than that, and the same letter by letter. What the last of them writes so waits, and all that follows. 0: it never does.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='new accounts that write the same short text'),
        ),
        migrations.AddField(
            model_name='moderationsettings',
            name='line_hours',
            field=models.PositiveIntegerField(default=24, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(720)], verbose_name='hours for which short texts are compared'),
        ),
        migrations.AddField(
            model_name='moderationsettings',
            name='line_letters',
            field=models.PositiveIntegerField(default=15, help_text='Below it none is.', validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(1000)], verbose_name='letters from which on short texts are compared'),
        ),
        migrations.AlterField(
            model_name='moderationsettings',
            name='host_days',
            field=models.PositiveIntegerField(default=7, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(90)], verbose_name='days for which links and contacts are compared'),
        ),
        migrations.AlterField(
            model_name='moderationsettings',
            name='network_accounts',
            field=models.PositiveIntegerField(default=5, help_text='What they write waits from the last of them on, who comes to the moderators, as all that follow. 0: it never does.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000)], verbose_name='new accounts from one network'),
        ),
        migrations.AlterField(
            model_name='moderationsettings',
            name='repeat_days',
            field=models.PositiveIntegerField(default=7, help_text='What a new account writes waits where new accounts have written mostly the same elsewhere. 0: texts are not compared.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(90)], verbose_name='days for which texts are compared'),
        ),
        migrations.AlterField(
            model_name='trace',
            name='kind',
            field=models.CharField(choices=[('text', 'a text'), ('site', 'a site that it links to'), ('contact', 'a contact in it'), ('words', 'words in it'), ('line', 'the whole of a short text')], max_length=7),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget),
    ]
