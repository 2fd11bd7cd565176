from django.db import migrations


class Migration(migrations.Migration):
    """The grades of a rating are fixed (responses.models.Rating); nothing read the list an assembly kept."""

    dependencies = [("proposals", "0004_names_in_chinese")]

    operations = [migrations.RemoveField("assemblyrules", "rating_scale")]
