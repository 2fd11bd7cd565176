"""Deputies' pages: my items, one item, co-signing, withdrawing, throwing a draft away."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.now import today
from accounts.posting import posted_from
from proposals.contributions import Duty, duties_of, events_of, panels_of, register_duties
from proposals.errors import NotYours, StepRefused
from proposals.forms import WithdrawForm
from proposals.inbox import waiting_on
from proposals.models import AssemblySession, Member, Proposal, Proposer
from proposals.models.filing import Consent, ProposerRole
from proposals.queries import last_step_number, visible_proposals, with_list_columns
from proposals.services.clocks import office_calendar
from proposals.services.intake import answer_co_signing, discard_draft
from proposals.services.merging import withdraw
from proposals.services.perform import steps_open_to
from proposals.stages import Deadline, deadline, leading, next_step, stage_bar, state_tone
from proposals.states import IN_HANDLING
from proposals.states import ProposalState as S
from proposals.trail import TrailLine, plain_trail
from proposals.workdays import Calendar

ROWS_A_PAGE = 50
CO_SIGNING_OPEN = (S.SUBMITTED, S.RETURNED)


@dataclass(frozen=True)
class Row:
    """One line of a list: item, tone of its state, its day while a unit works on it, what its reader is to do."""

    proposal: Proposal
    tone: str
    deadline: Deadline | None = None
    waits_for: str = ""


@dataclass(frozen=True)
class SeatList:
    """The items of one seat, a page of them; `pages` is the name of its page number in the address."""

    seat: Member
    page: Page
    rows: list[Row]
    pages: str


def seen_from(request: HttpRequest) -> int:
    """Return the newest step the sender's page knew of; a page without it is taken for a stale one."""
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


# -- my items -----------------------------------------------------------------------------------------------


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """List the items somebody filed or signed, apart by seat, newest first, 50 a page."""
    seats = list(
        request.user.seats.select_related("term__assembly").order_by(
            F("term__starts_on").desc(nulls_last=True), "-term__number", "pk"
        )
    )
    sessions = list(
        AssemblySession.objects.filter(term__in={seat.term_id for seat in seats}).order_by("-year", "-pk")
    )
    wanted = next((s for s in sessions if str(s.pk) == request.GET.get("session")), None)
    shown = [seat for seat in seats if wanted is None or seat.term_id == wanted.term_id]
    calendar = office_calendar()
    context = {
        "lists": [_seat_list(request, seat, wanted, calendar) for seat in shown],
        "seats": seats,
        "sessions": sessions,
        "wanted": wanted,
        "duties": duties_of(request.user),
        "may_file": any(s.is_open_for_filing for s in sessions),
    }
    return render(request, "portal/mine.html", context)


def items_of_seat(user: User, seat: Member) -> QuerySet[Proposal]:
    """Return the items a seat filed or signed that its holder may see; parts stand under their parent."""
    signed = Proposer.objects.filter(proposal=OuterRef("pk"), member=seat)
    signatures = Proposer.objects.filter(member=seat).values("proposal")
    items = visible_proposals(user).filter(pk__in=signatures, part_of__isnull=True)
    return (
        with_list_columns(items)
        .select_related("merged_into")
        .annotate(
            my_role=Subquery(signed.values("role")[:1]), my_consent=Subquery(signed.values("consent")[:1])
        )
        .order_by("-pk")
    )


def _seat_list(
    request: HttpRequest, seat: Member, wanted: AssemblySession | None, calendar: Calendar
) -> SeatList:
    items = items_of_seat(request.user, seat)
    if wanted is not None:
        items = items.filter(session=wanted)
    name = f"page{seat.pk}"
    page = Paginator(items, ROWS_A_PAGE).get_page(request.GET.get(name))
    shown = Proposal.objects.filter(pk__in=[item.pk for item in page.object_list])
    waiting = dict(waiting_on(request.user, shown).values_list("pk", "waits_for"))
    rows = [replace(_row(item, calendar), waits_for=waiting.get(item.pk, "")) for item in page.object_list]
    return SeatList(seat, page, rows, name)


def _row(proposal: Proposal, calendar: Calendar) -> Row:
    """Return the line of an item that `with_list_columns` was asked for."""
    due = None
    if proposal.reply_due_on is not None and proposal.state in (*IN_HANDLING, S.REGISTERED):
        due = deadline(proposal.reply_due_on, today(), calendar, provisional=bool(proposal.reply_provisional))
    return Row(proposal, state_tone(proposal.state), due)


@register_duties
def items_that_wait(user: User) -> list[Duty]:
    """Return what an item itself asks of its proposers: to answer a co-signing, to amend what came back."""
    signed = Proposer.objects.filter(member__user=user).select_related("proposal__session__term__assembly")
    asked = signed.filter(
        role=ProposerRole.CO_SIGNER, consent=Consent.PENDING, proposal__state__in=CO_SIGNING_OPEN
    )
    returned = signed.exclude(role=ProposerRole.CO_SIGNER).filter(
        proposal__state=S.RETURNED, proposal__on_behalf=False
    )
    return [
        *[_duty(row.proposal, "请确认是否联名") for row in asked.order_by("-proposal")],
        *[_duty(row.proposal, "请补正后重新提交") for row in returned.order_by("-proposal")],
    ]


