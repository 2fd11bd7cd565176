"""The addresses of the print office, below /print/."""

from django.urls import path

from responses.views import print_office

app_name = "print_office"

urlpatterns = [
    path("", print_office.queue, name="queue"),
    path("<int:pk>/", print_office.letter, name="letter"),
    path("<int:pk>/printed/", print_office.mark_printed, name="mark_printed"),
    path("<int:pk>/delivered/<int:delivery_pk>/", print_office.mark_delivered, name="mark_delivered"),
    path("<int:pk>/again/", print_office.render_again, name="render_again"),
]
