"""What deputies type in: the text of an item with its demands, co-signers and files; a reason for withdrawing it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.datastructures import MultiValueDict

from proposals import conditions as need
from proposals.errors import BadFile
from proposals.models import AssemblySession, Attachment, Demand, Member, Proposal, Topic
from proposals.models.filing import ProposerRole
from proposals.services.files import ACCEPTED, MOST_FILES, content_type_of
from proposals.services.intake import Filing

EMPTY_ROWS = 3
MOST_DEMANDS = 30
LONGEST_BODY = 50_000  # characters
LONGEST_DEMAND = Demand._meta.get_field("text").max_length
MOST_FOUND = 20


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, each checked by its content before anything is kept."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        wrong = []
        for upload in uploads:
            # An empty file is refused by its own sentence, so Django's own check is not asked.
            try:
                content_type_of(upload.name, upload.read(settings.ATTACHMENT_MAX_BYTES + 1))
            except BadFile as bad:
                wrong.append(str(bad))
            upload.seek(0)
        if wrong:
            raise forms.ValidationError(wrong)
        return list(uploads)


class FilingForm(forms.Form):
    """An item as its proposer writes it; `submitting` asks for all the step 提交 needs, a draft only for a title.

    Demands, co-signers and files to take away come as lists of equal names, so rows can be added without JavaScript.
    """

    title = forms.CharField(
        label="标题",
        max_length=Proposal._meta.get_field("title").max_length,
        error_messages={
            "required": "请填写标题。",
            "max_length": "标题最多 %(limit_value)d 字，现有 %(show_value)d 字。",
        },
    )
    topic = forms.ModelChoiceField(
        label="内容分类", queryset=Topic.objects.none(), required=False, empty_label="（请选择，可以不选）"
    )
    body = forms.CharField(
        label="正文",
        widget=forms.Textarea(attrs={"rows": 14}),
        required=False,
        max_length=LONGEST_BODY,
        error_messages={
            "max_length": "正文最多 %(limit_value)d 字，现有 %(show_value)d 字，资料请作为附件上传。"
        },
    )
    may_publish = forms.TypedChoiceField(
        label="是否同意公开",
        choices=[("yes", "同意公开"), ("no", "不同意公开")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
        error_messages={"required": "请选择是否同意公开。"},
    )
    files = FilesField(label="附件", required=False)
    co_search = forms.CharField(label="查找联名人", required=False, max_length=40)

    def __init__(
        self,
        *args: Any,
        session: AssemblySession,
        seat: Member,
        proposal: Proposal | None = None,
        submitting: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.session, self.seat, self.proposal, self.submitting = session, seat, proposal, submitting
        # A class retired since stays with the item that bears it.
        offered = Q(assembly=session.term.assembly_id, is_active=True)
        kept = Q(pk=proposal.topic_id if proposal is not None else None)
        self.fields["topic"].queryset = Topic.objects.filter(offered | kept).order_by("order", "name")
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = f"hint-{name}"
        self.demands = self._listed("demand") if self.is_bound else self._kept_demands()
        self.co_signers = self._chosen_seats()
        self.removed = {int(key) for key in self._listed("remove") if key.isdecimal() and len(key) < 18}

    @classmethod
    def for_proposal(cls, proposal: Proposal, seat: Member, **kwargs: Any) -> "FilingForm":
        """Return the form filled with what is kept of an item."""
        initial = {
            "title": proposal.title,
            "topic": proposal.topic_id,
            "body": proposal.body,
            "may_publish": "yes" if proposal.may_publish else "no",
        }
        return cls(session=proposal.session, seat=seat, proposal=proposal, initial=initial, **kwargs)

    def _listed(self, name: str) -> list[str]:
        """Return every value typed under one name, in the order of the page."""
        if not self.is_bound:
            return []
        if isinstance(self.data, MultiValueDict):
            return self.data.getlist(name)
        found = self.data.get(name, [])
        return [found] if isinstance(found, str) else list(found)

    def _kept_demands(self) -> list[str]:
        if self.proposal is None:
            return []
        return list(self.proposal.demands.order_by("order").values_list("text", flat=True))

    def _chosen_seats(self) -> list[Member]:
        """Return the seats chosen as co-signers: of the same term, never the lead's own."""
        if self.is_bound:
            keys = {int(key) for key in self._listed("co_signer") if key.isdecimal() and len(key) < 18}
            chosen = Member.objects.filter(pk__in=keys)
        elif self.proposal is not None:
            chosen = Member.objects.filter(
                proposed__proposal=self.proposal, proposed__role=ProposerRole.CO_SIGNER
            )
        else:
            return []
        return list(chosen.filter(term=self.session.term_id).exclude(pk=self.seat.pk).order_by("name", "pk"))

    # -- rows of the page ------------------------------------------------------------------------

    def demand_rows(self, more: int = 0) -> list[str]:
        """Return the demands typed so far, then empty rows; `more` adds that many to the usual number."""
        typed = [text for text in self.demands if text.strip()]
        blank = max(EMPTY_ROWS - len(typed), 1) + more
        return [*typed, *[""] * min(blank, max(MOST_DEMANDS - len(typed), 0))]

    def found_seats(self) -> list[Member]:
        """Return the seats of the term whose name or group holds what was searched for, without those chosen."""
        words = (self.data.get("co_search") or "").strip() if self.is_bound else ""
        if not words or "\x00" in words:
            return []
        known = [self.seat.pk, *[seat.pk for seat in self.co_signers]]
        same_term = Member.objects.filter(term=self.session.term_id).exclude(pk__in=known)
        found = same_term.filter(name__contains=words) | same_term.filter(group__contains=words)
        return list(found.order_by("name", "pk")[: MOST_FOUND + 1])

    def kept_files(self) -> list[Attachment]:
        """Return the files already kept with the item."""
        return [] if self.proposal is None else list(self.proposal.attachments.order_by("pk"))

    # -- what is wrong ---------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        texts = [text.strip() for text in self.demands if text.strip()]
        if len(texts) > MOST_DEMANDS:
            self.add_error(None, forms.ValidationError(f"诉求最多 {MOST_DEMANDS} 项。", code="demands"))
        for order, text in enumerate(texts, start=1):
            if len(text) > LONGEST_DEMAND or "\x00" in text:
                words = f"第 {order} 项诉求最多 {LONGEST_DEMAND} 字，不能有控制字符，请改写。"
                self.add_error(None, forms.ValidationError(words, code="demands"))
        self._count_files(cleaned.get("files", []))
        if self.submitting:
            self._ask_for_everything(cleaned, texts)
        return cleaned

    def _count_files(self, uploads: Sequence[UploadedFile]) -> None:
        kept = [file for file in self.kept_files() if file.pk not in self.removed]
        if len(kept) + len(uploads) > MOST_FILES:
            self.add_error("files", f"附件最多 {MOST_FILES} 个，请合并后再上传。")

    def _ask_for_everything(self, cleaned: Mapping[str, Any], texts: Sequence[str]) -> None:
        """Ask for what the table asks of 提交 before anything is kept, each at its own field."""
        if not cleaned.get("body", "").strip() and "body" not in self.errors:
            self.add_error("body", "请填写正文。")
        if not texts:
            self.add_error(None, forms.ValidationError(need.has_demands.sentence, code="demands"))

    def demand_errors(self) -> list[str]:
        return [
            sentence
            for error in self.non_field_errors().as_data()
            if error.code == "demands"
            for sentence in error.messages
        ]

    def error_list(self) -> list[tuple[str, str]]:
        """Return each sentence with the id of the field it speaks of, in the order of the page."""
        found = []
        for name in ("title", "topic", "body", "demands", "co_search", "may_publish", "files"):
            if name == "demands":
                found += [(sentence, "demand-1") for sentence in self.demand_errors()]
            else:
                anchor = "id_may_publish_0" if name == "may_publish" else f"id_{name}"
                found += [(sentence, anchor) for sentence in self.errors.get(name, [])]
        return found

    def filing(self, *, in_session: bool) -> Filing:
        """Return what was typed as the plain values the services take."""
        return Filing(
            title=self.cleaned_data["title"].strip(),
            body=self.cleaned_data["body"].replace("\r\n", "\n"),
            demands=tuple(self.demands),
            topic=self.cleaned_data["topic"],
            may_publish=self.cleaned_data["may_publish"],
            in_session=in_session,
            co_signers=tuple(self.co_signers),
        )


class WithdrawForm(forms.Form):
    """Why an item is withdrawn."""

    reason = forms.CharField(
        label="撤回理由",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        error_messages={
            "required": "请写明撤回的理由。",
            "max_length": "理由最多 %(limit_value)d 字，现有 %(show_value)d 字。",
        },
    )


FILES_HINT = f"可上传 {ACCEPTED}，每个不超过 20 MB，最多 {MOST_FILES} 个。"
