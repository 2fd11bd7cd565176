"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path

from config.health import healthy
from config.icon import icon

urlpatterns = [
    path("healthz", healthy, name="health"),
    path("favicon.ico", icon, name="icon"),
    path("", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("my/", include("proposals.urls")),
    path("papers/", include("proposals.paper_urls")),
    path("letters/", include("responses.urls")),
    path("print/", include("responses.print_urls")),
    path("verify/", include("responses.verify_urls")),
]
