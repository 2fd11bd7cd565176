"""The one way an office page takes something in: show a form, call a service, say in sentences why it refused."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from proposals.errors import BadFile, StepRefused
from proposals.models import Proposal

TEMPLATE = "admin/proposals/proposal/form_page.html"
UNPROCESSABLE = 422
NAMELESS = ("最多 ", "有不能保存的")  # how locale/ begins what Django says of any field


@dataclass(frozen=True)
class FormPage:
    """What stands around the form. `hidden` are (name, value) pairs that come back with it."""

    title: str
    submit: str
    back: str
    intro: str = ""
    proposal: Proposal | None = None
    facts: Iterable[tuple[str, str]] = ()
    hidden: Iterable[tuple[str, object]] = ()
    takes_files: bool = False


@dataclass(frozen=True)
class Refusal:
    """Why nothing was done, and the HTTP status that says so; without sentences nothing was refused."""

    sentences: tuple[str, ...] = ()
    status: int = 200
    is_final: bool = False  # nothing typed here can help: the page shows no button


def attempt(form: forms.Form, take: Callable[[Mapping[str, object]], HttpResponse]) -> HttpResponse | Refusal:
    """Check what was typed and take it: the answer of `take`, or why it was refused."""
    if not form.is_valid():
        return Refusal(status=UNPROCESSABLE)
    try:
        return take(form.cleaned_data)
    except StepRefused as refused:
        return Refusal(tuple(_not_of_a_field(form, refused.sentences)), refused.status)
    except BadFile as refused:
        return Refusal((str(refused),), UNPROCESSABLE)


def _not_of_a_field(form: forms.Form, sentences: Iterable[str]) -> list[str]:
    """Put each sentence that speaks of a field at that field; return the others."""
    field_of, others = getattr(form, "field_of", {}), []
    for sentence in sentences:
        if field_of.get(sentence) in form.fields:
            form.add_error(field_of[sentence], sentence)
        else:
            others.append(sentence)
    return others


def show(
    request: HttpRequest, page: FormPage, form: forms.Form | None, refusal: Refusal | None = None
) -> HttpResponse:
    """Draw the page with what was typed still in it, every error on top and again at its field."""
    refusal = refusal or Refusal()
    context = {
        "page": page,
        "form": form,
        "errors": [*((sentence, "") for sentence in refusal.sentences), *field_errors(form)],
        "can_submit": form is not None and not refusal.is_final,
        "opts": Proposal._meta,
    }
    return render(request, TEMPLATE, context, status=refusal.status)


def field_errors(form: forms.BaseForm | None) -> list[tuple[str, str]]:
    """Return every error of a sent form with the id of its field; errors of the whole form have none."""
    if form is None or not form.is_bound:
        return []
    return [
        (
            _named(form, name, message),
            form[name].id_for_label or form[name].auto_id if name in form.fields else "",
        )
        for name, messages in form.errors.items()
        for message in messages
    ]


def _named(form: forms.BaseForm, name: str, sentence: str) -> str:
    """Return a sentence of the product's own words for Django's errors with the name of its field before it."""
    return f"{form[name].label}{sentence}" if sentence.startswith(NAMELESS) else sentence
