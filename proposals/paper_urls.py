"""Addresses of the papers and sheets about items, below /papers/."""

from django.urls import path

from proposals.views import issued_papers, papers

app_name = "papers"

urlpatterns = [
    path("new/<slug:kind>/<int:part_pk>/", papers.issue, name="issue"),
    path("<int:pk>/paper.pdf", issued_papers.pdf, name="pdf"),
    path("<int:pk>/again/", issued_papers.again, name="again"),
    path("<int:pk>/withdraw/", issued_papers.withdraw, name="withdraw"),
    path("items/<int:pk>/contact-sheet.pdf", papers.contact_sheet, name="contact_sheet"),
    path("contacts/<int:pk>/contact-sheet.pdf", papers.record_sheet, name="record_sheet"),
]
