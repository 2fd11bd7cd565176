"""代录: an item typed in from paper. Seats are named as they stand on it; a name borne twice asks for its group."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Role
from proposals.forms import FILES_HINT, LONGEST_BODY, LONGEST_DEMAND, FilesField
from proposals.models import AssemblySession, Member, Proposal, Topic
from proposals.models.filing import ProposerRole
from proposals.posts import Posts
from proposals.services.intake import Filing

BETWEEN_NAMES = re.compile(r"[、，,；;\s]+")
NAME_AND_GROUP = re.compile(r"^(?P<name>[^（(]+)[（(](?P<group>[^）)]*)[）)]$")
IN_GROUP = re.compile(r"[（(][^）)]*[）)]")


@dataclass(frozen=True)
class Entry:
    """What was typed in, as the values the services take."""

    session: AssemblySession
    filing: Filing
    seat: Member | None
    organisation: str
    files: Sequence[UploadedFile]


class EntryForm(forms.Form):
    """A paper item of one sitting; one lead member or one organisation stands behind it."""

    session = forms.ModelChoiceField(
        label="届次",
        queryset=AssemblySession.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择届次。"},
    )
    lead_name = forms.CharField(
        label="领衔人",
        required=False,
        max_length=60,
        help_text="按纸质件署名；同名的在后面加界别或代表团，如“张明（科技界）”。",
    )
    organisation = forms.CharField(
        label="提出组织", required=False, max_length=80, help_text="集体提案填组织名称，不填领衔人。"
    )
    co_names = forms.CharField(
        label="联名人",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="用顿号隔开。录入后请凭书面材料逐人登记确认。",
    )
    title = forms.CharField(label="标题", max_length=120, error_messages={"required": "请填写标题。"})
    body = forms.CharField(
        label="正文", required=False, max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 14})
    )
    demands = forms.CharField(
        label="诉求",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"每行一项，每项不超过 {LONGEST_DEMAND} 字。",
    )
    topic = forms.ModelChoiceField(
        label="内容分类", queryset=Topic.objects.none(), required=False, empty_label="暂不分类"
    )
    in_session = forms.BooleanField(label="大会期间提出", required=False, initial=True)
    may_publish = forms.BooleanField(label="提出人同意公开", required=False, initial=True)
    files = FilesField(label="附件", required=False, help_text=FILES_HINT)

    def __init__(
        self, data: object = None, files: object = None, *, user: User, proposal: Proposal | None = None
    ) -> None:
        super().__init__(
            data, files, label_suffix="", initial=None if proposal is None else _typed_so_far(proposal)
        )
        self.proposal = proposal
        self.fields["session"].queryset = _open_sessions(user)
        self.fields["topic"].queryset = Topic.objects.filter(
            assembly__in=self.fields["session"].queryset.values("term__assembly"), is_active=True
        ).select_related("assembly")
        if proposal is not None:
            for name in ("session", "lead_name", "organisation"):
                del self.fields[name]
            self.fields["topic"].queryset = Topic.objects.filter(assembly=proposal.session.term.assembly_id)
        elif self.fields["session"].queryset.count() == 1:
            self.fields["session"].initial = self.fields["session"].queryset.get()
        self.seat: Member | None = None
        self.co_signers: list[Member] = []

    def clean_demands(self) -> list[str]:
        """Return the demands, one a line."""
        lines = [line.strip() for line in self.cleaned_data["demands"].splitlines() if line.strip()]
        for order, line in enumerate(lines, start=1):
            if len(line) > LONGEST_DEMAND:
                raise forms.ValidationError(f"第 {order} 项诉求超过 {LONGEST_DEMAND} 字，请精简或分成两项。")
        return lines

    def clean(self) -> dict[str, object]:
        """Find the seats that were named, and ask for exactly one of member and organisation."""
        typed = super().clean() or self.cleaned_data
        session = self.proposal.session if self.proposal is not None else typed.get("session")
        if session is None:
            return typed
        topic = typed.get("topic")
        if topic is not None and topic.assembly_id != session.term.assembly_id:
            self.add_error("topic", "所选分类不是这个机构的，请重新选择。")
        if self.proposal is None:
            self._find_lead(session, typed)
        self.co_signers = self._seats(session, "co_names", typed.get("co_names", ""))
        return typed

    def _find_lead(self, session: AssemblySession, typed: dict[str, object]) -> None:
        lead, organisation = typed.get("lead_name", "").strip(), typed.get("organisation", "").strip()
        if bool(lead) == bool(organisation):
            self.add_error("lead_name", "请填写领衔人或提出组织，两项只填一项。")
            return
        if lead:
            found = self._seats(session, "lead_name", lead)
            self.seat = found[0] if found else None

    def _seats(self, session: AssemblySession, field: str, names: str) -> list[Member]:
        """Return the seats of the term that bear these names; an unknown or doubtful one is an error of the field."""
        found = []
        # A group in brackets may itself hold the marks that part two names.
        glued = IN_GROUP.sub(lambda group: BETWEEN_NAMES.sub("", group[0]), names.strip())
        for written in filter(None, BETWEEN_NAMES.split(glued)):
            split = NAME_AND_GROUP.match(written)
            seats = Member.objects.filter(term=session.term_id, name=split["name"] if split else written)
            if split:
                seats = seats.filter(group=split["group"])
            seats = list(seats[:2])
            if len(seats) == 1:
                found.append(seats[0])
            elif seats:
                self.add_error(field, f"有不止一位“{written}”，请在姓名后加界别或代表团。")
            else:
                self.add_error(field, f"本届没有“{written}”，请核对姓名。")
        return found

    def entry(self) -> Entry:
        """Return what was typed, once is_valid() has said yes."""
        typed = self.cleaned_data
        filing = Filing(
            title=typed["title"],
            body=typed["body"],
            demands=typed["demands"],
            topic=typed["topic"],
            may_publish=typed["may_publish"],
            in_session=typed["in_session"],
            co_signers=self.co_signers,
        )
        session = self.proposal.session if self.proposal is not None else typed["session"]
        return Entry(session, filing, self.seat, typed.get("organisation", ""), typed["files"] or ())


def _open_sessions(user: User) -> QuerySet[AssemblySession]:
    offices = Posts.of(user).units(Role.ASSEMBLY_OFFICE)
    return AssemblySession.objects.filter(
        term__assembly__office__in=offices, is_open_for_filing=True
    ).select_related("term__assembly")


def _typed_so_far(proposal: Proposal) -> dict[str, object]:
    co_signers = proposal.proposers.filter(role=ProposerRole.CO_SIGNER).select_related("member")
    return {
        "title": proposal.title,
        "body": proposal.body,
        "demands": "\n".join(proposal.demands.values_list("text", flat=True)),
        "topic": proposal.topic_id,
        "in_session": proposal.in_session,
        "may_publish": proposal.may_publish,
        "co_names": "、".join(_written(signed.member) for signed in co_signers if signed.member),
    }


def _written(seat: Member) -> str:
    """A name as it may be typed again: with its group where the term has another seat of that name."""
    twice = Member.objects.filter(term=seat.term_id, name=seat.name).count() > 1
    return f"{seat.name}（{seat.group}）" if twice else seat.name
