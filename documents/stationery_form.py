"""The form of a unit's stationery: the seal comes as a file, checked and kept under its hash."""

from django import forms

from accounts.models import User
from documents.models import Stationery
from documents.pictures import BadPicture, accept, bytes_in, rewritten

OUT_OF_ROUND = 0.05  # how far width and height of a seal may differ, as a share


class StationeryForm(forms.ModelForm):
    """Layout, file kind, contact line, QR code and seal of one unit; `by` is set by the admin page."""

    by: User
    seal_file = forms.FileField(
        label="印章图样",
        required=False,
        allow_empty_file=True,  # said in the sentence of every picture
        help_text="PNG（透明底为佳），圆形印章占满画面；只用于彩色套印，没有法律效力。不上传则保留原图样。",
    )

    class Meta:
        model = Stationery
        fields = (
            "unit",
            "layout",
            "pdf_kind",
            "contact_place",
            "verify_qr",
            "seal_mm",
            "print_seal",
            "unsealed",
        )

    def clean_seal_file(self) -> bytes | None:
        """Look at the picture, or say in a sentence why it is not taken; nothing is stored yet."""
        file = self.cleaned_data.get("seal_file")
        if not file:
            return None
        try:
            data = bytes_in(file)
            _, _, (width, height) = rewritten(data)
        except BadPicture as bad:
            raise forms.ValidationError(bad.sentence) from bad
        if abs(width / height - 1) > OUT_OF_ROUND:
            raise forms.ValidationError("印章图样的宽和高须相同，请裁成正方形后再上传。")
        return data

    def clean(self) -> dict:
        """A seal to be printed must be there."""
        cleaned = super().clean()
        given = cleaned.get("seal_file") is not None or "seal_file" in self.errors
        if cleaned.get("print_seal") and self.instance.seal is None and not given:
            self.add_error("print_seal", "请先上传印章图样，再选择套印。")
        return cleaned

    def _post_clean(self) -> None:
        """Store the picture and put it on the row once everything else is right: a refused form keeps nothing."""
        super()._post_clean()
        if not self.errors and (data := self.cleaned_data.get("seal_file")) is not None:
            self.instance.seal = accept(data, by=self.by)
