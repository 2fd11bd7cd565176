"""Addresses of the deputies' pages, below /my/."""

from django.urls import path

from proposals.views import files, filing, portal

app_name = "portal"

urlpatterns = [
    path("", portal.mine, name="mine"),
    path("new/", filing.file_new, name="file"),
    path("<int:pk>/", portal.proposal, name="proposal"),
    path("<int:pk>/edit/", filing.edit, name="edit"),
    path("<int:pk>/co-sign/", portal.co_sign, name="co_sign"),
    path("<int:pk>/withdraw/", portal.withdraw_item, name="withdraw"),
    path("<int:pk>/discard/", portal.discard, name="discard"),
    path("files/<int:pk>/", files.attachment, name="attachment"),
]
