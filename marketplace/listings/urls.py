"""Listings by reference and verb: for everybody first, then for holders and moderators."""

from django.urls import URLPattern, path

import marketplace.core.converters  # noqa: F401

from .views import asking, consents, files, holder, moderation, posting, public

app_name = "listings"
urlpatterns: list[URLPattern] = [
    path("", public.listing_list, name="list"),
    path("new/", posting.new, name="new"),
    path("mine/", holder.mine, name="mine"),
    path("queue/", moderation.queue, name="queue"),
    path("consents/", consents.consents, name="consents"),
    path("consents/<ref:ref>/", consents.consent, name="consent"),
    path("consents/<ref:ref>/withdraw/", consents.withdraw, name="withdraw_consent"),
    path("<ref:ref>/", public.listing_detail, name="detail"),
    path("<ref:ref>/ask/", asking.ask, name="ask"),
    path("<ref:ref>/sheet/", public.listing_sheet, name="sheet"),
    path("<ref:ref>/edit/", holder.edit, name="edit"),
    path("<ref:ref>/preview/", holder.preview, name="preview"),
    path("<ref:ref>/rights/add/", holder.add_right, name="add_right"),
    path("<ref:ref>/rights/remove/", holder.remove_right, name="remove_right"),
    path("<ref:ref>/pictures/", files.pictures, name="pictures"),
    path("<ref:ref>/pictures/<ref:picture_ref>/", files.change_picture, name="change_picture"),
    path("<ref:ref>/documents/", files.documents, name="documents"),
    path("<ref:ref>/documents/<ref:document_ref>/", files.drop_document, name="drop_document"),
    path("<ref:ref>/co-owners/", consents.co_owners, name="co_owners"),
    path("<ref:ref>/co-owners/ask/", consents.ask, name="ask_co_owners"),
    path("<ref:ref>/submit/", holder.submit, name="submit"),
    path("<ref:ref>/withdraw/", holder.withdraw, name="withdraw"),
    path("<ref:ref>/relist/", holder.relist, name="relist"),
    path("<ref:ref>/mark-sold-elsewhere/", holder.mark_sold_elsewhere, name="mark_sold_elsewhere"),
    path("<ref:ref>/review/", moderation.review, name="review"),
    path("<ref:ref>/approve/", moderation.approve, name="approve"),
    path("<ref:ref>/return/", moderation.return_listing, name="return"),
    path("<ref:ref>/suspend/", moderation.suspend, name="suspend"),
    path("<ref:ref>/resume/", moderation.resume, name="resume"),
]
