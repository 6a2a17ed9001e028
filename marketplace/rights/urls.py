"""Proofs of ownership, powers of attorney and disputes, by reference and verb."""

from django.urls import URLPattern, path

import marketplace.core.converters  # noqa: F401

from .views import claims, powers

app_name = "ownership"
urlpatterns: list[URLPattern] = [
    path("ownership/queue/", powers.queue, name="queue"),
    path("ownership-claims/", claims.claims, name="claims"),
    path("ownership-claims/new/", claims.new, name="claim_new"),
    path("ownership-claims/<ref:ref>/", claims.claim, name="claim"),
    path("ownership-claims/<ref:ref>/accept/", claims.accept, name="claim_accept"),
    path("ownership-claims/<ref:ref>/return/", claims.return_claim, name="claim_return"),
    path("ownership-claims/<ref:ref>/withdraw/", claims.withdraw, name="claim_withdraw"),
    path("ownership-disputes/<ref:ref>/", claims.dispute, name="dispute"),
    path("ownership-disputes/<ref:ref>/decide/", claims.decide, name="dispute_decide"),
    path("powers-of-attorney/", powers.powers, name="powers"),
    path("powers-of-attorney/new/", powers.new, name="power_new"),
    path("powers-of-attorney/<ref:ref>/", powers.power, name="power"),
    path("powers-of-attorney/<ref:ref>/accept/", powers.accept, name="power_accept"),
    path("powers-of-attorney/<ref:ref>/return/", powers.return_power, name="power_return"),
    path("powers-of-attorney/<ref:ref>/end/", powers.end, name="power_end"),
]
