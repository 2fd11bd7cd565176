"""读入 Word 稿: show what a .docx says beside what was not understood; taken as the text by a second, explicit step.

The uploaded file is kept nowhere: what was read stands in the page's form until it is saved or left.
"""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from documents.word.archive import MOST_BYTES
from documents.word.reading import BadWordFile, ChangesUndecided, read
from proposals.errors import NotYours, StaleStep, StepBlocked, StepRefused
from responses.models import Response
from responses.permissions import may_edit_draft
from responses.services.drafting import LONGEST_BODY, NOT_THE_WRITER, draft_of, save_draft
from responses.views.posted import plain_errors
from responses.views.workbench import WORKBENCH, visible_or_404

TEMPLATE = "admin/responses/response/word_import.html"
DECISIONS = {"": None, "accept": True, "refuse": False}
NO_FILE = "请选择要读入的 Word 文件（.docx）。"
NO_DECISION = "请从所列选项中选择怎样处理修订痕迹。"
NO_TEXT = "正文是空的，请先读入 Word 文件，或在框内写入正文。"
SAVED_SINCE = "这份稿件已有人另存了新的一稿。读入的正文还在下面；请打开答复稿看过最新一稿，再决定是否采用。"


@dataclass(frozen=True)
class Preview:
    """What was read, or was read before and came back with a refusal.

    text: one paragraph a line; paragraphs: how many were read; pictures: where each stood; unknown: sentences;
    changes: how many tracked changes were decided on, accepted or not.
    """

    text: str
    paragraphs: int = 0
    pictures: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    changes: int = 0
    accepted: bool = False
    fresh: bool = False


@require_http_methods(["GET", "POST"])
def word_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the page to the text's writers alone; a POST reads a file (do=read) or saves what stands in the box."""
    response = visible_or_404(request, pk)
    if not may_edit_draft(request.user, response):
        text = request.POST.get("body", "")
        if not text:
            raise NotYours(NOT_THE_WRITER)
        return _page(request, response, Preview(text=text), [NOT_THE_WRITER], 403)
    if request.method == "GET":
        return _page(request, response)
    action = ACTIONS.get(request.POST.get("do", ""))
    if action is None:
        return _page(request, response, sentences=["请用本页的按钮办理。"], status=422)
    return action(request, response)


def _read(request: HttpRequest, response: Response) -> HttpResponse:
    file = request.FILES.get("file")
    decision = request.POST.get("changes", "")
    if file is None or decision not in DECISIONS:
        return _page(request, response, sentences=[NO_DECISION if file else NO_FILE], status=422)
    try:
        # One byte more than is allowed is enough for the reader to say that it is too much.
        draft = read(file.read(MOST_BYTES + 1), accept_changes=DECISIONS[decision])
    except BadWordFile as bad:
        return _page(request, response, sentences=[bad.sentence], status=422)
    except ChangesUndecided as undecided:
        sentence = f"{undecided.sentence}选好以后请重新选择文件：文件不在系统中保存。"
        return _page(request, response, sentences=[sentence], undecided=undecided.count, status=422)
    text = "\n".join(draft.paragraphs)
    if len(text) > LONGEST_BODY:
        sentence = f"读入的正文超过 {LONGEST_BODY} 字，请把资料改作附件后再读入。"
        return _page(request, response, sentences=[sentence], status=422)
    preview = Preview(
        text=text,
        paragraphs=len(draft.paragraphs),
        pictures=tuple(picture.place for picture in draft.pictures),
        unknown=draft.unknown,
        changes=draft.changes,
        accepted=bool(DECISIONS[decision]),
        fresh=True,
    )
    return _page(request, response, preview)


def _adopt(request: HttpRequest, response: Response) -> HttpResponse:
    text = request.POST.get("body", "")
    version = request.POST.get("version", "")
    preview = Preview(text=text)
    try:
        if not text.strip():
            raise StepBlocked(NO_TEXT)
        number = int(version) if version.isdecimal() and len(version) < 9 else -1
        saved = save_draft(response, replace(draft_of(response), body=text), by=request.user, version=number)
    except StaleStep as stale:
        return _page(request, visible_or_404(request, response.pk), preview, [SAVED_SINCE], stale.status)
    except StepRefused as refused:
        return _page(request, response, preview, refused.sentences, refused.status)
    messages.success(request, f"已采用为正文，存为第 {saved.version} 稿。")
    return redirect(WORKBENCH, saved.pk)


ACTIONS = {"read": _read, "adopt": _adopt}


def _page(
    request: HttpRequest,
    response: Response,
    preview: Preview | None = None,
    sentences: list[str] | tuple[str, ...] = (),
    status: int = 200,
    *,
    undecided: int = 0,
) -> HttpResponse:
    context = {
        "response": response,
        "proposal": response.proposal,
        "errors": plain_errors(list(sentences)),
        "error_heading": "没有办成",
        "preview": preview,
        "undecided": undecided,
    }
    return render(request, TEMPLATE, context, status=status)
