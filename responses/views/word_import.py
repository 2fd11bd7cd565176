"""读入 Word 稿: show what a .docx says beside what was not understood; taken as the text by a second, explicit step.

A file with tracked changes is read both ways, and somebody says which text counts. The file is kept nowhere: what was
read stands in the page's form, and comes back with every refusal, until it is adopted or left.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from documents.word.archive import MOST_BYTES
from documents.word.reading import BadWordFile, ChangesUndecided, read
from proposals.errors import NotYours, StaleStep, StepBlocked, StepRefused
from responses.comparison import Block, compare
from responses.models import Response
from responses.permissions import may_edit_draft
from responses.services.drafting import LONGEST_BODY, NOT_THE_WRITER, draft_of, save_draft
from responses.views.posted import plain_errors
from responses.views.workbench import WORKBENCH, visible_or_404

TEMPLATE = "admin/responses/response/word_import.html"
ACCEPT, REFUSE = "accept", "refuse"
NO_FILE = "请选择要读入的 Word 文件（.docx）。"
NO_DECISION = "请先选择接受全部修订还是拒绝全部修订，再采用为正文。"
NO_TEXT = "正文是空的，请先读入 Word 文件，或在框内写入正文。"
TOO_LONG = f"读入的正文超过 {LONGEST_BODY} 字，请把资料改作附件后再读入。"
SAVED_SINCE = "这份稿件已有人另存了新的一稿。读入的正文还在下面；请打开答复稿看过最新一稿，再决定是否采用。"


@dataclass(frozen=True)
class Preview:
    """What was read: one paragraph a line.

    text: as it is, or with every tracked change accepted; refused: with every one refused, None where that makes no
    difference; changes: how many there are; decision: accept, refuse, or empty while nobody has said;
    unknown: what was not understood, in sentences; pictures: where each stood.
    """

    text: str
    refused: str | None = None
    changes: int = 0
    decision: str = ""
    unknown: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> int:
        """Return how many paragraphs the text has."""
        return sum(1 for line in self.text.splitlines() if line.strip())

    @property
    def is_too_long(self) -> bool:
        """Say whether either text is longer than any that may be saved: what a form brings back may be anything."""
        return max(len(self.text), len(self.refused or "")) > LONGEST_BODY

    @property
    def blocks(self) -> list[Block]:
        """Return the text before the changes compared with the one after them; nothing where one is too long."""
        return [] if self.is_too_long else compare(self.refused or "", self.text)

    def decided(self) -> str:
        """Return the text that counts; raise StepBlocked while it is empty or nobody has said which it is."""
        if self.refused is not None and self.decision not in {ACCEPT, REFUSE}:
            raise StepBlocked(NO_DECISION)
        text = self.refused if self.refused is not None and self.decision == REFUSE else self.text
        if not text.strip():
            raise StepBlocked(NO_TEXT)
        return text


@require_http_methods(["GET", "POST"])
def word_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the page to the text's writers alone; a POST reads a file (do=read) or saves what stands in the box."""
    response = visible_or_404(request, pk)
    if not may_edit_draft(request.user, response):
        if "body" not in request.POST:
            raise NotYours(NOT_THE_WRITER)
        return _page(request, response, _carried(request.POST), [NOT_THE_WRITER], 403)
    if request.method == "GET":
        return _page(request, response)
    action = ACTIONS.get(request.POST.get("do", ""))
    if action is None:
        return _page(request, response, _carried(request.POST), ["请用本页的按钮办理。"], 422)
    return action(request, response)


def _read(request: HttpRequest, response: Response) -> HttpResponse:
    """Show what the file says; a bad one leaves what stood in the box where it was."""
    file = request.FILES.get("file")
    sentence = NO_FILE
    if file is not None:
        try:
            # One byte more than is allowed is enough for the reader to say that it is too much.
            preview = _preview_of(file.read(MOST_BYTES + 1))
        except BadWordFile as bad:
            sentence = bad.sentence
        else:
            if not preview.is_too_long:
                return _page(request, response, preview, version=response.version)
            sentence = TOO_LONG
    return _page(request, response, _carried(request.POST), [sentence], 422, at="file")


