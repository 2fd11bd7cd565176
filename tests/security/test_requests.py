"""What every answer carries and how much a request may bring: nothing is kept by browsers, nothing fills a disk."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from responses.views import verify
from tests.security.house import settle
from tests.world import World

PRIVATE = {"/", "/login/", "/healthz", "/favicon.ico", "/my/", "/print/", "/notices/", "/admin/", "/nowhere/"}


@pytest.mark.parametrize("visitor", ["visitor", "lead", "tech_office", "root"])
def test_no_page_is_kept_by_a_browser_or_a_proxy(world: World, visitor: str) -> None:
    client = settle(world).browser(visitor)
    kept = {address for address in PRIVATE if "no-store" not in client.get(address).headers["Cache-Control"]}
    assert kept == set()
    assert {"private" in client.get(address).headers["Cache-Control"] for address in PRIVATE} == {True}


@pytest.mark.parametrize("address", ["/login/", "/verify/", "/my/new/", "/admin/login/", "/nowhere/"])
def test_a_request_beyond_all_files_is_not_read(world: World, address: str) -> None:
    class Unread:
        def read(self, *_args: object) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    answer = Client().generic(
        "POST",
        address,
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(settings.BODY_MAX_BYTES + 1),
        **{"wsgi.input": Unread()},
    )
    assert answer.status_code == 413
    assert "提交的内容太大" in answer.content.decode()


def test_one_upload_of_the_largest_size_is_read(world: World) -> None:
    assert settings.BODY_MAX_BYTES >= 3 * settings.ATTACHMENT_MAX_BYTES
    assert settings.BODY_MAX_BYTES > verify.MOST_BYTES


def test_many_files_at_once_fill_no_memory(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The largest size counts for all files of one form: a hundred of 20 MB would be 2 GB."""
    monkeypatch.setattr(verify, "MOST_BYTES", 100_000)
    files = {f"file{n}": SimpleUploadedFile("a.pdf", b"x" * 60_000) for n in range(5)}
    answer = client.post("/verify/", files | {"file": SimpleUploadedFile("a.pdf", b"x")})
    assert (answer.status_code, answer.context["file_error"]) == (413, verify.TOO_LARGE)
