"""Settings choose how letters are signed; a start without signing does not pay for it, and nobody is asked."""

import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from config.checks import signing_is_usable
from documents.signing import chosen
from documents.signing.key_file import KeyFile
from documents.signing.provider import SigningRefused
from documents.signing.reading import signature_of
from tests.documents import signing_kit as kit
from tests.documents.signing_kit import SIGNED_AT

REASON = "印发答复函"


@pytest.fixture(params=["rsa", "ec"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> KeyFile:
    """A good provider, once with each algorithm."""
    return kit.office(tmp_path, request.param)


def test_signing_and_reading_ask_no_network(
    office: KeyFile, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def refuse(*address: object, **_: object) -> None:
        asked.append(address)
        raise OSError("no network in this test")

    settings.LETTER_SIGNING_TRUST = str(tmp_path / "roots.pem")
    Path(settings.LETTER_SIGNING_TRUST).write_bytes(kit.authority().pem)
    original = socket.socket.__init__

    def guarded(self: socket.socket, family: int = -1, *rest: object, **named: object) -> None:
        # An event loop talks to itself over a pair of Unix sockets; that is no network.
        if family != socket.AF_UNIX:
            refuse(family)
        original(self, family, *rest, **named)

    monkeypatch.setattr(socket.socket, "__init__", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(OSError, match="no network in this test"):
        socket.socket(socket.AF_INET)
    asked.clear()
    report = signature_of(office.sign(kit.unsigned("pdf/a-3a"), reason=REASON, place=None, at=SIGNED_AT))
    assert (report.intact, report.trusted, asked) == (True, True, [])


def chosen_sentence() -> str:
    """The sentence with which the settings are refused."""
    with pytest.raises(SigningRefused) as refused:
        chosen.provider()
    return refused.value.sentence


def test_settings_choose_the_provider(settings: Settings, tmp_path: Path) -> None:
    assert chosen.provider() is None
    key = kit.key_of("ec")
    settings.LETTER_SIGNING = "key_file"
    assert chosen_sentence() == "数字签名没有设置好：缺少LETTER_SIGNING_KEY_FILE，请系统管理员补上。"
    settings.LETTER_SIGNING_KEY_FILE = str(tmp_path / "office.p12")
    assert "不存在" in chosen_sentence()
    Path(settings.LETTER_SIGNING_KEY_FILE).write_bytes(kit.key_file(key, kit.authority().issue(key)))
    chosen.provider()
    settings.LETTER_SIGNING_PASSPHRASE_FILE = str(tmp_path / "passphrase")
    assert "LETTER_SIGNING_PASSPHRASE_FILE" in chosen_sentence()
    Path(settings.LETTER_SIGNING_PASSPHRASE_FILE).write_text(f"{kit.PASSPHRASE}\n二", encoding="utf-8")
    assert chosen.provider().describe().subject == "云川市科学技术局，云川市人民政府"
    Path(settings.LETTER_SIGNING_PASSPHRASE_FILE).write_bytes(b"\xff\xfe\n")
    assert "读不出来" in chosen_sentence()


@pytest.mark.parametrize(
    "name", ["keyfile", "no.such.module.Class", "documents.signing.key_file.Nothing", "json.loads"]
)
def test_a_name_that_leads_nowhere_is_refused(settings: Settings, name: str) -> None:
    settings.LETTER_SIGNING = name
    assert chosen_sentence() == f"数字签名没有设置好：LETTER_SIGNING={name}无法使用，请系统管理员检查。"


def test_a_class_of_the_office_stands_behind_the_same_door(settings: Settings, tmp_path: Path) -> None:
    key = kit.key_of("ec")
    settings.LETTER_SIGNING = "documents.signing.key_file.KeyFile"
    settings.LETTER_SIGNING_KEY_FILE = str(tmp_path / "k.p12")
    Path(settings.LETTER_SIGNING_KEY_FILE).write_bytes(
        kit.key_file(key, kit.authority().issue(key), passphrase="")
    )
    assert type(chosen.provider()) is KeyFile


def test_a_start_without_signing_does_not_load_the_library() -> None:
    program = (
        "import django, sys; django.setup()\n"
        "from config import checks\n"
        "from documents.signing import chosen, reading\n"
        "assert checks.signing_is_usable() == []\n"
        "assert chosen.provider() is None and reading.signature_of(b'%PDF-1.7 nothing') is None\n"
        "print([name for name in ('pyhanko', 'pkcs11', 'cryptography', 'aiohttp') if name in sys.modules])"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings.test", "DATABASE_URL": "postgresql://a/b"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**environment, "REDIS_URL": "redis://a", "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr


# -- the system check ----------------------------------------------------------------------------------


def complaints() -> list[tuple[str, str]]:
    """Id and text of what the check says."""
    return [(message.id, message.msg) for message in signing_is_usable()]


def test_check_is_silent_while_signing_is_off_and_when_it_works(settings: Settings, tmp_path: Path) -> None:
    assert complaints() == []
    key = kit.key_of("ec")
    past = kit.authority().issue(key, end=kit.BEGIN + timedelta(days=1))
    kit.provider(tmp_path, kit.key_file(key, past, passphrase=""))
    settings.LETTER_SIGNING = "key_file"
    settings.LETTER_SIGNING_KEY_FILE = str(tmp_path / "office.p12")
    settings.LETTER_SIGNING_TRUST = str(tmp_path / "roots.pem")
    (tmp_path / "roots.pem").write_bytes(kit.authority().pem)
    # A certificate that has run out stops the signing, not the product.
    assert complaints() == []


def test_check_says_what_is_wrong(settings: Settings, tmp_path: Path) -> None:
    settings.LETTER_SIGNING = "key_file"
    said = [complaints()]
    settings.LETTER_SIGNING_KEY_FILE = str(tmp_path / "office.p12")
    said.append(complaints())
    key = kit.key_of("ec")
    kit.provider(tmp_path, kit.key_file(key, kit.authority().issue(key)))
    said.append(complaints())
    settings.LETTER_SIGNING = "token"
    said.append(complaints())
    settings.LETTER_SIGNING = "no.such.Seal"
    said.append(complaints())
    settings.LETTER_SIGNING = ""
    settings.LETTER_SIGNING_TRUST = str(tmp_path / "gone.pem")
    said.append(complaints())
    assert said == [
        [("config.E006", "数字签名没有设置好：缺少LETTER_SIGNING_KEY_FILE，请系统管理员补上。")],
        [
            (
                "config.E006",
                f"数字签名没有设置好：LETTER_SIGNING_KEY_FILE指定的文件{tmp_path / 'office.p12'}不存在，"
                "请系统管理员检查。",
            )
        ],
        [("config.E006", "签名密钥文件的口令不对，或者文件已损坏，请检查。")],
        [("config.E006", "数字签名没有设置好：缺少LETTER_SIGNING_PKCS11_MODULE，请系统管理员补上。")],
        [("config.E006", "数字签名没有设置好：LETTER_SIGNING=no.such.Seal无法使用，请系统管理员检查。")],
        [("config.E006", f"LETTER_SIGNING_TRUST={str(tmp_path / 'gone.pem')!r} cannot be read.")],
    ]
