"""Rate a reply; what the item page shows of replies and ratings, and what it asks of proposers."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import User
from proposals.conditions import LETTER_IN_FORCE
from proposals.contributions import Duty, Event, Panel, register_duties, register_events, register_panel
from proposals.errors import NotYours, StepRefused
from proposals.models import Clock, Proposal, Proposer
from proposals.models.rules import LimitKey
from proposals.stages import leading
from proposals.states import ProposalState as S
from responses.addressing import ReadersFile, handed_out
from responses.models import Delivery, Evaluation, ReplyLetter
from responses.permissions import why_not_rated
from responses.queries import letters_of, visible_letters
from responses.rating_form import RatingForm
from responses.services.rating import rate
from responses.signatures import letter_in_its_place, own_signatures, signatures_to_rate
from responses.views.letter_file import letter_or_404


@dataclass(frozen=True)
class ShownReply:
    """One letter on the item page, with what its reader has done and may do about it."""

    letter: ReplyLetter
    delivery: Delivery | None
    file: ReadersFile | None
    evaluation: Evaluation | None
    may_rate: bool

    @property
    def waits_for_reading(self) -> bool:
        return self.letter.is_valid and self.delivery is not None and self.delivery.received_on is None


@register_panel
def replies_panel(proposal: Proposal, user: User) -> Panel | None:
    """Show the letters of an item, the newest first, and to a proposer their own 签收 and rating."""
    letters = letters_of(leading(proposal)).filter(pk__in=visible_letters(user).values("pk"))
    shown = [
        _shown(letter, proposal, user)
        for letter in letters.select_related("response__proposal", "superseded_by")
    ]
    return Panel("portal/_replies.html", shown[::-1]) if shown else None


@register_events
def letters_declared_void(proposal: Proposal) -> list[Event]:
    """Tell which letters of an item were declared void, when and why."""
    void = letters_of(leading(proposal)).filter(withdrawn_at__isnull=False)
    return [
        Event(
            at=letter.withdrawn_at,
            label="作废",
            words=f"{letter.response.assignment.unit.short_name}宣布{letter.number}作废。",
            reason=letter.withdrawn_reason,
            by=letter.withdrawn_by,
            unit=letter.response.assignment.unit,
        )
        for letter in void.select_related("withdrawn_by", "response__assignment__unit")
    ]


def _shown(letter: ReplyLetter, proposal: Proposal, user: User) -> ShownReply:
    mine = {"proposer__proposal": proposal, "proposer__member__user": user}
    return ShownReply(
        letter=letter,
        delivery=letter.deliveries.filter(**mine).first(),
        file=handed_out(user, letter).file(),
        evaluation=letter.response.evaluations.filter(**mine).first(),
        may_rate=signatures_to_rate(user, letter).exists(),
    )


@register_duties
def replies_that_wait(user: User) -> list[Duty]:
    """Return the letters somebody has not read yet, and those read but not rated, the nearest day first."""
    rated = Evaluation.objects.filter(response=OuterRef("letter__response"), proposer=OuterRef("proposer"))
    clock = Clock.objects.filter(
        proposal=OuterRef("letter__response__proposal"),
        key=LimitKey.RATING,
        round_no=OuterRef("letter__response__round_no"),
        met_on__isnull=True,
        stopped_on__isnull=True,
    )
    waiting = (
        Delivery.objects.filter(
            proposer__member__user=user,
            letter__response__proposal__state=S.REPLIED,
            letter__response__round_no=F("letter__response__proposal__round_no"),
        )
        .filter(LETTER_IN_FORCE)
        .filter(Q(received_on__isnull=True) | ~Exists(rated))
        .annotate(rate_until=Subquery(clock.values("due_on")[:1]))
        .select_related("proposer__proposal")
        .order_by(F("rate_until").asc(nulls_last=True), "pk")
    )
    return [_duty(delivery) for delivery in waiting]


def _duty(delivery: Delivery) -> Duty:
    unread = delivery.received_on is None
    words = "请查看并签收答复" if unread else "请评价答复"
    item = delivery.proposer.proposal
    page = reverse("portal:proposal", args=[item.pk])
    return Duty(f"{words}：{item}", page, None if unread else delivery.rate_until)


@login_required
@require_http_methods(["GET", "POST"])
def rate_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a proposer for the rating of a letter and keep it; what is refused comes back with what was typed.

    Whoever comes to rate a letter that was corrected (by the QR code of its form) is led to the correction.
    """
    asked = letter_or_404(request.user, pk)
    own = own_signatures(request.user, asked).select_related("proposal").first()
    if own is None:
        raise NotYours("只有提出人本人可以评价；纸质意见由工作机构代录。")
    letter = letter_in_its_place(asked)
    if request.method == "GET":
        closed = why_not_rated(letter.response)
        if closed or not signatures_to_rate(request.user, letter).exists():
            messages.warning(request, closed or "这份答复您已经评价过，不能再改。")
            return redirect("portal:proposal", pk=own.proposal_id)
        if letter != asked:
            messages.info(request, _moved_to(letter, asked))
            return redirect("letters:rate", pk=letter.pk)
    form = RatingForm(request.POST if request.method == "POST" else None)
    errors, status = [], 200
    if request.method == "POST":
        errors, status = form.error_list(), 422
        if letter != asked:
            errors, status = [(_moved_to(letter, asked), "")], 409
        elif form.is_valid():
            try:
                _keep(letter, own, request.user, form.cleaned_data)
            except StepRefused as refused:
                errors, status = [(sentence, "") for sentence in refused.sentences], refused.status
            else:
                messages.success(request, "已评价，谢谢您的意见。")
                return redirect("portal:proposal", pk=own.proposal_id)
    context = {"letter": letter, "item": own.proposal, "form": form, "errors": errors}
    return render(request, "portal/rate.html", context, status=status)


def _moved_to(letter: ReplyLetter, former: ReplyLetter) -> str:
    return f"{former.number}已被更正，请看更正后的{letter.number}，再作评价。"


@transaction.atomic
def _keep(letter: ReplyLetter, own: Proposer, user: User, typed: dict[str, str]) -> None:
    """Keep one rating for every signature of this person; where none waits the service says why."""
    for signature in list(signatures_to_rate(user, letter)) or [own]:
        rate(letter.response, signature, by=user, **typed)
