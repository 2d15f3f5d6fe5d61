"""Texts of new accounts and visitors are counted together, by two numbers of the settings.

The settings are one row; of the other two fields only what is said beside them changes. Nothing of the table of traces.
"""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0009_contacts_and_lines'),
    ]

    operations = [
        migrations.AddField(
            model_name='moderationsettings',
            name='newcomer_minutes',
            field=models.PositiveIntegerField(default=60, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1440)], verbose_name='minutes in which texts of all of them are counted'),
        ),
        migrations.AddField(
            model_name='moderationsettings',
            name='newcomer_texts',
            field=models.PositiveIntegerField(default=20, help_text='What any of them writes beyond that waits, whatever it says. Raise it before many come at once, as in a training. 0: it never does.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000)], verbose_name='texts of new accounts and visitors together'),
        ),
        migrations.AlterField(
            model_name='moderationsettings',
            name='contact_accounts',
            field=models.PositiveIntegerField(default=3, help_text='A telephone number, an e-mail address, a chat or a name with a number, however it is typed. What the last of them writes with it waits, and all that follows. 0: it never does.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='new accounts that give the same contact'),
        ),
        migrations.AlterField(
            model_name='moderationsettings',
            name='everyday_words',
            field=models.TextField(blank=True, default='terima kasih terimakasih makasih trims trimakasih thanks thank you so much banyak sekali juga sama sangat amin selamat pagi siang sore malam halo hai hello salam kenal sejahtera semua semuanya kita kami saya aku anda bapak ibu pak bu bang kak kakak mama om tante adik admin teman saudara basudara basodara setuju sepakat betul benar mantap bagus keren hebat luar biasa siap hadir ikut mau ingin boleh bisa baik oke ok ya iya sudah belum nanti semoga sukses selalu lancar sehat bermanfaat berkat tuhan memberkati maaf mohon tolong info informasi informasinya infonya ilmu ilmunya bantuan bantuannya atas untuk dari di ke dan yang ini itu ada apa kapan mana siapa bagaimana gimana berapa kenapa caranya harga harganya tempat tempatnya tanya bertanya dong sih', help_text='With spaces between them. A text of these words alone, like thanks, is compared with none, and none of them is taken for a name in a chat.', max_length=4000, verbose_name='words that everybody says'),
        ),
    ]
