from django.core.validators import RegexValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    """A unit has an address, printed on its envelopes as the sender's: what cannot be delivered comes back to it."""

    dependencies = [("accounts", "0005_passwords_and_openers")]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="address",
            field=models.CharField(
                blank=True,
                default="",
                help_text="印在信封和地址标签上，邮件退回到这里",
                max_length=120,
                verbose_name="通讯地址",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="unit",
            name="postcode",
            field=models.CharField(
                blank=True,
                default="",
                max_length=6,
                validators=[RegexValidator(r"\A[0-9]{6}\Z", "邮政编码请填六位数字。")],
                verbose_name="邮政编码",
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("postcode", ""), ("postcode__regex", "^[0-9]{6}$"), _connector="OR"),
                name="unit_postcode_six_digits",
                violation_error_message="邮政编码请填六位数字。",
            ),
        ),
    ]
