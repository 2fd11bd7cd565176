"""Write an item: choose the seat and session, fill in, save as often as wished, submit."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.now import now, today
from proposals.errors import BadFile, NotYours, StepRefused
from proposals.forms import FILES_HINT, FilingForm
from proposals.models import AssemblySession, Member, Proposal
from proposals.permissions import proposer as is_proposer
from proposals.queries import last_step_number
from proposals.services.files import attach, detach
from proposals.services.intake import resubmit, save_draft, start_draft, submit
from proposals.states import ProposalState as S
from proposals.views.portal import seen_from, visible_or_404

# What a button of the form asks for; the first two keep nothing and give the page back with what was typed.
ADD_DEMAND, FIND, SAVE, SUBMIT = "add_demand", "find", "save", "submit"
GIVES_BACK = (ADD_DEMAND, FIND)
SAVED_OR_SUBMITTED = (S.DRAFT, S.RETURNED, S.SUBMITTED)


@dataclass(frozen=True)
class Place:
    """A seat somebody holds and a session of its term that takes items now."""

    seat: Member
    session: AssemblySession


def places_of(user: User) -> list[Place]:
    """Return where somebody may file an item today."""
    seats = user.seats.select_related("term__assembly").order_by(
        F("term__starts_on").desc(nulls_last=True), "pk"
    )
    sessions = AssemblySession.objects.filter(is_open_for_filing=True, term__members__user=user)
    by_term: dict[int, list[AssemblySession]] = {}
    for session in sessions.select_related("term__assembly").order_by("-year", "-pk"):
        by_term.setdefault(session.term_id, []).append(session)
    return [Place(seat, session) for seat in seats for session in by_term.get(seat.term_id, [])]


@login_required
@require_http_methods(["GET", "POST"])
def file_new(request: HttpRequest) -> HttpResponse:
    """Begin an item; with more than one seat or open session, choose which first."""
    places = places_of(request.user)
    chosen = _chosen(request, places)
    if chosen is None:
        return render(request, "portal/places.html", {"places": places})
    if request.method == "GET":
        form = FilingForm(session=chosen.session, seat=chosen.seat)
        return _page(request, form)
    return _answer(request, chosen.seat, chosen.session, None)


def _chosen(request: HttpRequest, places: list[Place]) -> Place | None:
    """Return the place the address names, or the only one there is; an address of somebody else's is 404."""
    wanted = request.GET.get("seat"), request.GET.get("session")
    if wanted == (None, None):
        return places[0] if len(places) == 1 else None
    found = next((p for p in places if (str(p.seat.pk), str(p.session.pk)) == wanted), None)
    if found is None:
        raise Http404("No such place to file an item.")
    return found


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on writing a draft, or amend an item that came back."""
    item = visible_or_404(request.user, pk)
    lead = item.proposers.filter(role="lead", member__isnull=False).select_related("member").first()
    if is_proposer(item, request.user) is None or lead is None:
        raise NotYours("只有提出人可以修改；代录件由录入机构修改。")
    if request.method == "POST":
        return _answer(request, lead.member, item.session, item)
    if item.state not in (S.DRAFT, S.RETURNED):
        messages.warning(request, "这一件已经提交，不能再修改；需要修改的，请联系工作机构退回补正。")
        return redirect("portal:proposal", pk=pk)
    return _page(request, FilingForm.for_proposal(item, lead.member), item=item)


def _answer(
    request: HttpRequest, seat: Member, session: AssemblySession, item: Proposal | None
) -> HttpResponse:
    """Do what the button asked for; whatever is refused gives the page back with everything typed."""
    action = request.POST.get("action", SAVE)
    form = FilingForm(
        request.POST,
        request.FILES,
        session=session,
        seat=seat,
        proposal=item,
        submitting=action == SUBMIT,
    )
    if action in GIVES_BACK:
        return _page(request, form, item=item, action=action)
    if not form.is_valid():
        return _page(request, form, item=item, errors=form.error_list(), status=422, action=action)
    try:
        kept = _keep(request, form, item, submitting=action == SUBMIT)
    except BadFile as bad:
        return _page(request, form, item=item, errors=[(str(bad), "id_files")], status=422, action=action)
    except StepRefused as refused:
        errors = [(sentence, "") for sentence in refused.sentences]
        return _page(request, form, item=item, errors=errors, status=refused.status, action=action)
    if action == SUBMIT:
        messages.success(request, f"已提交（{_moment()}），{kept.assembly.office.short_name}将进行审查。")
        return redirect("portal:proposal", pk=kept.pk)
    messages.success(request, f"已保存（{_moment()}）。")
    return redirect("portal:edit", pk=kept.pk)


def _moment() -> str:
    return f"{localtime(now()):%Y-%m-%d %H:%M}"


@transaction.atomic
def _keep(request: HttpRequest, form: FilingForm, item: Proposal | None, *, submitting: bool) -> Proposal:
    """Save text, demands, co-signers and files, and submit if asked: all of it or nothing."""
    user = request.user
    if item is None:
        item = _sent_before(user, form)
        if item is not None and item.state == S.SUBMITTED:
            return item
    if item is None:
        filing = form.filing(in_session=_in_session(form.session))
        kept = start_draft(form.session, filing, by=user, seat=form.seat)
    else:
        kept = save_draft(item, form.filing(in_session=item.in_session), by=user)
    for file in form.kept_files():
        if file.pk in form.removed:
            detach(file, by=user)
    for upload in form.cleaned_data["files"]:
        attach(kept, upload, by=user)
    if submitting:
        hand_in = resubmit if kept.state == S.RETURNED else submit
        kept = hand_in(kept, by=user, seen=seen_from(request))
    return kept


def _sent_before(user: User, form: FilingForm) -> Proposal | None:
    """Return the item the same form made a moment ago: a second click must not file it twice.

    The seat's row is locked first, so two clicks at once come one after the other.
    """
    Member.objects.select_for_update(of=("self",)).get(pk=form.seat.pk)
    wanted = form.filing(in_session=True)
    return Proposal.objects.filter(
        session=form.session,
        filed_by=user,
        proposers__member=form.seat,
        state__in=SAVED_OR_SUBMITTED,
        title=wanted.title,
        body=wanted.body,
    ).first()


def _in_session(session: AssemblySession) -> bool:
    """Say whether an item begun today counts as filed during the session."""
    return session.closes_on is None or today() <= session.closes_on


def _page(
    request: HttpRequest,
    form: FilingForm,
    *,
    item: Proposal | None = None,
    errors: list[tuple[str, str]] | None = None,
    status: int = 200,
    action: str = "",
) -> HttpResponse:
    lost_files = [upload.name for upload in request.FILES.getlist("files")] if request.FILES else []
    context = {
        "form": form,
        "item": item,
        "rows": form.demand_rows(more=2 if action == ADD_DEMAND else 0),
        "found": form.found_seats(),
        "searched": action == FIND and bool((form.data.get("co_search") or "").strip()),
        "kept_files": form.kept_files(),
        "lost_files": lost_files,
        "files_hint": FILES_HINT,
        "errors": errors or [],
        "submitting": action == SUBMIT,
        "seen": request.POST.get("seen", "0")
        if request.method == "POST"
        else last_step_number(item)
        if item is not None
        else 0,
    }
    return render(request, "portal/filing.html", context, status=status)
