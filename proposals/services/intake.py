"""Intake: write, submit, review and file an item; each named service wraps perform() and writes its own rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from accounts import audit
from accounts.models import User
from accounts.notices import notify
from accounts.now import now, today
from accounts.queries import has_role
from accounts.roles import Role
from proposals.errors import NotYours, StepBlocked, StepNotOpen
from proposals.models import (
    AssemblyRules,
    AssemblySession,
    DeclineReason,
    Demand,
    Member,
    Proposal,
    Proposer,
    Topic,
)
from proposals.models.filing import Consent, ProposerRole
from proposals.permissions import proposer as is_proposer
from proposals.services.perform import PORTAL_PAGE, locked, perform
from proposals.states import ProposalState as S

HIGHEST_NUMBER = 999_999_999  # of a case; its column holds little more


@dataclass(frozen=True)
class Filing:
    """What a proposer writes: the text, the numbered asks, who signs along (seats of the same term)."""

    title: str
    body: str = ""
    demands: Sequence[str] = field(default_factory=tuple)
    topic: Topic | None = None
    may_publish: bool = True
    in_session: bool = True
    co_signers: Sequence[Member] = field(default_factory=tuple)


@transaction.atomic
def start_draft(
    session: AssemblySession,
    filing: Filing,
    *,
    by: User,
    seat: Member | None = None,
    organisation: str = "",
) -> Proposal:
    """Begin a draft: by a deputy for their own seat, or by the assembly's office for a seat or an organisation (代录).

    Raises NotYours for anybody else, StepNotOpen when the session takes no items.
    """
    assembly = session.term.assembly
    own = seat is not None and seat.term_id == session.term_id and _holds(seat, by)
    office = has_role(by, Role.ASSEMBLY_OFFICE, assembly.office_id)
    if not own and not office:
        raise NotYours("只有本届委员、代表本人或工作机构可以在这里提交。")
    if not session.is_open_for_filing:
        raise StepNotOpen(f"{session.name}现在不接收提交。")
    if seat is not None and seat.term_id != session.term_id:
        raise StepBlocked("所选委员、代表不是本届的。")
    if seat is None and not organisation.strip():
        raise StepBlocked("请填写领衔提出人。")
    proposal = Proposal.objects.create(
        session=session,
        kind=assembly.kind,
        filed_by=by,
        on_behalf=not own,
        created_at=now(),
        title=filing.title,
    )
    Proposer.objects.create(
        proposal=proposal,
        member=seat,
        organisation=organisation.strip() if seat is None else "",
        name=seat.name if seat is not None else organisation.strip(),
        role=ProposerRole.LEAD if seat is not None else ProposerRole.COLLECTIVE,
        consented_at=now(),
    )
    return save_draft(proposal, filing, by=by)


def _holds(seat: Member, user: User) -> bool:
    """Say whether a seat is this person's; a seat without an account is nobody's."""
    return user.is_active and seat.user_id == user.pk


@transaction.atomic
def save_draft(proposal: Proposal, filing: Filing, *, by: User) -> Proposal:
    """Save the text, demands and co-signers of an item that is a draft or came back for amendment.

    Raises NotYours or StepNotOpen; nothing is half-saved.
    """
    row = locked(proposal)
    if is_proposer(row, by) is None:
        raise NotYours("只有提出人（代录件为录入机构）可以修改。")
    if row.state not in (S.DRAFT, S.RETURNED):
        raise StepNotOpen("这一件已经提交，不能再修改；需要修改的，请联系工作机构退回补正。")
    row.title = filing.title
    row.body = filing.body
    row.topic = filing.topic
    row.may_publish = filing.may_publish
    row.in_session = filing.in_session
    row.save()
    row.demands.all().delete()
    texts = [text.strip() for text in filing.demands if text.strip()]
    Demand.objects.bulk_create(
        Demand(proposal=row, order=order, text=text) for order, text in enumerate(texts, start=1)
    )
    _keep_co_signers(row, filing.co_signers)
    return row


def _keep_co_signers(proposal: Proposal, seats: Sequence[Member]) -> None:
    """Make the co-signers those named, keeping what each has already answered."""
    lead = proposal.proposers.exclude(role=ProposerRole.CO_SIGNER).values_list("member", flat=True)
    wanted = {
        seat.pk: seat for seat in seats if seat.pk not in lead and seat.term_id == proposal.session.term_id
    }
    proposal.proposers.filter(role=ProposerRole.CO_SIGNER).exclude(member__in=wanted).delete()
    known = set(proposal.proposers.values_list("member", flat=True))
    for order, (key, seat) in enumerate(wanted.items(), start=1):
        if key in known:
            proposal.proposers.filter(member=key).update(order=order)
        else:
            Proposer.objects.create(
                proposal=proposal,
                member=seat,
                name=seat.name,
                order=order,
                role=ProposerRole.CO_SIGNER,
                consent=Consent.PENDING,
            )


@transaction.atomic
def discard_draft(proposal: Proposal, *, by: User) -> None:
    """Throw away a draft that was never submitted; its files and demands go with it."""
    row = locked(proposal)
    if is_proposer(row, by) is None:
        raise NotYours("只有提出人可以删除草稿。")
    if row.state != S.DRAFT or row.steps.exists():
        raise StepNotOpen("已经提交过的件不能删除，可以申请撤回。")
    audit.record("draft.discard", by=by, about=row, title=row.title)
    row.attachments.all().delete()
    row.delete()


def submit(proposal: Proposal, *, by: User, seen: int) -> Proposal:
    """提交: hand the draft to the assembly's office; co-signers not heard yet are asked to confirm."""
    return _hand_in("submit", proposal, by=by, seen=seen)


