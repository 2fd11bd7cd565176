"""Which provider the settings choose. Imports one only when signing is on: pyHanko costs a start 0.6 s."""

from django.conf import settings
from django.utils.module_loading import import_string

from documents.signing.provider import SealProvider, SigningRefused

OURS = {
    "key_file": "documents.signing.key_file.KeyFile",
    "token": "documents.signing.token.Token",
}


def provider() -> SealProvider | None:
    """Return the provider LETTER_SIGNING names (key_file, token, or a class's dotted path); None when it is empty.

    Reads settings and secrets, opens neither key nor token. Raises SigningRefused when the settings do not suffice.
    """
    chosen = settings.LETTER_SIGNING
    if not chosen:
        return None
    try:
        make = import_string(OURS.get(chosen, chosen)).from_settings
    except (ImportError, AttributeError) as wrong:
        raise SigningRefused(
            f"数字签名没有设置好：LETTER_SIGNING={chosen}无法使用，请系统管理员检查。"
        ) from wrong
    return make()
