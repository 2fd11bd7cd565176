"""The form of a unit's stationery: the seal comes as a file, checked and kept under its hash."""

from django import forms

from accounts.models import User
from documents.models import Picture, Stationery
from documents.pictures import BadPicture, accept

OUT_OF_ROUND = 0.05  # how far width and height of a seal may differ, as a share


class StationeryForm(forms.ModelForm):
    """Layout, file kind, contact line, QR code and seal of one unit; `by` is set by the admin page."""

    by: User
    seal_file = forms.FileField(
        label="印章图样",
        required=False,
        help_text="PNG（透明底为佳），圆形印章占满画面；只用于彩色套印，没有法律效力。不上传则保留原图样。",
    )

    class Meta:
        model = Stationery
        fields = ("unit", "layout", "pdf_kind", "contact_place", "verify_qr", "seal_mm", "print_seal")

    def clean_seal_file(self) -> Picture | None:
        """Take the picture in, or say in a sentence why not."""
        file = self.cleaned_data.get("seal_file")
        if not file:
            return None
        try:
            picture = accept(file, by=self.by)
        except BadPicture as bad:
            raise forms.ValidationError(bad.sentence) from bad
        if abs(picture.width_px / picture.height_px - 1) > OUT_OF_ROUND:
            raise forms.ValidationError("印章图样的宽和高须相同，请裁成正方形后再上传。")
        return picture

    def clean(self) -> dict:
        """Put the picture on the row; a seal to be printed must be there."""
        cleaned = super().clean()
        if picture := cleaned.get("seal_file"):
            self.instance.seal = picture
        if cleaned.get("print_seal") and self.instance.seal is None and "seal_file" not in self.errors:
            self.add_error("print_seal", "请先上传印章图样，再选择套印。")
        return cleaned