def resubmit(proposal: Proposal, *, by: User, seen: int) -> Proposal:
    """重新提交 after amendment."""
    return _hand_in("resubmit", proposal, by=by, seen=seen)


@transaction.atomic
def _hand_in(action: str, proposal: Proposal, *, by: User, seen: int) -> Proposal:
    row = perform(action, proposal, by=by, seen=seen)
    waiting = User.objects.filter(
        seats__proposed__in=row.proposers.filter(consent=Consent.PENDING), is_active=True
    ).order_by("pk")
    notify(waiting, f"请确认联名：{row}", "请打开本件，确认是否联名。", reverse(PORTAL_PAGE, args=[row.pk]))
    return row


@transaction.atomic
def answer_co_signing(proposer: Proposer, *, agree: bool, by: User) -> Proposer:
    """Note a co-signer's 确认 or 谢绝: by the person, or by the assembly's office from a signed paper.

    Only before registration, and only for a co-signer. Raises NotYours or StepNotOpen.
    """
    row = locked(proposer.proposal)
    own = proposer.member is not None and _holds(proposer.member, by)
    if not own and not has_role(by, Role.ASSEMBLY_OFFICE, row.assembly.office_id):
        raise NotYours("只有本人或工作机构可以确认联名。")
    # Read under the lock: the lead may have taken the name away a moment ago.
    is_asked = row.proposers.filter(pk=proposer.pk, role=ProposerRole.CO_SIGNER).exists()
    if row.state not in (S.SUBMITTED, S.RETURNED) or not is_asked:
        raise StepNotOpen("现在不能再改变联名。")
    proposer.consent = Consent.GIVEN if agree else Consent.REFUSED
    proposer.consented_at = now()
    proposer.save(update_fields=["consent", "consented_at"])
    audit.record("proposer.consent", by=by, about=row, proposer=proposer.pk, agree=agree)
    return proposer


def next_number(session: AssemblySession) -> int:
    """Return the number a new item of this session would get: one more than the highest."""
    highest = Proposal.objects.filter(session=session).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def rules_on(session: AssemblySession, day: date) -> AssemblyRules | None:
    """Return the version of the assembly's rules in force on a day."""
    return (
        AssemblyRules.objects.filter(assembly=session.term.assembly_id, valid_from__lte=day)
        .order_by("-valid_from")
        .first()
    )


@transaction.atomic
def register(
    proposal: Proposal,
    *,
    by: User,
    seen: int,
    number: int | None = None,
    number_text: str = "",
    topic: Topic | None = None,
) -> Proposal:
    """立案 (受理): give the number, the rules in force today and the unit that hands the item over.

    `number` defaults to the session's next; `number_text` to its digits. A number already given raises StepBlocked.
    """

    def prepare(row: Proposal) -> None:
        # Two registrations at once queue here, so each sees the number the other took.
        AssemblySession.objects.select_for_update().get(pk=row.session_id)
        if number is not None and not 1 <= number <= HIGHEST_NUMBER:
            raise StepBlocked(f"案号须是 1 到 {HIGHEST_NUMBER} 之间的整数。")
        row.number = number or next_number(row.session)
        row.number_text = number_text.strip() or str(row.number)
        row.rules = rules_on(row.session, today())
        row.distributor_id = row.distributor_id or row.assembly.distributor_id
        row.topic = topic or row.topic
        taken = Proposal.objects.filter(
            session=row.session_id, kind=row.kind, number=row.number, part_no=row.part_no
        ).exclude(pk=row.pk)
        if taken.exists():
            raise StepBlocked(f"{row.session}已有第{row.number_text}号，请另给一个案号。")

    return perform("register", proposal, by=by, seen=seen, prepare=prepare)


def give_back(proposal: Proposal, *, by: User, seen: int, reason: str) -> Proposal:
    """退回补正 with what is to be amended."""
    return perform("give_back", proposal, by=by, seen=seen, reason=reason)


def decline(
    proposal: Proposal,
    *,
    by: User,
    seen: int,
    reason: str,
    listed: DeclineReason | None,
    to_social_info: bool = False,
) -> Proposal:
    """不予立案 (不予受理) for one of the listed reasons; a CPPCC item may go on as 社情民意信息."""

    def prepare(row: Proposal) -> None:
        if listed is not None and listed.kind != row.kind:
            raise StepBlocked("所选理由不适用于这类件。")
        row.decline_reason = listed
        row.became_social_info = to_social_info

    return perform("decline", proposal, by=by, seen=seen, reason=reason, prepare=prepare)
