"""The workbench: the proposal on one side, its reply on the other; the same page, read-only, for who reviews it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.posting import posted_from
from documents.layout import screen_pieces
from proposals.errors import NotYours, StaleStep, StepRefused
from proposals.form_page import Refusal, attempt, field_errors
from proposals.models import Proposal
from proposals.permissions import lead_clerk
from proposals.queries import visible_proposals
from proposals.services.perform import OFFICE_PAGE
from proposals.step_pages import Typed as Words
from proposals.step_pages import page_of
from responses.comparison import compare
from responses.forms import DraftForm
from responses.letters.frozen import lines_of
from responses.models import Response, ResponseRevision
from responses.permissions import may_edit_draft
from responses.queries import visible_responses
from responses.services.drafting import save_draft, start_response
from responses.services.proofreading import proofread_again
from responses.step_pages import TEXT_STEPS
from responses.views.posted import plain_errors
from responses.views.workbench_page import PostedWords, errors_at, text_step_form, whole_page

WORKBENCH = "admin:responses_response_change"
SUBMIT = "submit_for_review"


def visible_or_404(request: HttpRequest, pk: int) -> Response:
    """Return a text this person may read, with what its page shows of the item."""
    texts = visible_responses(request.user).select_related(
        "proposal__session__term__assembly", "proposal__rules", "assignment__unit", "signed_by"
    )
    return get_object_or_404(texts, pk=pk)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the workbench; a POST saves a new version, and with then=submit_for_review hands it on as well.

    Whatever is refused, the page comes back with the sentences on top and everything that was typed: 409 for a
    version somebody else has replaced, 422 for what a field may not say, 403 for who may not write here (any more).
    """
    response = visible_or_404(request, pk)
    if request.method == "GET":
        return whole_page(request, response)
    form = DraftForm(response, request.POST)
    if not form.is_valid():
        return whole_page(request, response, PostedWords(form), field_errors(form), status=422)
    try:
        saved = _save(request, response, form)
    except (StepRefused, NotYours) as refused:
        return refused_draft(request, response, form, refused)
    if request.POST.get("then") == SUBMIT:
        return _take(request, saved, SUBMIT)
    return redirect(WORKBENCH, pk)


def _save(request: HttpRequest, response: Response, form: DraftForm) -> Response:
    """Save what was typed as a new version, unless nothing of it is new."""
    saved = saved_if_new(request, response, form)
    if saved is None:
        if not request.POST.get("then"):
            messages.info(request, "内容没有改动，未另存新稿。")
        return proofread_again(response, by=request.user)  # the case may have changed meanwhile
    at = timezone.localtime(saved.revisions.get(number=saved.version).saved_at)
    messages.success(request, f"已保存第 {saved.version} 稿（{at:%H:%M:%S}）。")
    return saved


def saved_if_new(request: HttpRequest, response: Response, form: DraftForm) -> Response | None:
    """Save what was typed and return the text; None where nothing of it is new. Raises what save_draft raises."""
    may_edit, version = may_edit_draft(request.user, response), form.cleaned_data["version"]
    if may_edit and version == response.version and not form.says_something_new():
        return None
    return save_draft(response, form.draft(), by=request.user, version=version)


def refused_draft(
    request: HttpRequest, response: Response, form: DraftForm, refused: StepRefused | NotYours
) -> HttpResponse:
    """Show the page of a draft that was not taken in, with everything that was typed and why.

    Of a version somebody else has replaced the newer text stands beside it: saving again is then a choice made with
    open eyes.
    """
    fresh = visible_or_404(request, response.pk)
    if isinstance(refused, NotYours):
        typed = PostedWords(form, explaining=request.POST)
        return whole_page(request, fresh, typed, plain_errors([str(refused)], "lost"), status=403)
    if isinstance(refused, StaleStep):
        data = request.POST.copy()
        data["version"] = str(fresh.version)
        typed = PostedWords(DraftForm(fresh, data), is_stale=True, explaining=request.POST)
        errors = plain_errors(refused.sentences, "conflict")
        return whole_page(request, fresh, typed, errors, status=refused.status)
    typed = PostedWords(form, explaining=request.POST)
    errors = errors_at(refused.sentences, otherwise=pressed_in(request), form=form)
    return whole_page(request, fresh, typed, errors, status=refused.status)


