"""附件、图片与联合署名: a page of the workbench for its writers; whoever reads the text reads it here too."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from proposals.errors import NotYours, StaleStep, StepBlocked, StepRefused
from responses.models import AnnexPicture, Response, ResponseAnnex
from responses.services import annexes as service
from responses.views.annexes_page import NEW, USUAL_WIDTH, Sent, annexes_page, digest, number
from responses.views.posted import plain_errors
from responses.views.workbench import visible_or_404

PAGE = "admin:responses_response_annexes"
STILL_THERE = "其他框里写的内容还没有保存，仍在框里。"
NO_FILE_TWICE = "所选的图片文件没有上传，请重新选择。"
NOT_SURE = "删去以后不能恢复。确定要删的，请先勾选。"
STALE = "这份附件已有人改过。您写的内容还在框里，请对照现有内容合并后再保存。"


@require_http_methods(["GET", "POST"])
def annexes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the annexes of a text; a POST does what its button says, and nothing that was typed elsewhere is lost."""
    response = visible_or_404(request, pk)
    if request.method == "GET":
        left = request.session.pop(_left_under(pk), {})
        units = left.get("units")
        sent = Sent(left.get("boxes", {}), None if units is None else frozenset(units))
        return annexes_page(request, response, sent)
    sent, do = Sent.of(request.POST), request.POST.get("do", "")
    action, _, key = do.partition("-")
    try:
        said = _do(request, response, action, key)
    except StepRefused as refused:
        errors = [(sentence, _box_of(action, key, sentence)) for sentence in refused.sentences]
        stale = key if isinstance(refused, StaleStep) else ""
        fresh = visible_or_404(request, pk)
        return annexes_page(request, fresh, sent, errors, status=refused.status, stale=stale)
    except NotYours as denied:
        return annexes_page(request, response, sent, plain_errors([str(denied)]), status=403)
    messages.success(request, said)
    _keep(request, response, sent, do)
    return redirect(PAGE, pk)


def _left_under(pk: int) -> str:
    return f"annexes-{pk}"


def _keep(request: HttpRequest, response: Response, sent: Sent, do: str) -> None:
    """Hand what is not saved yet to the page that comes next; a chosen file cannot be handed on."""
    left = sent.left(response, done=do)
    if left:
        request.session[_left_under(response.pk)] = left
        messages.warning(request, STILL_THERE)
    if any(
        name != f"picture-{do.partition('-')[2]}" or not do.startswith("picture-") for name in request.FILES
    ):
        messages.warning(request, NO_FILE_TWICE)


def _box_of(action: str, key: str, sentence: str) -> str:
    """Return the box a service's sentence speaks of."""
    if action in ("add", "change"):
        return f"{'body' if sentence.startswith('附件正文') else 'title'}-{key or NEW}"
    if action == "picture":
        named = {"图片宽度": "width", "图题": "caption"}
        return f"{next((box for word, box in named.items() if word in sentence), 'picture')}-{key}"
    named = {"remove": f"sure-{key}", "remove_picture": f"sure_picture-{key}", "signing": "signing"}
    return named.get(action, "")


def _do(request: HttpRequest, response: Response, action: str, key: str) -> str:
    act = ACTIONS.get(action)
    if act is None:
        raise StepBlocked("请用本页的按钮办理。")
    return act(request, response, key)


def _add(request: HttpRequest, response: Response, _key: str) -> str:
    annex = service.add_annex(response, **_words(request, NEW), by=request.user)
    return f"已增加{annex}。"


def _change(request: HttpRequest, response: Response, key: str) -> str:
    annex = _annex(response, key)
    was = request.POST.get(f"was-{key}")
    if was and was != digest(annex.title, annex.body):
        raise StaleStep(STALE)
    annex = service.change_annex(annex, **_words(request, key), by=request.user)
    return f"已保存{annex}。"


def _words(request: HttpRequest, key: str) -> dict[str, str]:
    return {name: request.POST.get(f"{name}-{key}", "") for name in ("title", "body")}


def _earlier(request: HttpRequest, response: Response, key: str) -> str:
    service.move_annex(_annex(response, key), later=False, by=request.user)
    return "附件次序已调整。"


def _later(request: HttpRequest, response: Response, key: str) -> str:
    service.move_annex(_annex(response, key), later=True, by=request.user)
    return "附件次序已调整。"


def _remove(request: HttpRequest, response: Response, key: str) -> str:
    annex = _annex(response, key)
    if f"sure-{key}" not in request.POST:
        raise StepBlocked(NOT_SURE)
    service.remove_annex(annex, by=request.user)
    return f"已删去《{annex.title}》，其余附件依次改号。"


def _picture(request: HttpRequest, response: Response, key: str) -> str:
    annex, typed = _annex(response, key), request.POST
    file = request.FILES.get(f"picture-{key}")
    if file is None:
        raise StepBlocked("请选择图片文件（PNG 或 JPEG）。")
    try:
        width = Decimal(typed.get(f"width-{key}", "").strip() or USUAL_WIDTH)
    except InvalidOperation:
        raise StepBlocked("图片宽度请填毫米数，如 140。") from None
    if not width.is_finite():
        raise StepBlocked("图片宽度请填毫米数，如 140。")
    caption = typed.get(f"caption-{key}", "")
    service.add_picture(annex, file=file, width_mm=width, caption=caption, by=request.user)
    return f"已在{annex}中加入图片。"


def _remove_picture(request: HttpRequest, response: Response, key: str) -> str:
    rows = AnnexPicture.objects.select_related("annex__response__proposal")
    placed = rows.filter(annex__response=response, pk=number(key)).first()
    if placed is None:
        raise StepBlocked(service.NO_PICTURE)
    if f"sure_picture-{key}" not in request.POST:
        raise StepBlocked(NOT_SURE)
    service.remove_picture(placed, by=request.user)
    return "已删去这幅图片。"


def _signing(request: HttpRequest, response: Response, _key: str) -> str:
    units = [number(unit) for unit in request.POST.getlist("unit")]
    service.choose_signing_units(response, units, by=request.user)
    return "已确定联合署名的单位。" if units else "已改为本单位单独署名。"


ACTIONS: dict[str, Callable[[HttpRequest, Response, str], str]] = {
    "add": _add,
    "change": _change,
    "earlier": _earlier,
    "later": _later,
    "remove": _remove,
    "picture": _picture,
    "remove_picture": _remove_picture,
    "signing": _signing,
}


def _annex(response: Response, key: str) -> ResponseAnnex:
    annex = response.annexes.select_related("response__proposal").filter(pk=number(key)).first()
    if annex is None:
        raise StepBlocked(service.GONE)
    return annex
