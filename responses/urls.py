"""Addresses of issued letters, below /letters/: the text, the file, 签收 and rating."""

from django.urls import path

from responses.views import evaluation, letter_file

app_name = "letters"

urlpatterns = [
    path("<int:pk>/", letter_file.text, name="text"),
    path("<int:pk>/letter.pdf", letter_file.pdf, name="pdf"),
    path("<int:pk>/read/", letter_file.read, name="read"),
    path("<int:pk>/rate/", evaluation.rate_letter, name="rate"),
]
