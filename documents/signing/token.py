"""Signing with a PKCS#11 token (USB key, smart card, HSM): the private key never leaves it.

Loaded by the process that signs, never before a fork: a PKCS#11 module does not survive one. One session at a time: a
token knows one log-in for the whole process.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple, Self

import pkcs11
from cryptography import x509
from pkcs11 import Attribute, ObjectClass
from pyhanko.sign.pkcs11 import PKCS11Signer

from documents.signing.certificate import chain_of, for_signing, name_of, refuse_unfit, uses_ec
from documents.signing.configured import existing, secret_in, stated
from documents.signing.pades import signed
from documents.signing.provider import SealPlace, SignerName, SigningRefused

_one_at_a_time = threading.Lock()
# Module, token, PIN that were refused: never tried again by this process, for a token locks itself after a few.
_refused: set[tuple[Path, str, str]] = set()

WRONG_PIN = (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange)


class _Unlocked(NamedTuple):
    """An open session with what stands on the token."""

    session: pkcs11.Session
    certificate: x509.Certificate
    chain: list[x509.Certificate]


class _TokenSigner(PKCS11Signer):
    """A signer over a session; the library's own would put the signer's certificate into the file twice."""

    def __init__(self, unlocked: _Unlocked, key: str) -> None:
        super().__init__(
            unlocked.session,
            ca_chain=[for_signing(link) for link in unlocked.chain],
            key_label=key,
            # Few tokens hash for ECDSA themselves; every one signs a given hash.
            use_raw_mechanism=uses_ec(unlocked.certificate),
        )
        self._signing_cert = for_signing(unlocked.certificate)


class Token:
    """Signs with a key on the token LETTER_SIGNING_TOKEN."""

    def __init__(self, module: Path, token: str, pin: str, key: str) -> None:
        """Take the PKCS#11 module's path, the token's label, the user PIN, and the label of the private key."""
        self._module = module
        self._token = token
        self._pin = pin
        self._key = key

    @classmethod
    def from_settings(cls) -> Self:
        """Return the provider of LETTER_SIGNING_PKCS11_MODULE and the rest; raise SigningRefused without them."""
        return cls(
            existing("LETTER_SIGNING_PKCS11_MODULE"),
            stated("LETTER_SIGNING_TOKEN"),
            secret_in("LETTER_SIGNING_PIN_FILE"),
            stated("LETTER_SIGNING_KEY"),
        )

    def _inserted(self) -> pkcs11.Token:
        """Return the token with our label; raise SigningRefused when none is there."""
        try:
            module = pkcs11.lib(str(self._module))
            for slot in module.get_slots(token_present=True):
                try:
                    token = slot.get_token()
                except pkcs11.TokenNotRecognised:
                    continue
                if token.label == self._token:
                    return token
        except (pkcs11.PKCS11Error, RuntimeError, OSError) as wrong:
            raise SigningRefused(f"签名模块{self._module}不能使用，请系统管理员检查驱动程序。") from wrong
        raise SigningRefused(f"没有找到签名令牌“{self._token}”，请插好令牌后再试。")

    @contextmanager
    def _unlocked(self) -> Iterator[_Unlocked]:
        """Open the token for the length of the block; raise SigningRefused for whatever it refuses."""
        with _one_at_a_time:
            token = self._inserted()
            attempt = (self._module, self._token, self._pin)
            try:
                if attempt in _refused:
                    raise pkcs11.PinIncorrect
                with token.open(user_pin=self._pin) as session:
                    yield self._found(session)
            except WRONG_PIN as wrong:
                _refused.add(attempt)
                raise SigningRefused("签名令牌的PIN码不对，请更正PIN码文件；连续输错会锁定令牌。") from wrong
            except (pkcs11.PinLocked, pkcs11.PinExpired, pkcs11.UserPinNotInitialized) as wrong:
                raise SigningRefused("签名令牌的PIN码已锁定、过期或没有设置，请联系令牌发放机构。") from wrong
            except pkcs11.PKCS11Error as wrong:
                kind = type(wrong).__name__
                raise SigningRefused(f"签名令牌没有完成操作（{kind}），请检查令牌后再试。") from wrong

    def _found(self, session: pkcs11.Session) -> _Unlocked:
        """Return the session with the key's certificate and chain; raise SigningRefused when one is not there."""
        keys = list(
            session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: self._key})
        )
        if len(keys) != 1:
            number = "没有" if not keys else "不止一个"
            raise SigningRefused(f"签名令牌上{number}名为“{self._key}”的私钥，请检查设置。")
        identity, own, others = keys[0][Attribute.ID], [], []
        for item in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
            try:
                certificate = x509.load_der_x509_certificate(item[Attribute.VALUE])
            except ValueError:
                continue  # not ours to judge: a token may hold other things
            others.append(certificate)
            if item[Attribute.ID] == identity:
                own.append(certificate)
        if not own:
            raise SigningRefused(f"签名令牌上没有与私钥“{self._key}”配套的证书，请检查令牌。")
        newest = max(own, key=lambda certificate: certificate.not_valid_after_utc)  # others were renewed
        return _Unlocked(session, newest, chain_of(newest, others))

    def check(self, on: date) -> None:
        """Raise SigningRefused when token, PIN, key or certificate would not sign on this day."""
        with self._unlocked() as unlocked:
            refuse_unfit(unlocked.certificate, on)

    def describe(self) -> SignerName:
        """Return whose certificate belongs to the key."""
        with self._unlocked() as unlocked:
            return name_of(unlocked.certificate)

    def sign(self, pdf: bytes, *, reason: str, place: SealPlace | None, at: datetime) -> bytes:
        """Return the file with the signature appended (documents/signing/pades.py)."""
        with self._unlocked() as unlocked:
            refuse_unfit(unlocked.certificate, at)
            signer = _TokenSigner(unlocked, self._key)
            return signed(pdf, signer, reason=reason, place=place, at=at)
