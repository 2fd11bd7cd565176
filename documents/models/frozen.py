"""FrozenPaper: what every issued paper keeps of itself; the tables that have it are guarded by triggers."""

import json

from django.db import models

from documents.content import OfficialDocument


def frozen_path(paper: "FrozenPaper", filename: str) -> str:
    """Return where the PDF of a paper is kept: by its own hash."""
    return f"letters/{paper.sha256[:2]}/{paper.sha256}.pdf"


class FrozenPaper(models.Model):
    """The words as JSON, frozen when the row is written, and the PDF, filled in once after the commit."""

    content = models.JSONField("内容")
    template_version = models.CharField("版式版本", max_length=20)
    font_digest = models.CharField("字体摘要", max_length=64, blank=True)
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
                condition=models.Q(rendered_at__isnull=True, sha256="", pdf="")
                | (models.Q(rendered_at__isnull=False) & ~models.Q(sha256="") & ~models.Q(pdf="")),
                name="%(class)s_rendered_has_hash",
            )
        ]

    @property
    def document(self) -> OfficialDocument:
        """What the paper says; raises documents.content.UnreadableContent for a format not known here."""
        return OfficialDocument.from_json(json.dumps(self.content))
