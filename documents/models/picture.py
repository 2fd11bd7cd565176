"""Picture: an image that papers may show (a seal, a figure of an annex), kept once under its hash."""

from django.conf import settings
from django.db import models


def picture_path(picture: "Picture", filename: str) -> str:
    """Return where a picture is kept: by the hash of its bytes."""
    return f"pictures/{picture.sha256[:2]}/{picture.sha256}"


class PictureType(models.TextChoices):
    PNG = "image/png", "PNG 图片"
    JPEG = "image/jpeg", "JPEG 图片"


class Picture(models.Model):
    """The bytes as written anew by documents.pictures (no metadata), their size in pixels; never changed."""

    sha256 = models.CharField("摘要", max_length=64, unique=True)
    file = models.FileField("文件", upload_to=picture_path, max_length=120)
    media_type = models.CharField("类型", max_length=12, choices=PictureType.choices)
    width_px = models.PositiveIntegerField("宽（像素）")
    height_px = models.PositiveIntegerField("高（像素）")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", related_name="+"
    )
    added_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = "图片"
        verbose_name_plural = "图片"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(width_px__gt=0, height_px__gt=0), name="picture_has_a_size"
            )
        ]

    def __str__(self) -> str:
        return f"{self.width_px}×{self.height_px} {self.get_media_type_display()}"
