"""A claim link holds no address, its code remembers it until it is over; an assistance ends in one more way."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("members", "0013_organisation_limits")]
    operations = [
        migrations.AddField(
            model_name="claimcode",
            name="email",
            field=models.EmailField(blank=True, default="", editable=False, max_length=254),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="claimcode",
            index=models.Index(fields=["expires_at"], condition=~Q(email=""), name="claim_code_with_address"),
        ),
        migrations.AlterField(
            model_name="assistance",
            name="ended_how",
            field=models.CharField(
                blank=True,
                choices=[
                    ("claimed", "the person took the account over"),
                    ("handed_over", "another mentor goes on"),
                    ("ended", "ended by the mentor"),
                    ("left", "the mentor's account was deleted"),
                    ("address", "the person got an address of their own"),
                ],
                editable=False,
                max_length=12,
                verbose_name="how it ended",
            ),
        ),
    ]
