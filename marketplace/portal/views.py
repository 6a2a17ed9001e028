"""Public pages that combine apps: home, a right, an owner, an organisation."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marketplace.accounts.models import Organization
from marketplace.core import clock
from marketplace.core.access import OrganizationKind, public
from marketplace.core.errors import NotFound
from marketplace.core.figures import FIGURES
from marketplace.core.regions import region_name
from marketplace.listings import shown
from marketplace.listings.enquiry_words import response_words
from marketplace.listings.pictures import shown_drawing
from marketplace.rights.facts import facts_of, find_right
from marketplace.rights.models import Owner, Right
from marketplace.rights.presentation import citation_rows, event_rows, fact_rows
from marketplace.rights.search import OWNER_KINDS
from marketplace.rights.words import right_words, state_mark, state_of
from search import cards, lookup
from search.nodes import Keyword
from search.text import words

HOME_ROWS = 6
PER_PAGE = 20
# Where each figure can be counted by hand.
FIGURE_PAGES = {
    "listings_shown": {},
    "verified_this_week": {"verified": "week"},
    "rights_in_register": {"kind": "rights"},
    "rights_pledged": {"kind": "rights", "pledged": "yes"},
}


def _search_url(**parameters: str) -> str:
    address = reverse("search:search")
    return f"{address}?{urlencode(parameters)}" if parameters else address


@public
def home(request: HttpRequest) -> HttpResponse:
    """What it is, that it works, what can be done. One statement."""
    page = shown.newest(size=HOME_ROWS)
    figures = [
        {
            "label": figure.label,
            "value": f"{figure.read():,}",
            "note": figure.basis,
            "url": _search_url(**FIGURE_PAGES[name]),
        }
        for name in FIGURE_PAGES
        if (figure := FIGURES.get(name)) is not None
    ]
    context = {
        "page": page,
        "total_words": f"{page.total:,}",
        "figures": figures,
        "examples": _examples(page.refs),
        "search_url": reverse("search:search"),
        "list_url": reverse("listings:list"),
    }
    return render(request, "portal/home.html", context)


def _examples(refs: tuple[str, ...]) -> list[dict[str, str]]:
    """A number, a class and a word that find something now: they are those of the newest listings."""
    hits = {hit.stored.get("ref"): hit for hit in lookup.by_keyword("listings", "ref", refs)}
    newest = [hits[ref] for ref in refs if ref in hits]
    found = [hit.stored[name] for hit, name in zip(newest, ("number", "class"), strict=False)]
    titles = [hit.card.partition(cards.PART)[0] for hit in newest[2:5]]
    found += [max(each, key=len) for title in titles if (each := words(title) or title.split())][:2]
    return [{"label": text, "url": _search_url(q=text)} for text in dict.fromkeys(found) if text]


@public
def right_detail(request: HttpRequest, number: str) -> HttpResponse:
    """A right by any spelling of any of its numbers; every other address leads to the one it keeps."""
    right = find_right(number) or find_right(number.lower())
    if right is None:
        raise NotFound(_("No right with this number is in the register here. Check the number, or search for words."))
    if right.merged_into_id is not None:
        right = Right.objects.get(pk=right.merged_into_id)
    if number != right.slug:
        return HttpResponsePermanentRedirect(reverse("portal:right_detail", args=[right.slug]))
    return render(request, "portal/right.html", _right_context(right))


def _right_context(right: Right) -> dict[str, Any]:
    today, language = clock.today(), get_language()
    text = getattr(right, "text", None)
    numbers = list(right.numbers.order_by("id"))
    kind, label = state_mark(state_of(right), right.annuity_due_on, today)
    hits = lookup.by_keyword("listings", "number", [right.slug])
    title, other = (right.title_en, right.title) if language == "en" else (right.title, right.title_en)
    return {
        "right": right,
        "title": title or other,
        "words": right_words(right.kind, right.main_class),
        "status": {"kind": kind, "label": label},
        "number": numbers[0].canonical if numbers else right.slug,
        "facts": fact_rows(facts_of(right, today=today)),
        "rows": _bibliography(right, [number.canonical for number in numbers]),
        "pictures": [shown_drawing(drawing) for drawing in right.drawings.order_by("position")[:12]],
        "events": event_rows(right.events.order_by("on", "id")),
        "abstract": _abstract(text, language) if text else "",
        "claims": text.claims if text else [],
        "goods": text.goods if text else [],
        "citations": citation_rows(text.citations) if text else [],
        "listings": cards.rows(hits, today),
        "listing_count": len(hits),
    }


def _abstract(text: Any, language: str | None) -> str:
    own, other = (text.abstract_en, text.abstract) if language == "en" else (text.abstract, text.abstract_en)
    return own or other


def _bibliography(right: Right, numbers: list[str]) -> list[dict[str, Any]]:
    """What identifies the right, as rows of the register."""
    rows = [
        (_("Numbers"), _("; ").join(numbers)),
        (_("Filing date"), right.filing_on),
        (_("Publication date"), right.publication_on),
        (_("Grant date"), right.granted_on),
        (_("Classes"), _("; ").join(map(str, right.classes)) or right.main_class),
        (_("Inventors"), _("; ").join(map(str, right.inventors))),
        (_("Place"), " ".join(dict.fromkeys(part for part in (right.province, right.city) if part))),
    ]
    return [{"name": name, "value": value.isoformat() if hasattr(value, "isoformat") else value} for name, value in rows
            if value]  # fmt: skip


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 5 else 1


def _found_page(request: HttpRequest, index: str, keyword: str, value: str, sort: str) -> dict[str, Any]:
    """A page of an index's documents that carry a keyword."""
    number = min(_page_number(request), 500)
    found = lookup.find(index, Keyword((keyword,), (value,)), sort=sort, page=number, size=PER_PAGE)
    pages = max(1, -(-found.total // PER_PAGE))
    return {
        "total": found.total,
        "total_words": f"{found.total:,}",
        "found": cards.rows(found.hits, clock.today()),
        "page": number,
        "pages": pages,
        "previous_url": f"?page={number - 1}" if number > 1 else "",
        "next_url": f"?page={number + 1}" if number < pages else "",
    }


@public
def owner_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """An owner as the register names it; an organisation stands beside it only where it is proven to be the same."""
    owner = get_object_or_404(Owner.objects.select_related("organization"), ref=ref)
    language = get_language()
    name, other = (owner.name_en, owner.name) if language == "en" else (owner.name, owner.name_en)
    rows: list[dict[str, Any]] = [
        {"name": _("Name in the register"), "value": owner.name},
        {"name": _("Name in English"), "value": owner.name_en},
        {"name": _("Kind of owner"), "value": OWNER_KINDS.get(owner.kind, "")},
        {"name": _("Place"), "value": " ".join(part for part in (owner.province, owner.city) if part)},
    ]
    context = {
        "owner": owner,
        "title": name or other,
        "rows": [row for row in rows if row["value"]],
        **_found_page(request, "rights", "owner_ref", owner.ref, "newest"),
    }
    return render(request, "portal/owner.html", context)


@public
def organization_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """An organisation with what it offers."""
    # One that is suspended is answered like one that never was, to the letter.
    living = Organization.objects.exclude(status=Organization.Status.SUSPENDED)
    organization = get_object_or_404(living.select_related("response_time"), ref=ref)
    english = get_language() == "en"
    introduction = (organization.introduction_en if english else "") or organization.introduction
    rows: list[dict[str, Any]] = [
        {"name": _("Registered name"), "value": organization.name},
        {"name": _("Name in English"), "value": organization.name_en},
        {"name": _("Kind"), "value": OrganizationKind(organization.kind).label},
        {"name": _("Unified social credit code"), "value": organization.uscc},
        {"name": _("County or district"), "value": region_name(organization.region) if organization.region else ""},
        {"name": _("Enquiries"), "value": response_words(organization)},
    ]
    context = {
        "organization": organization,
        "title": (organization.name_en if english else "") or organization.name,
        "introduction": introduction,
        "rows": [row for row in rows if row["value"]],
        "owners": list(organization.register_names.order_by("name")),
        **_found_page(request, "listings", "organization", organization.ref, "newest"),
    }
    return render(request, "portal/organization.html", context)
