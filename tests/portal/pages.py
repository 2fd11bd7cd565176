"""What the tests of the deputies' pages share: a browser for somebody, a form as it is sent, files good and bad."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse
from django.test import Client

from accounts.models import User

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"


def browser(user: User) -> Client:
    """Return a client in which somebody is logged in."""
    client = Client()
    client.force_login(user)
    return client


def filled(**changes: object) -> dict[str, object]:
    """Return the filing form as a browser sends it, with some fields changed."""
    return {
        "seen": "0",
        "title": "关于增设社区助餐点的提案",
        "topic": "",
        "body": "社区老人就餐不便。\n建议增设助餐点。",
        "demand": ["每个社区设一处助餐点", "", "给予运营补贴", ""],
        "may_publish": "yes",
        "action": "save",
        **changes,
    }


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def office_file(*parts: str) -> bytes:
    """Return a zip with these parts, as Office files are."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as package:
        for part in parts:
            package.writestr(part, "<x/>")
    return kept.getvalue()


def content(answer: FileResponse) -> bytes:
    """Return what a file response sends; reading it to the end closes its file."""
    return b"".join(answer.streaming_content)
