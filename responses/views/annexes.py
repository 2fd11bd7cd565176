"""附件、图片与联合署名: a page of the workbench for its writers; whoever reads the text reads it here too."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from documents.layout import screen_pieces
from proposals.errors import NotYours, StepBlocked, StepRefused
from responses.letters.frozen import lines_of
from responses.models import AnnexPicture, Response, ResponseAnnex
from responses.permissions import may_edit_draft
from responses.services import annexes as service
from responses.views.posted import plain_errors
from responses.views.workbench import visible_or_404

PAGE = "admin:responses_response_annexes"
TEMPLATE = "admin/responses/response/annexes.html"
USUAL_WIDTH = "140"


@require_http_methods(["GET", "POST"])
def annexes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the annexes of a text; a POST does what its button says, or comes back with what was typed."""
    response = visible_or_404(request, pk)
    if request.method == "GET":
        return _page(request, response)
    try:
        said = _do(request, response)
    except StepRefused as refused:
        return _page(request, visible_or_404(request, pk), refused.sentences, refused.status)
    except NotYours as denied:
        return _page(request, response, [str(denied)], 403)
    messages.success(request, said)
    return redirect(PAGE, pk)


def _do(request: HttpRequest, response: Response) -> str:
    action = ACTIONS.get(request.POST.get("do", ""))
    if action is None:
        raise StepBlocked("请用本页的按钮办理。")
    return action(request, response)


def _add(request: HttpRequest, response: Response) -> str:
    typed = request.POST
    annex = service.add_annex(
        response, title=typed.get("title", ""), body=typed.get("body", ""), by=request.user
    )
    return f"已增加{annex}。"


def _change(request: HttpRequest, response: Response) -> str:
    typed, annex = request.POST, _annex(request, response)
    annex = service.change_annex(
        annex, title=typed.get("title", ""), body=typed.get("body", ""), by=request.user
    )
    return f"已保存{annex}。"


def _earlier(request: HttpRequest, response: Response) -> str:
    service.move_annex(_annex(request, response), later=False, by=request.user)
    return "附件次序已调整。"


def _later(request: HttpRequest, response: Response) -> str:
    service.move_annex(_annex(request, response), later=True, by=request.user)
    return "附件次序已调整。"


def _remove(request: HttpRequest, response: Response) -> str:
    annex = _annex(request, response)
    service.remove_annex(annex, by=request.user)
    return f"已删去《{annex.title}》，其余附件依次改号。"


def _picture(request: HttpRequest, response: Response) -> str:
    annex, typed = _annex(request, response), request.POST
    file = request.FILES.get("picture")
    if file is None:
        raise StepBlocked("请选择图片文件（PNG 或 JPEG）。")
    try:
        width = Decimal(typed.get("width_mm", "").strip() or USUAL_WIDTH)
    except InvalidOperation:
        raise StepBlocked("图片宽度请填毫米数，如 140。") from None
    if not width.is_finite():
        raise StepBlocked("图片宽度请填毫米数，如 140。")
    service.add_picture(annex, file=file, width_mm=width, caption=typed.get("caption", ""), by=request.user)
    return f"已在{annex}中加入图片。"


def _remove_picture(request: HttpRequest, response: Response) -> str:
    rows = AnnexPicture.objects.select_related("annex__response__proposal")
    placed = rows.filter(annex__response=response, pk=_number(request.POST.get("placed"))).first()
    if placed is None:
        raise StepBlocked(service.NO_PICTURE)
    service.remove_picture(placed, by=request.user)
    return "已删去这幅图片。"


def _signing(request: HttpRequest, response: Response) -> str:
    units = [_number(unit) for unit in request.POST.getlist("unit")]
    service.choose_signing_units(response, units, by=request.user)
    return "已确定联合署名的单位。" if units else "已改为本单位单独署名。"


ACTIONS: dict[str, Callable[[HttpRequest, Response], str]] = {
    "add": _add,
    "change": _change,
    "earlier": _earlier,
    "later": _later,
    "remove": _remove,
    "picture": _picture,
    "remove_picture": _remove_picture,
    "signing": _signing,
}


def _annex(request: HttpRequest, response: Response) -> ResponseAnnex:
    rows = response.annexes.select_related("response__proposal")
    annex = rows.filter(pk=_number(request.POST.get("annex"))).first()
    if annex is None:
        raise StepBlocked(service.GONE)
    return annex


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


def _page(
    request: HttpRequest, response: Response, sentences: list[str] | None = None, status: int = 200
) -> HttpResponse:
    sent = request.POST if sentences else {}
    typed = {name: sent.get(name, "") for name in ("do", "title", "body", "width_mm", "caption")}
    context = {
        "response": response,
        "proposal": response.proposal,
        "errors": plain_errors(sentences or []),
        "error_heading": "没有办成",
        "may_edit": may_edit_draft(request.user, response),
        "annexes": [
            (annex, screen_pieces(lines_of(annex.body)))
            for annex in response.annexes.prefetch_related("pictures__picture")
        ],
        "signing": list(response.signing_units.select_related("unit")),
        "chosen": set(response.signing_units.values_list("unit", flat=True)),
        "possible": list(service.possible_signers(response.proposal)),
        "typed": typed,
        "typed_annex": _number(sent.get("annex")),
        "usual_width": USUAL_WIDTH,
    }
    return render(request, TEMPLATE, context, status=status)
