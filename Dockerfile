# The production image: one image for the web server, the worker, the clock and the migrations.
# Built in three stages so that neither compilers nor package lists reach the last one.

FROM python:3.13-slim-bookworm AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements/base.txt /tmp/base.txt
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --require-hashes -r /tmp/base.txt

# The letters' fonts come out of a Debian package, each file checked against its known digest.
FROM python:3.13-slim-bookworm AS fonts
WORKDIR /build
COPY documents/ documents/
RUN apt-get update && python -m documents.fetch_fonts && rm -rf /var/lib/apt/lists/*

FROM python:3.13-slim-bookworm
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-liberation \
        fonts-lxgw-wenkai \
        fonts-noto-cjk \
        libharfbuzz-subset0 \
        libpango-1.0-0 \
        libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/*
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    STATIC_ROOT=/srv/static \
    MEDIA_ROOT=/srv/media
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY . .
COPY --from=fonts /build/static/fonts/ static/fonts/
# The settings want every address; none of these is used to gather the static files.
RUN mkdir -p /srv/static /srv/media \
    && SECRET_KEY=only-to-build DATABASE_URL=postgresql://unused/unused REDIS_URL=redis://unused \
        python manage.py collectstatic --noinput -v 0 \
    && chown 10001:10001 /srv/media
USER 10001:10001
VOLUME /srv/media
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-", "--forwarded-allow-ips", "*"]
