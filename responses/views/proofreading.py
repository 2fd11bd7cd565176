"""What the panel of proofreading posts: put right, let stand with a reason, proofread again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.posting import posted_from
from proposals.errors import NotYours, StepBlocked, StepRefused
from responses.models import Response
from responses.services.mending import mend
from responses.services.proofreading import dismiss, proofread_again
from responses.views.posted import plain_errors
from responses.views.workbench import WORKBENCH, visible_or_404
from responses.views.workbench_page import PostedWords, whole_page


@posted_from("admin:responses_response_change")
def proofreading(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what one button of the panel says and lead back to it; a refusal shows the page with what was typed."""
    response = visible_or_404(request, pk)
    try:
        said = _do(request, response)
    except StepRefused as refused:
        fresh, typed = visible_or_404(request, pk), PostedWords(explaining=request.POST)
        return whole_page(request, fresh, typed, plain_errors(refused.sentences), status=refused.status)
    except NotYours as denied:
        typed = PostedWords(explaining=request.POST)
        return whole_page(request, response, typed, plain_errors([str(denied)]), status=403)
    messages.success(request, said)
    return redirect(reverse(WORKBENCH, args=[pk]) + "#findings")


def _do(request: HttpRequest, response: Response) -> str:
    """Run the service of the button that was pressed and return what to say."""
    typed, user = request.POST, request.user
    version = typed.get("version", "")
    number = int(version) if version.isdecimal() and len(version) < 9 else -1
    if typed.get("fix"):
        saved = mend(response, by=user, version=number, fingerprint=typed["fix"])
        return f"已改正这一处，另存为第 {saved.version} 稿。"
    if "fix_all" in typed:
        saved = mend(response, by=user, version=number)
        return f"已采用全部安全的修改，另存为第 {saved.version} 稿。"
    if "dismiss" in typed:
        kept = dismiss(response, typed.getlist("finding"), reason=typed.get("reason", ""), by=user)
        return f"已记下 {len(kept)} 处不改的理由。"
    if "again" in typed:
        left = proofread_again(response, by=user).open_findings
        return f"已重新校核，还有 {left} 处问题须处理。" if left else "已重新校核，没有须处理的问题。"
    raise StepBlocked("请用校核栏里的按钮办理。")
