# One image for web, worker and beat; docker-compose.yml says which of them a container is.
FROM python:3.11-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PYTHONPATH=/srv/negeri/site:/srv/negeri \
    DJANGO_SETTINGS_MODULE=config.settings.production

WORKDIR /srv/negeri
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --no-deps --requirement requirements.txt

COPY . .
# Built once, with values that nothing keeps; the real ones come from the environment of the container.
RUN pybabel --quiet compile --directory locale --domain django \
 && SECRET_KEY=build BASE_URL=http://localhost python manage.py collectstatic --noinput \
 && SECRET_KEY=build BASE_URL=http://localhost python manage.py compress --force

RUN useradd --system --home /srv/negeri negeri && mkdir -p var/media var/private && chown -R negeri var
USER negeri
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "5", "--limit-request-line", "8190"]
