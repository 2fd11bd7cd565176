"""What is posted on a page here: checked by its form, taken in by a service, answered by the next page or the same."""

from collections.abc import Callable, Iterable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from proposals.form_page import UNPROCESSABLE, Refusal, attempt, field_errors


def taken_in(
    request: HttpRequest,
    form: forms.Form | None,
    take: Callable[..., str],
    *,
    then: tuple[object, ...],
    again: Callable[[Refusal], HttpResponse],
) -> HttpResponse:
    """Take in what was posted, say what was done and lead on; what was refused gives the same page back.

    form: None where nothing is asked but the press of the button. take: calls the service with the form's cleaned data
    as keywords and returns the sentence that says what was done. then: name and arguments of the next page's address.
    again: draws the page the form stands on, with the sentences of the refusal and what was typed.
    """

    def done(typed: dict[str, object]) -> HttpResponse:
        messages.success(request, take(**typed))
        return redirect(*then)

    outcome = attempt(forms.Form({}) if form is None else form, done)
    return again(outcome) if isinstance(outcome, Refusal) else outcome


def plain_errors(sentences: Iterable[str], anchor: str = "") -> list[tuple[str, str]]:
    """Return sentences for the summary on top that lead to one place of the page; without an anchor to none."""
    return [(sentence, anchor) for sentence in sentences]


def errors_of(refusal: Refusal | None, *asked: forms.BaseForm | None) -> list[tuple[str, str]]:
    """Return the summary of a refusal: its own sentences, then those at the fields of the forms that were sent.

    A form that says where its service's sentences belong (refused_at) has them at that field; not those of a page that
    is out of date, which no field can help.
    """
    sentences = list(refusal.sentences) if refusal is not None else []
    if refusal is not None and refusal.status == UNPROCESSABLE:
        sent = next((form for form in asked if form is not None and form.is_bound), None)
        if sent is not None and hasattr(sent, "refused_at"):
            for sentence in sentences:
                sent.add_error(sent.refused_at(sentence), sentence)
            sentences = []
    return [*plain_errors(sentences), *(error for form in asked for error in field_errors(form))]
