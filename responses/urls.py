"""Addresses of issued letters, below /letters/: the text, the file, 签收 and rating."""

from django.urls import path

from responses.views import draft_reading, evaluation, letter_file, letter_office, opinion_form

app_name = "letters"

urlpatterns = [
    path("drafts/<int:pk>/", draft_reading.draft, name="draft"),
    path("drafts/<int:pk>/draft.pdf", draft_reading.draft_pdf, name="draft_pdf"),
    path("drafts/<int:pk>/pictures/<slug:sha256>/", draft_reading.picture, name="draft_picture"),
    path("<int:pk>/", letter_file.text, name="text"),
    path("<int:pk>/letter.pdf", letter_file.pdf, name="pdf"),
    path("<int:pk>/pictures/<slug:sha256>/", letter_file.picture, name="picture"),
    path("<int:pk>/frozen.pdf", letter_office.frozen, name="frozen"),
    path("<int:pk>/letter.docx", letter_office.word, name="word"),
    path("<int:pk>/original/", letter_office.original, name="original"),
    path("<int:pk>/originals/<int:original_pk>/", letter_office.kept_original, name="kept_original"),
    path("<int:pk>/original/upload/", letter_office.upload, name="upload"),
    path("<int:pk>/office/", letter_office.office, name="office"),
    path("<int:pk>/withdraw/", letter_office.withdraw, name="withdraw"),
    path("<int:pk>/opinion-form.pdf", opinion_form.opinion_form, name="opinion_form"),
    path("<int:pk>/read/", letter_file.read, name="read"),
    path("<int:pk>/rate/", evaluation.rate_letter, name="rate"),
]