def _preview_of(file: bytes) -> Preview:
    """Return what a file says, both ways where it has tracked changes; raises BadWordFile with a sentence."""
    try:
        draft = read(file)
    except ChangesUndecided as undecided:
        return _both_ways(file, undecided.count)
    places = tuple(picture.place for picture in draft.pictures)
    return Preview("\n".join(draft.paragraphs), unknown=draft.unknown, pictures=places)


def _both_ways(file: bytes, changes: int) -> Preview:
    accepted, refused = read(file, accept_changes=True), read(file, accept_changes=False)
    unknown = [one if one in refused.unknown else f"接受修订时，{one}" for one in accepted.unknown] + [
        f"拒绝修订时，{one}" for one in refused.unknown if one not in accepted.unknown
    ]
    after, before = "\n".join(accepted.paragraphs), "\n".join(refused.paragraphs)
    if after == before:
        unknown.append(f"有 {changes} 处修订痕迹不在正文的文字里，接受与拒绝的结果相同")
    places = dict.fromkeys(picture.place for draft in (accepted, refused) for picture in draft.pictures)
    return Preview(
        after, None if after == before else before, changes, unknown=tuple(unknown), pictures=tuple(places)
    )


def _adopt(request: HttpRequest, response: Response) -> HttpResponse:
    version = request.POST.get("version", "")
    preview = _carried(request.POST) or Preview("")
    try:
        draft = replace(draft_of(response), body=preview.decided())
        number = int(version) if version.isdecimal() and len(version) < 9 else -1
        saved = save_draft(response, draft, by=request.user, version=number)
    except StaleStep as stale:
        fresh = visible_or_404(request, response.pk)
        return _page(request, fresh, preview, [SAVED_SINCE], stale.status, version=fresh.version)
    except StepRefused as refused:
        at = "decision" if NO_DECISION in refused.sentences else "text"
        return _page(request, response, preview, refused.sentences, refused.status, at=at)
    messages.success(request, f"已采用为正文，存为第 {saved.version} 稿。")
    return redirect(WORKBENCH, saved.pk)


# Parts of the page a sentence may speak of, with the box each leads to.
PLACES = {"": "", "file": "word-file", "decision": "decision", "text": "word-body"}
ACTIONS = {"read": _read, "adopt": _adopt}


def _carried(post: Mapping[str, str]) -> Preview | None:
    """Return what the page's form brought back, None when it held nothing yet."""
    text, refused, changes = post.get("body", ""), post.get("refused"), post.get("count", "")
    if not (text.strip() or (refused or "").strip()):
        return None
    return Preview(
        text=text,
        refused=refused,
        changes=int(changes) if changes.isdecimal() and len(changes) < 9 else 0,
        decision=post.get("changes", ""),
        unknown=tuple(post.get("unknown", "").splitlines()),
        pictures=tuple(post.get("pictures", "").splitlines()),
    )


def _page(
    request: HttpRequest,
    response: Response,
    preview: Preview | None = None,
    sentences: list[str] | tuple[str, ...] = (),
    status: int = 200,
    *,
    version: int | None = None,
    at: str = "",
) -> HttpResponse:
    """Show the page.

    version: of the draft that adopting replaces, by default the one the form came with. at: the part of the page the
    sentences speak of (PLACES), where they stand again.
    """
    place = PLACES[at] if at == "file" or preview is not None else ""
    context = {
        "response": response,
        "proposal": response.proposal,
        "errors": plain_errors(sentences, place),
        "said_at": {name: list(sentences) if place and name == at else [] for name in PLACES},
        "error_heading": "没有办成",
        "preview": preview,
        "newline": "\n",
        "version": request.POST.get("version", response.version) if version is None else version,
    }
    return render(request, TEMPLATE, context, status=status)
