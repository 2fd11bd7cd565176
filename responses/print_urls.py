"""The addresses of the print office, below /print/."""

from django.urls import path

from responses.views import print_job_order, print_jobs, print_office

app_name = "print_office"

urlpatterns = [
    path("", print_office.queue, name="queue"),
    path("jobs/", print_jobs.jobs, name="jobs"),
    path("jobs/new/", print_job_order.new_job, name="job_new"),
    path("jobs/<int:pk>/", print_jobs.job, name="job"),
    path("jobs/<int:pk>/progress/", print_jobs.progress, name="job_progress"),
    path("jobs/<int:pk>/cancel/", print_jobs.cancel, name="job_cancel"),
    path("jobs/<int:pk>/resume/", print_jobs.resume, name="job_resume"),
    path("jobs/<int:pk>/files/<int:file_pk>/", print_jobs.job_file, name="job_file"),
    path("jobs/<int:pk>/printed/", print_jobs.job_printed, name="job_printed"),
    path("jobs/<int:pk>/delivered/", print_jobs.job_delivered, name="job_delivered"),
    path("<int:pk>/", print_office.letter, name="letter"),
    path("<int:pk>/printed/", print_office.mark_printed, name="mark_printed"),
    path("<int:pk>/delivered/<int:delivery_pk>/", print_office.mark_delivered, name="mark_delivered"),
    path("<int:pk>/addressed/<int:addressed_pk>/", print_office.addressed_file, name="addressed_file"),
    path("<int:pk>/again/", print_office.render_again, name="render_again"),
]
