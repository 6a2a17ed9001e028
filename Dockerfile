# Two stages: the first installs from the hash lock and collects static files, the second carries only the result.
FROM python:3.11-slim AS build
ENV PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements.txt /tmp/requirements.txt
RUN /opt/venv/bin/pip install --require-hashes --only-binary :all: -r /tmp/requirements.txt
WORKDIR /app
COPY . .
# Only collectstatic sees this secret; nothing it signs is kept.
RUN SECRET_KEY=build DJANGO_SETTINGS_MODULE=marketplace.settings.production VAR_DIR=/app/var \
    /opt/venv/bin/python manage.py collectstatic --noinput

FROM python:3.11-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONUTF8=1 \
    DJANGO_SETTINGS_MODULE=marketplace.settings.production VAR_DIR=/app/var PORT=8000
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin zhirong
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
RUN install -d -o zhirong -g zhirong var var/media var/search var/cache
USER zhirong
EXPOSE 8000
# By the site's own name: any other host is refused.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 CMD ["python", "-c", "\
import http.client, os; \
host = os.environ.get('ALLOWED_HOSTS', 'localhost').split(',')[0].strip().lstrip('.*') or 'localhost'; \
site = http.client.HTTPConnection('127.0.0.1', int(os.environ['PORT']), timeout=4); \
site.request('GET', '/healthz', headers={'Host': host}); \
raise SystemExit(site.getresponse().status != 200)"]
# Workers keep their heartbeat in memory: on a disk that is busy they would be taken for dead.
CMD ["sh", "-c", "exec gunicorn marketplace.wsgi:application --bind 0.0.0.0:$PORT -k gthread -w ${WEB_WORKERS:-2} --threads ${WEB_THREADS:-4} --worker-tmp-dir /dev/shm --access-logfile -"]
