"""A file under its hash: written once, a torn one replaced, a whole one left as it is."""

import hashlib
from pathlib import Path

import pytest
from django.conf import settings

from documents.models import Picture
from documents.storing import store

DATA = b"whole"
NAME = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def place(settings, tmp_path) -> Path:
    """Where the file belongs, in a storage that is still empty."""
    settings.MEDIA_ROOT = str(tmp_path)
    folder = tmp_path / "pictures" / NAME[:2]
    folder.mkdir(parents=True)
    return folder / NAME


@pytest.mark.parametrize("left", [None, b"", DATA[:2], DATA + b"more"])
def test_the_bytes_lie_under_their_hash_whatever_was_left_there(place: Path, left: bytes | None):
    if left is not None:
        place.write_bytes(left)
    row = Picture(sha256=NAME)
    store(row.file, DATA)
    assert row.file.name == str(place.relative_to(settings.MEDIA_ROOT))
    assert [file.name for file in place.parent.iterdir()] == [NAME]
    with row.file.open("rb") as file:
        assert file.read() == DATA


def test_a_whole_file_is_not_touched_since_another_row_may_point_to_it(place: Path):
    place.write_bytes(DATA)
    before = place.stat()
    row = Picture(sha256=NAME)
    store(row.file, DATA)
    assert (place.stat().st_ino, place.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert row.file.name == str(place.relative_to(settings.MEDIA_ROOT))
    with row.file.open("rb") as file:
        assert file.read() == DATA
