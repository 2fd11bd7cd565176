"""Addresses everybody needs; without a namespace, since Django asks for some of them by name."""

from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.generic import RedirectView

from accounts import views

urlpatterns = [
    path("", views.home, name="home"),
    path("login/", views.LogIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", views.OwnPassword.as_view(), name="password_change"),
    path("activate/<uidb64>/<token>/", views.TakeOver.as_view(), name="activate"),
    path("large-type/", views.large_type, name="large_type"),
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("notices/<int:pk>/open/", views.notice_open, name="notice_open"),
    # The admin's own pages for these would be a second door with other rules: they lead to the common ones.
    path("admin/login/", views.admin_door),
    path("admin/logout/", LogoutView.as_view()),
    path("admin/password_change/", RedirectView.as_view(pattern_name="password_change")),
]
