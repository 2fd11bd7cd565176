"""What a signature says, in plain values and plain sentences."""

from dataclasses import dataclass
from datetime import datetime

from documents.signing.provider import SignerName

# A legal 电子印章 is an SM2 seal of the national system (GB/T 38540); what is read here is RSA or ECDSA.
LEGAL_NOTE = (
    "本签名采用国际通用算法（RSA或ECDSA），仅供内部核对文件来源和完整性，"
    "不是符合GB/T 38540的电子印章，不能代替加盖公章的正式文件。"
)


@dataclass(frozen=True)
class SignatureReport:
    """The last signature of a file.

    Attributes:
        signer: None where the signature is too damaged to name one.
        signed_at: the time the signature itself claims, with time zone; no time-stamp service vouches for it.
        reason: as written when signing; may be empty.
        intact: what is signed was not changed, and the certificate's key made the signature.
        covers_whole_file: nothing stands in the file after or beside what is signed.
        trusted: the certificate leads to one of LETTER_SIGNING_TRUST; None when no such file is set.
    """

    signer: SignerName | None
    signed_at: datetime | None
    reason: str
    intact: bool
    covers_whole_file: bool
    trusted: bool | None

    @property
    def sentence(self) -> str:
        """What a reader of the page should know first."""
        if not self.intact:
            return "签名无效：文件在签名后被改动过，或者签名已损坏。"
        if not self.covers_whole_file:
            return "签名只覆盖文件的一部分：签名后又添加了内容，添加的内容不受签名保护。"
        if self.trusted is None:
            return "签名完好，文件在签名后没有改动；本系统没有设置受信任的证书，签名人身份未经核对。"
        if not self.trusted:
            return "签名完好，文件在签名后没有改动；但签名证书不在本系统信任的范围内，请核实签名人身份。"
        return "签名有效：文件在签名后没有改动，签名证书受本系统信任。"


DAMAGED = SignatureReport(
    signer=None, signed_at=None, reason="", intact=False, covers_whole_file=False, trusted=None
)
