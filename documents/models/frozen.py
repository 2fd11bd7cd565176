"""FrozenPaper: what every issued paper keeps of itself, and SignedPaper: one that may have to be signed digitally.

The tables that have them are guarded by triggers.
"""

import json

from django.db import models
from django.db.models import Q
from django.db.models.fields.files import FieldFile

from documents.content import OfficialDocument


def frozen_path(paper: "FrozenPaper", filename: str) -> str:
    """Return where the PDF of a paper is kept: by its own hash."""
    return f"letters/{paper.sha256[:2]}/{paper.sha256}.pdf"


def signed_path(paper: "SignedPaper", filename: str) -> str:
    """Return where a paper's digitally signed file is kept: by its own hash."""
    return f"signed/{paper.signed_sha256[:2]}/{paper.signed_sha256}.pdf"


class FrozenPaper(models.Model):
    """The words as JSON, frozen when the row is written, and the PDF, filled in once after the commit."""

    content = models.JSONField("内容")
    template_version = models.CharField("版式版本", max_length=20)
    font_digest = models.CharField("字体摘要", max_length=64, blank=True)
    engine = models.CharField("排版程序", max_length=100, blank=True)
    pdf = models.FileField("文件", upload_to=frozen_path, max_length=120, blank=True)
    sha256 = models.CharField("文件摘要", max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField("页数", null=True, blank=True)
    rendered_at = models.DateTimeField("成文件时间", null=True, blank=True)
    render_error = models.CharField("排版错误", max_length=300, blank=True)
    render_tries = models.PositiveSmallIntegerField("排版次数", default=0)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(rendered_at__isnull=True, sha256="", pdf="")
                | (Q(rendered_at__isnull=False) & ~Q(sha256="") & ~Q(pdf="")),
                name="%(class)s_rendered_has_hash",
            )
        ]

    @property
    def document(self) -> OfficialDocument:
        """What the paper says; raises documents.content.UnreadableContent for a format not known here."""
        return OfficialDocument.from_json(json.dumps(self.content))


class SignedPaper(FrozenPaper):
    """A frozen paper that goes out with a digital signature where that was set up when it was issued.

    The signed file stands beside the frozen one, of which it is a continuation.
    """

    must_be_signed = models.BooleanField("须加数字签名", default=False)
    signed_pdf = models.FileField("签名文件", upload_to=signed_path, max_length=120, blank=True)
    signed_sha256 = models.CharField("签名文件摘要", max_length=64, blank=True)
    signed_at = models.DateTimeField("数字签名时间", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            *FrozenPaper.Meta.constraints,
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_sha256="", signed_pdf="")
                | (
                    Q(signed_at__isnull=False, must_be_signed=True, rendered_at__isnull=False)
                    & ~Q(signed_sha256="")
                    & ~Q(signed_pdf="")
                ),
                name="%(class)s_signed_has_hash",
            ),
        ]

    @property
    def is_ready(self) -> bool:
        """Whether the file that goes out is there: rendered, and signed where it must be."""
        return self.rendered_at is not None and (self.signed_at is not None or not self.must_be_signed)

    @property
    def delivered_pdf(self) -> FieldFile:
        """The file that goes out: the signed one where it must be signed (empty until it is), else the frozen one."""
        return self.signed_pdf if self.must_be_signed else self.pdf
