"""Settings of signing that name files: the file must be there, and a secret is its first line."""

from pathlib import Path

from django.conf import settings

from documents.signing.provider import SigningRefused


def stated(name: str) -> str:
    """Return the setting's text; raise SigningRefused when it is empty."""
    value = getattr(settings, name)
    if not value:
        raise SigningRefused(f"数字签名没有设置好：缺少{name}，请系统管理员补上。")
    return value


def existing(name: str) -> Path:
    """Return the file a setting names; raise SigningRefused when the setting is empty or the file is not there."""
    path = Path(stated(name))
    if not path.is_file():
        raise SigningRefused(f"数字签名没有设置好：{name}指定的文件{path}不存在，请系统管理员检查。")
    return path


def secret_in(name: str) -> str:
    """Return the first line of the file a setting names; raise SigningRefused when it cannot be read."""
    path = existing(name)
    try:
        return path.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, ValueError) as wrong:
        raise SigningRefused(
            f"数字签名没有设置好：{name}指定的文件{path}读不出来，请系统管理员检查。"
        ) from wrong