def pressed_in(request: HttpRequest) -> str:
    """Return the part of the page whose button sent this: the draft's own, or those of the panel of proofreading."""
    if request.POST.get("dismiss"):
        return f"reason-{request.POST['dismiss']}"
    return "findings" if {"fix", "fix_all", "again"} & request.POST.keys() else "draft"


@posted_from("admin:responses_response_change")
def step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Take one of the steps of a text (审核通过, 退回重拟, 签发, 撤回签发, 编号印发) from the page that shows it."""
    response = visible_or_404(request, pk)
    return _take(request, response, action)


def _take(request: HttpRequest, response: Response, action: str) -> HttpResponse:
    if action not in TEXT_STEPS:
        raise Http404
    proposal = response.proposal
    form = text_step_form(action, proposal, request.user, request.POST)

    def take(typed: Words) -> HttpResponse:
        page_of(action).run(proposal, request.user, _number(request.POST.get("seen")) or -1, typed)
        return _done(request, response.pk, proposal, action)

    outcome = attempt(form, take)
    if isinstance(outcome, Refusal):
        fresh = visible_or_404(request, response.pk)
        draft = DraftForm.as_saved(fresh) if action == SUBMIT else None
        typed = PostedWords(draft, is_saved=True, step=action, step_form=form)
        otherwise = "draft" if action == SUBMIT else "decide"
        errors = [*errors_at(outcome.sentences, otherwise=otherwise, form=draft), *field_errors(form)]
        return whole_page(request, fresh, typed, errors, status=outcome.status)
    return outcome


def _done(request: HttpRequest, pk: int, proposal: Proposal, action: str) -> HttpResponse:
    last = proposal.steps.order_by("-sequence").first()
    said = f"已{last.label}。"
    response = visible_responses(request.user).filter(pk=pk).select_related("letter").first()
    if action == "issue" and response is not None:
        said = f"已编号印发：{response.letter.number}。文件正在生成。"
    messages.success(request, said)
    return redirect(WORKBENCH, pk) if response is not None else redirect("home")


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, proposal_pk: int) -> HttpResponse:
    """拟写答复: lead to the round's text; a POST begins it where there is none yet."""
    proposal = get_object_or_404(
        visible_proposals(request.user).select_related("session__term__assembly", "rules"), pk=proposal_pk
    )
    begun = (
        visible_responses(request.user)
        .filter(proposal=proposal, round_no=proposal.round_no)
        .order_by("-is_open", "-pk")
        .first()
    )
    if begun is not None and (begun.is_open or request.method == "GET"):
        return redirect(WORKBENCH, begun.pk)
    sentences, status = [], 200
    if request.method == "POST":
        try:
            return redirect(WORKBENCH, start_response(proposal, by=request.user).pk)
        except StepRefused as refused:
            sentences, status = refused.sentences, refused.status
    context = {
        "proposal": proposal,
        "errors": plain_errors(sentences),
        "may_start": lead_clerk(proposal, request.user) is not None,
        "office_page": OFFICE_PAGE,
    }
    return render(request, "admin/responses/response/start.html", context, status=status)


@require_http_methods(["GET"])
def revision(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show one saved version."""
    response = visible_or_404(request, pk)
    shown = get_object_or_404(response.revisions.select_related("saved_by"), number=number)
    context = {
        "response": response,
        "proposal": response.proposal,
        "revision": shown,
        "pieces": screen_pieces(lines_of(shown.body)),
        "is_newest": shown.number == response.version,
    }
    return render(request, "admin/responses/response/revision.html", context)


@require_http_methods(["GET"])
def compare_revisions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what changed between two saved versions (?from=2&to=5; the older one is always taken as the first)."""
    response = visible_or_404(request, pk)
    numbers = sorted(_number(request.GET.get(name)) for name in ("from", "to"))
    older, newer = (
        get_object_or_404(ResponseRevision.objects.select_related("saved_by"), response=response, number=n)
        for n in numbers
    )
    context = {
        "response": response,
        "proposal": response.proposal,
        "older": older,
        "newer": newer,
        "blocks": compare(older.body, newer.body),
        "revisions": response.revisions.all(),
    }
    return render(request, "admin/responses/response/compare.html", context)


def _number(text: str | None) -> int:
    """Return a version's or step's number as it was sent; what is no number is none of them."""
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0
