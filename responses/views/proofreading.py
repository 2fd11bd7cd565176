"""What the panel of proofreading posts: put right, let stand with a reason, proofread again.

Its buttons send the form of the draft: what was typed and not saved yet is saved first, or comes back.
"""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.posting import posted_from
from proposals.errors import NotYours, StepBlocked, StepRefused
from proposals.form_page import field_errors
from responses.forms import DraftForm
from responses.models import Response
from responses.services.mending import mend
from responses.services.proofreading import dismiss, proofread_again
from responses.views.posted import plain_errors
from responses.views.workbench import (
    WORKBENCH,
    pressed_in,
    refused_draft,
    saved_if_new,
    visible_or_404,
)
from responses.views.workbench_page import PostedWords, whole_page


@posted_from("admin:responses_response_change")
def proofreading(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what was typed, do what one button of the panel says, lead back to it; a refusal undoes both."""
    response = visible_or_404(request, pk)
    form = DraftForm(response, request.POST) if "body" in request.POST else None
    if form is not None and not form.is_valid():
        typed = PostedWords(form, explaining=request.POST)
        return whole_page(request, response, typed, field_errors(form), status=422)
    try:
        with transaction.atomic():
            said = _save_and_do(request, response, form)
    except (StepRefused, NotYours) as refused:
        if form is not None:
            return refused_draft(request, response, form, refused)
        return _refused(request, pk, refused)
    messages.success(request, said)
    return redirect(reverse(WORKBENCH, args=[pk]) + "#findings")


def _refused(request: HttpRequest, pk: int, refused: StepRefused | NotYours) -> HttpResponse:
    """Show the page of a text that is not written on, to who may only explain."""
    denied = isinstance(refused, NotYours)
    errors = plain_errors([str(refused)] if denied else refused.sentences, pressed_in(request))
    typed = PostedWords(explaining=request.POST)
    return whole_page(
        request, visible_or_404(request, pk), typed, errors, status=403 if denied else refused.status
    )


def _save_and_do(request: HttpRequest, response: Response, form: DraftForm | None) -> str:
    saved = saved_if_new(request, response, form) if form is not None else None
    if saved is None:
        return _do(request, response, _number(request.POST.get("version", "")))
    return f"已保存第 {saved.version} 稿。{_do(request, saved, saved.version)}"


def _do(request: HttpRequest, response: Response, version: int) -> str:
    """Run the service of the button that was pressed and return what to say."""
    typed, user = request.POST, request.user
    if typed.get("fix"):
        saved = mend(response, by=user, version=version, fingerprint=typed["fix"])
        return f"已改正这一处，另存为第 {saved.version} 稿。"
    if "fix_all" in typed:
        saved = mend(response, by=user, version=version)
        return f"已采用全部安全的修改，另存为第 {saved.version} 稿。"
    if "dismiss" in typed:
        group = typed["dismiss"]
        chosen, reason = typed.getlist(f"finding-{group}"), typed.get(f"reason-{group}", "")
        if not chosen:
            raise StepBlocked("请先勾选不改的各处，再写明理由。")
        return f"已记下 {len(dismiss(response, chosen, reason=reason, by=user))} 处不改的理由。"
    if "again" in typed:
        left = proofread_again(response, by=user).open_findings
        return f"已重新校核，还有 {left} 处问题须处理。" if left else "已重新校核，没有须处理的问题。"
    raise StepBlocked("请用校核栏里的按钮办理。")


def _number(version: str) -> int:
    return int(version) if version.isdecimal() and len(version) < 9 else -1
