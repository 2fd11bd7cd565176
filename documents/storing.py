"""Put a file where its row says: rows whose file lies under its own hash may be filled twice."""

from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile


def store(file: FieldFile, data: bytes) -> None:
    """Write the bytes under the name their row gives them (its hash must be set), and note the name on the row.

    What a killed worker left there is replaced when torn, and left alone when whole: another row may point to it. The
    row itself is not saved.
    """
    path = file.field.generate_filename(file.instance, "")
    if file.storage.exists(path):
        with file.storage.open(path) as kept:
            whole = kept.read() == data
        if whole:
            setattr(file.instance, file.field.attname, path)
            return
        file.storage.delete(path)
    file.save("", ContentFile(data), save=False)
