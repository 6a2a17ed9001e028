"""The least that pages of this kind cost with the same framework: one template, one statement, a bare index.

`python _pages_bound.py N` fills its table and index from the market's listings; as `_pages_bound:application` it serves
/rows (20 rows by the ORM), /item/7 (one row) and /found?q= (tantivy: 20 hits and 5 facets). Nothing of the project's
own code runs while it serves: no sessions, no languages, no permissions, no prepared text.
"""

import os
import sys
from pathlib import Path

import django
import tantivy
from django.conf import settings

HERE = Path(__file__).resolve().parent
STATE = Path(os.environ["BENCH_STATE"])
URL = os.environ["BENCH_DATABASE"]
FACETS = ("mode", "kind", "industry", "region", "class")
FIELDS = ("id", "title", "body", "mode", "kind", "price")

BASE = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{% block title %}Bound{% endblock %}</title>
<link rel="stylesheet" href="/static/app.css"></head><body><header><a href="/rows">Listings</a>
<form action="/found"><input type="search" name="q" value="{{ q }}"><button>Search</button></form></header>
<main>{% block main %}{% endblock %}</main><footer>Lower bound</footer></body></html>"""
LIST = """{% extends "base.html" %}{% block main %}{% for name, values in facets.items %}<h2>{{ name }}</h2><ul>
{% for value, count in values %}<li><a href="?q={{ q|urlencode }}&amp;{{ name }}={{ value|urlencode }}">{{ value }}</a>
{{ count }}</li>{% endfor %}</ul>{% endfor %}<ol>{% for row in rows %}<li><h3><a href="/item/{{ row.id }}">
{{ row.title }}</a></h3><p>{{ row.body|truncatechars:160 }}</p>
<p>{{ row.mode }}, {{ row.kind }}, {{ row.price }}</p></li>{% endfor %}</ol>{% endblock %}"""
ITEM = """{% extends "base.html" %}{% block title %}{{ row.title }}{% endblock %}{% block main %}
<h1>{{ row.title }}</h1><p>{{ row.body }}</p><dl><dt>Mode</dt><dd>{{ row.mode }}</dd><dt>Kind</dt>
<dd>{{ row.kind }}</dd><dt>Price</dt><dd>{{ row.price }}</dd></dl>{% endblock %}"""


def _database() -> dict[str, object]:
    import environ

    return {**environ.Env.db_url_config(URL), "CONN_MAX_AGE": None}


settings.configure(
    SECRET_KEY="benchmark only",
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": _database()},
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": ["django.template.context_processors.request"],
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [
                            (
                                "django.template.loaders.locmem.Loader",
                                {"base.html": BASE, "list.html": LIST, "item.html": ITEM},
                            )
                        ],
                    )
                ],
            },
        }
    ],
    STATIC_URL="/static/",
    USE_I18N=False,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import get_object_or_404, render  # noqa: E402
from django.urls import path  # noqa: E402


class Row(models.Model):
    title = models.TextField()
    body = models.TextField()
    mode = models.TextField()
    kind = models.TextField()
    industry = models.TextField()
    region = models.TextField()
    price = models.BigIntegerField(null=True)

    class Meta:
        app_label = "bound"
        managed = False
        db_table = "bound_row"

    def __str__(self) -> str:
        return self.title


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=True)
    builder.add_text_field("title", stored=True)
    builder.add_text_field("body", stored=True)
    builder.add_text_field("words", tokenizer_name="whitespace")
    for name in ("mode", "kind"):
        builder.add_text_field(f"stored_{name}", stored=True, tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def rows(request: HttpRequest) -> HttpResponse:
    return render(request, "list.html", {"rows": Row.objects.order_by("-id").only(*FIELDS)[:20]})


def item(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "item.html", {"row": get_object_or_404(Row, pk=pk)})


_opened: list[tantivy.Index] = []


def found(request: HttpRequest) -> HttpResponse:
    if not _opened:
        _opened.append(tantivy.Index.open(str(STATE / "bound-index")))
    index, q = _opened[0], request.GET.get("q", "")
    query = tantivy.Query.term_query(index.schema, "words", q)
    searcher = index.searcher()
    hits = searcher.search(query, 20).hits
    asked = {name: {"terms": {"field": name, "size": 20}} for name in FACETS}
    counted = searcher.aggregate(query, asked)
    docs = []
    for _, address in hits:
        doc = searcher.doc(address).to_dict()
        docs.append(
            {"id": doc["id"][0], "title": doc["title"][0], "body": doc["body"][0], "mode": doc["stored_mode"][0],
             "kind": doc["stored_kind"][0]}
        )  # fmt: skip
    facets = {name: [(each["key"], each["doc_count"]) for each in counted[name]["buckets"]] for name in FACETS}
    return render(request, "list.html", {"rows": docs, "facets": facets, "q": q})


urlpatterns = [path("rows", rows), path("item/<int:pk>", item), path("found", found)]


def build() -> None:
    """The market's listings as one flat table and one bare index, cut into words by the market's own tokenizer."""
    sys.path.insert(0, str(HERE.parent))
    from search.text import words

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bound_row")
        cursor.execute(
            "CREATE TABLE bound_row (id bigint PRIMARY KEY, title text, body text, mode text, kind text, industry text,"
            " region text, price bigint)"
        )
        cursor.execute(
            "INSERT INTO bound_row SELECT l.id, l.title, l.benefit || ' ' || l.problem || ' ' || l.applications,"
            " t.mode, r.kind, coalesce(i.code, ''), l.region, l.price_amount FROM listings_listing l"
            " JOIN listings_listingterm t ON t.listing_id = l.id AND t.position = 0"
            " JOIN listings_listingright x ON x.listing_id = l.id JOIN rights_right r ON r.id = x.right_id"
            " LEFT JOIN listings_industry i ON i.id = l.industry_id"
        )
    folder = STATE / "bound-index"
    if folder.exists():
        return
    folder.mkdir(parents=True)
    writer = tantivy.Index(schema(), path=str(folder)).writer(100_000_000, 1)
    for row in Row.objects.iterator(chunk_size=2000):
        document = tantivy.Document(
            id=row.pk, title=row.title, body=row.body, words=" ".join(words(row.title)), stored_mode=row.mode,
            stored_kind=row.kind, mode=row.mode, kind=row.kind, industry=row.industry, region=row.region,
        )  # fmt: skip
        document.add_text("class", row.kind)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


if __name__ == "__main__":
    build()
else:
    application = get_wsgi_application()
