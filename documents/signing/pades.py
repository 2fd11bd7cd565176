"""Writing a PAdES signature behind a finished PDF (ETSI EN 319 142-1, level B-B: no time stamp, no revocation data)."""

from datetime import datetime
from io import BytesIO

from PIL import Image, UnidentifiedImageError
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.rw_common import find_inherited_value_in_tree
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle

from documents.signing.inspection import inspected
from documents.signing.provider import SealPlace, SigningRefused

FIELD_NAME = "Seal"
FIELD_LABEL = "数字签名"  # what a screen reader says for the field (ISO 14289-1, 7.18.1)
POINTS_PER_MM = 72 / 25.4
LARGEST_PICTURE = 16_000_000  # pixels: a seal of 50 mm at 2000 dpi

# PDF/A wants the Print flag (ISO 19005-3, 6.3.2), PDF/UA an untagged widget off the page (ISO 14289-1, 7.18.1).
INVISIBLE = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
FILLING = SimpleBoxLayoutRule(
    AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, inner_content_scaling=InnerScaling.STRETCH_TO_FIT
)


class _Addition(IncrementalPdfFileWriter):
    """An update that leaves the frozen metadata alone; the library would write the machine's clock there."""

    def _update_meta(self) -> None:
        """Keep XMP and document information as they are."""


class _DatedSigner(PdfSigner):
    """A signer whose signature claims the time it is given, not the machine's."""

    def __init__(self, *args: object, at: datetime, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._at = at

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        """Begin as usual, then set the clock."""
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


def _picture(place: SealPlace) -> Image.Image:
    """Return the seal's picture with its transparency; raise SigningRefused when it is no usable PNG."""
    try:
        # The layout engine switches Pillow to completing cut pictures; the checksums notice all the same.
        Image.open(BytesIO(place.picture), formats=["PNG"]).verify()
        image = Image.open(BytesIO(place.picture), formats=["PNG"])
        if image.width * image.height > LARGEST_PICTURE:
            raise SigningRefused("印章图片太大，请换用不超过4000×4000像素的PNG图片。")
        return image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as wrong:
        raise SigningRefused("印章图片不是PNG图片或已损坏，请重新上传。") from wrong


def _box(page: generic.DictionaryObject, place: SealPlace) -> tuple[float, float, float, float]:
    """Return the seal's square in the page's own points: left, bottom, right, top."""
    edges = find_inherited_value_in_tree(page, "/MediaBox", "/Parent")
    left, top = float(edges[0]), float(edges[3])
    x, y = left + place.x * POINTS_PER_MM, top - place.y * POINTS_PER_MM
    half = place.diameter * POINTS_PER_MM / 2
    return (x - half, y - half, x + half, y + half)


def _tag(
    writer: IncrementalPdfFileWriter, widget: generic.IndirectObject, page: generic.IndirectObject
) -> None:
    """Enter a visible seal into the structure of a tagged file, as its last element (ISO 14289-1, 7.18.4).

    Knows the flat parent tree the layout engine writes; without structure, or with a branched tree, nothing is tagged.
    """
    if "/StructTreeRoot" not in writer.root or "/Nums" not in writer.root["/StructTreeRoot"]["/ParentTree"]:
        return
    tree = writer.root["/StructTreeRoot"]
    root_children = tree["/K"]
    document = root_children[0] if isinstance(root_children, generic.ArrayObject) else root_children
    document_ref = tree.raw_get("/K")
    if isinstance(document_ref, generic.ArrayObject):
        document_ref = document_ref.raw_get(0)
    numbers = tree["/ParentTree"]["/Nums"]
    key = generic.NumberObject(max(map(int, list(numbers)[0::2]), default=-1) + 1)
    reference = {pdf_name("/Type"): pdf_name("/OBJR"), pdf_name("/Obj"): widget, pdf_name("/Pg"): page}
    form = writer.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/StructElem"),
                pdf_name("/S"): pdf_name("/Form"),
                pdf_name("/P"): document_ref,
                pdf_name("/Pg"): page,
                pdf_name("/K"): generic.ArrayObject([generic.DictionaryObject(reference)]),
            }
        )
    )
    numbers.extend([key, form])
    writer.update_container(numbers)
    document["/K"].append(form)
    writer.update_container(document["/K"])
    seal = widget.get_object()
    seal[pdf_name("/StructParent")] = key
    writer.update_container(seal)


def _field(writer: IncrementalPdfFileWriter, place: SealPlace | None) -> StaticStampStyle | None:
    """Add the signature's field; return how it looks, None when it is invisible."""
    if place is None:
        spec = SigFieldSpec(FIELD_NAME, invis_sig_settings=INVISIBLE, readable_field_name=FIELD_LABEL)
        append_signature_field(writer, spec)
        return None
    if not 1 <= place.page <= writer.prev.root["/Pages"]["/Count"]:
        raise SigningRefused(f"文件没有第{place.page}页，印章放不上去。")
    picture = PdfImage(_picture(place), name="Seal")
    page, _ = writer.find_page_for_modification(place.page - 1)
    spec = SigFieldSpec(
        FIELD_NAME,
        on_page=place.page - 1,
        box=_box(page.get_object(), place),
        readable_field_name=FIELD_LABEL,
    )
    append_signature_field(writer, spec)
    _tag(writer, writer.root["/AcroForm"]["/Fields"].raw_get(-1), page)
    return StaticStampStyle(background=picture, background_layout=FILLING, border_width=0)


def signed(pdf: bytes, signer: Signer, *, reason: str, place: SealPlace | None, at: datetime) -> bytes:
    """Return the file with the signature appended and read back; `pdf` stays its beginning, byte for byte.

    Args:
        pdf: a finished, unsigned file.
        signer: holds key and certificate; asked once.
        reason: stands in the signature.
        place: where the seal's picture goes; None for an invisible signature.
        at: with time zone; the time the signature claims, to the second.

    Raises:
        SigningRefused: the file cannot be read or is signed already, the picture is none, or the signature that came
            out does not fit the certificate.
        ValueError: `at` has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("The time of a signature needs a time zone.")
    try:
        writer = _Addition(BytesIO(pdf))
        if next(iter(writer.prev.embedded_signatures), None) is not None:
            raise SigningRefused("这份文件已经有数字签名，不能重复签名。")
        style = _field(writer, place)
        metadata = PdfSignatureMetadata(
            field_name=FIELD_NAME, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason
        )
        output = _DatedSigner(metadata, signer, stamp_style=style, at=at).sign_pdf(
            writer, existing_fields_only=True
        )
    except PdfError as broken:
        raise SigningRefused("这份PDF文件读不出来，不能签名，请重新生成文件。") from broken
    except SigningError as refused:
        raise SigningRefused(f"签名没有完成（{refused}），请检查签名设置。") from refused
    result = output.getvalue()
    report = inspected(result)
    if not (result.startswith(pdf) and report and report.intact and report.covers_whole_file):
        raise SigningRefused("签名后核验没有通过：私钥与证书不是一对，请检查签名设置。")
    return result
