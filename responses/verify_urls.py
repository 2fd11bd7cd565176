"""Addresses of the public verification page, below /verify/."""

from django.urls import path

from responses.views import verify

app_name = "verify"

urlpatterns = [
    path("", verify.ask, name="ask"),
    path("<slug:code>/", verify.letter, name="letter"),
]
