"""Logging in, one's own password, the page of a link, the way home, notices, large type."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import (
    INTERNAL_RESET_SESSION_TOKEN,
    LoginView,
    PasswordChangeView,
    PasswordResetConfirmView,
)
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from accounts.errors import AccountRefused
from accounts.forms.passwords import PASSWORD_RULES, FirstPasswordForm, LoginForm, OwnPasswordForm
from accounts.log_in import NOT_SAVED, UNSAVED
from accounts.models import Notice, User
from accounts.now import now
from accounts.posting import posted_from
from accounts.queries import is_staff_member, prints_only
from accounts.services.links import ask_for_new_password, change_password, take_over, tokens

NOTICES_A_PAGE = 50
UNPROCESSABLE = 422


class RefusedForm:
    """A form that does not hold comes back with what was typed, its sentences and a status that says so."""

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)


class LogIn(RefusedForm, LoginView):
    """The one log-in page, for offices and deputies alike; afterwards to `next` on this host, or home."""

    authentication_form = LoginForm
    redirect_authenticated_user = True
    extra_context = {"tries": settings.AXES_FAILURE_LIMIT}

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Say it also to whoever has logged in in another window meanwhile."""
        if request.method == "GET" and request.user.is_authenticated:
            self._say_what_is_lost()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        lost = NOT_SAVED if UNSAVED in self.request.GET else ""
        return super().get_context_data(not_saved=lost, **kwargs)

    def form_valid(self, form: LoginForm) -> HttpResponse:
        answer = super().form_valid(form)
        self._say_what_is_lost()
        ask_for_new_password(self.request.user)
        return answer

    def _say_what_is_lost(self) -> None:
        if UNSAVED in self.request.GET:
            messages.warning(self.request, NOT_SAVED, extra_tags=UNSAVED)


class OwnPassword(RefusedForm, PasswordChangeView):
    """Change one's own password; whoever came with a given one goes on from here."""

    form_class = OwnPasswordForm
    success_url = reverse_lazy("home")
    template_name = "registration/password_change.html"
    extra_context = {"rules": PASSWORD_RULES}

    def form_valid(self, form: OwnPasswordForm) -> HttpResponse:
        user = change_password(self.request.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, user)
        messages.success(self.request, "密码已修改。其他设备上的登录已退出。")
        return redirect(self.success_url)


class TakeOver(RefusedForm, PasswordResetConfirmView):
    """The page of a link an office handed out: set a password, once.

    The token moves from the address into the session at once (Django's view does that), so that it stands in no
    referrer and no history. A spent or unknown link is answered with 410 and the way to a new one.
    """

    form_class = FirstPasswordForm
    success_url = reverse_lazy("login")
    template_name = "registration/activate.html"
    token_generator = tokens
    extra_context = {"rules": PASSWORD_RULES}

    def get_user(self, uidb64: str) -> User | None:
        user = super().get_user(uidb64)
        return user if user is not None and user.is_active and not user.is_clock else None

    def render_to_response(self, context: dict, **kwargs: object) -> HttpResponse:
        if not context["validlink"]:
            kwargs["status"] = 410
        return super().render_to_response(context, **kwargs)

    def form_valid(self, form: FirstPasswordForm) -> HttpResponse:
        token = self.request.session.pop(INTERNAL_RESET_SESSION_TOKEN)
        try:
            take_over(self.user, token, form.cleaned_data["new_password1"])
        except AccountRefused:
            self.validlink = False
            return self.render_to_response(self.get_context_data())
        messages.success(self.request, "密码已设置，请用它登录。")
        return redirect(self.success_url)


def admin_door(request: HttpRequest) -> HttpResponse:
    """Stand where the admin has a log-in page of its own: lead visitors to the common one, turn others away."""
    if request.user.is_authenticated:
        raise PermissionDenied("工作台供提案委、代表工委、政府办公室和承办单位的工作人员使用。")
    wanted = request.GET.get("next", "")
    return redirect(reverse("login", query={"next": wanted} if wanted else None))


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead print staff to what there is to print, other offices to the desk, everybody else to their own items."""
    if prints_only(request.user):
        return redirect("print_office:queue")
    if request.user.is_superuser or is_staff_member(request.user):
        return redirect("admin:index")
    return redirect("portal:mine")


@login_required
@posted_from("home")
def large_type(request: HttpRequest) -> HttpResponse:
    """Switch 大字版 on or off for this person and return to the page they came from."""
    request.user.large_type = not request.user.large_type
    request.user.save(update_fields=["large_type"])
    return redirect(_local(request.POST.get("next", "")) or "home")


@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """List what this person was told, the newest first."""
    told = Notice.objects.filter(recipient=request.user).order_by("-created_at", "-pk")
    page = Paginator(told, NOTICES_A_PAGE).get_page(request.GET.get("page"))
    unread = told.filter(read_at__isnull=True).count()
    return render(request, "accounts/notices.html", {"page": page, "unread": unread})


@login_required
@posted_from("notices")
def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one's own notice as read and go to the page it speaks of; 404 for anybody else's."""
    notice = get_object_or_404(Notice, pk=pk, recipient=request.user)
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=now())
    return redirect(_local(notice.path) or "notices")


@login_required
@posted_from("notices")
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark all of one's notices as read."""
    count = Notice.objects.filter(recipient=request.user, read_at__isnull=True).update(read_at=now())
    messages.success(request, f"已将 {count} 条通知标为已读。")
    return redirect("notices")


def _local(address: str) -> str:
    """Return a path on this host as it is, anything else as nothing."""
    is_path = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_path else ""
