from django.db import migrations, models


class Migration(migrations.Migration):
    """A letter is received on the day it went out or later."""

    dependencies = [("responses", "0005_frozen_identity")]

    operations = [
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("received_on__isnull", True),
                    models.Q(("received_on__gte", models.F("sent_on")), ("sent_on__isnull", False)),
                    _connector="OR",
                ),
                name="delivery_received_not_before_sent",
            ),
        ),
    ]
