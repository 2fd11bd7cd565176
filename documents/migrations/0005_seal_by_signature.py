from django.db import migrations, models


class Migration(migrations.Migration):
    """The page says that a digital signature shows the seal."""

    dependencies = [("documents", "0004_taken_numbers")]

    operations = [
        migrations.AlterField(
            "stationery",
            "print_seal",
            models.BooleanField(
                "随文套印印章图样",
                default=False,
                help_text="仅供彩色打印，不是电子印章；加数字签名的函，图样由数字签名带出，点击可以核验",
            ),
        )
    ]