def _duty(proposal: Proposal, words: str) -> Duty:
    return Duty(f"{words}：{proposal}", reverse("portal:proposal", args=[proposal.pk]))


# -- one item -----------------------------------------------------------------------------------------------


def visible_or_404(user: User, pk: int) -> Proposal:
    """Return the item with everything its page reads, or raise Http404 for whoever may not see it."""
    items = visible_proposals(user).select_related(
        "session__term__assembly__office", "distributor", "topic", "decline_reason", "merged_into", "part_of"
    )
    return get_object_or_404(
        items.prefetch_related("steps__unit", "assignments__unit", "clocks", "parts"), pk=pk
    )


@login_required
@require_GET
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one item: its stages, who has it, what comes next, its text, its trail, the replies."""
    return item_page(request, visible_or_404(request.user, pk))


def item_page(
    request: HttpRequest, item: Proposal, *, sentences: list[str] | None = None, status: int = 200
) -> HttpResponse:
    """Return the page of an item, with what was refused on top."""
    user, calendar = request.user, office_calendar()
    proposers = list(item.proposers.select_related("member").order_by("order", "pk"))
    own = next((row for row in proposers if row.member and row.member.user_id == user.pk), None)
    is_mine = own is not None and own.role != ProposerRole.CO_SIGNER
    held = [a for a in leading(item).assignments.all() if a.is_open]
    open_actions = {offered.step.action for offered in steps_open_to(user, item)}
    context = {
        "item": item,
        "tone": state_tone(item.state),
        "stages": stage_bar(item),
        "next": next_step(item, today(), calendar),
        # Who declined to sign is told to the lead alone.
        "proposers": [row for row in proposers if is_mine or row.consent != Consent.REFUSED],
        "own": own,
        "is_mine": is_mine,
        "asked_to_co_sign": own is not None
        and own.role == ProposerRole.CO_SIGNER
        and own.consent == Consent.PENDING
        and item.state in CO_SIGNING_OPEN,
        "may_write": bool(open_actions & {"submit", "resubmit"}),
        "may_withdraw": "withdraw" in open_actions and item.state in CO_SIGNING_OPEN,
        "leads": [a for a in held if a.role != "co_handler"],
        "co_handlers": [a for a in held if a.role == "co_handler"],
        "parts": [_row(part, calendar) for part in with_list_columns(item.parts.order_by("part_no"))],
        "demands": item.demands.order_by("order"),
        "attachments": item.attachments.order_by("pk"),
        "trail": _trail(item),
        "panels": panels_of(item, user),
        "returned_for": item.steps.filter(action="give_back").order_by("-sequence").first()
        if item.state == S.RETURNED
        else None,
        "errors": [(sentence, "") for sentence in sentences or []],
    }
    return render(request, "portal/proposal.html", context, status=status)


def _trail(item: Proposal) -> list[TrailLine]:
    """Return steps and what else befell the item in plain words, the newest first."""
    beside = [TrailLine(event.at, event.words, event.reason) for event in events_of(item)]
    return sorted([*beside, *plain_trail(item)], key=lambda line: line.at, reverse=True)


@login_required
@posted_from("portal:proposal")
def co_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Note the reader's 同意 or 谢绝 as co-signer."""
    item = visible_or_404(request.user, pk)
    own = item.proposers.filter(member__user=request.user, role=ProposerRole.CO_SIGNER).first()
    if own is None:
        raise NotYours("只有被邀请联名的人可以确认联名。")
    agree = {"yes": True, "no": False}.get(request.POST.get("agree", ""))
    if agree is None:
        return item_page(request, item, sentences=["请选择“同意联名”或“谢绝”。"], status=422)
    try:
        answer_co_signing(own, agree=agree, by=request.user)
    except StepRefused as refused:
        return item_page(request, item, sentences=refused.sentences, status=refused.status)
    if agree:
        messages.success(request, f"已同意联名：{item}。")
        return redirect("portal:proposal", pk=pk)
    messages.success(request, f"已谢绝联名：{item}。")
    return redirect("portal:mine")


@login_required
@require_http_methods(["GET", "POST"])
def withdraw_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then withdraw an item that is not registered yet."""
    item = visible_or_404(request.user, pk)
    form = WithdrawForm(request.POST or None)
    sentences, status = [], 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                withdraw(item, by=request.user, seen=seen_from(request), reason=form.cleaned_data["reason"])
            except StepRefused as refused:
                sentences, status = refused.sentences, refused.status
            else:
                messages.success(request, f"已撤回：{item}。")
                return redirect("portal:proposal", pk=pk)
    errors = [(sentence, "") for sentence in sentences]
    errors += [(sentence, "id_reason") for sentence in form.errors.get("reason", [])]
    context = {"item": item, "form": form, "errors": errors, "seen": last_step_number(item)}
    return render(request, "portal/withdraw.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then throw away a draft that was never submitted."""
    item = visible_or_404(request.user, pk)
    if request.method == "GET":
        return render(request, "portal/discard.html", {"item": item})
    words = str(item)
    try:
        discard_draft(item, by=request.user)
    except StepRefused as refused:
        return item_page(request, item, sentences=refused.sentences, status=refused.status)
    messages.success(request, f"已删除草稿：{words}。")
    return redirect("portal:mine")
