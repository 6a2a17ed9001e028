"""Fill an empty installation with the invented demo city."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from marketplace.accounts.demo import read_logins
from marketplace.core import clock
from marketplace.core.console import Progress
from marketplace.listings.models import Listing
from marketplace.portal.demo.checks import play_checks
from marketplace.portal.demo.city import City
from marketplace.portal.demo.enquiries import play_enquiries
from marketplace.portal.demo.invent import invent_rights
from marketplace.portal.demo.market import Market
from marketplace.portal.demo.register import enter_rights
from marketplace.portal.demo.stories import plan_stories


class Command(BaseCommand):
    """`manage.py seed_demo`."""

    help = (
        "Makes an invented city: about 47 organisations, 31 people (a login for each role, random passwords, in "
        "var/demo.json), 300 rights with their histories, 220 listings in every state and enquiries about them, by "
        "playing the actions. "
        "Run again it adds nothing. Works in demo mode only; exits with 1 otherwise."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("the demo's logins lie in a file: set DEMO=true on a machine of your own")
        had_logins = bool(read_logins())
        with transaction.atomic():
            city = City()
            city.build()
        if Listing.objects.exists():
            self.stdout.write("the city is there already" + ("" if had_logins else "; its logins were made anew"))
            return
        today = clock.today()
        invented = invent_rights(today)
        stories = plan_stories(invented, today)
        rights = enter_rights(invented)
        self.stdout.write(f"{len(city.organizations)} organisations, {len(city.people)} people, {len(rights)} rights")
        progress = Progress("listings", len(stories))
        with transaction.atomic():
            for done in Market(city, today).play(stories, rights):
                progress.to(done)
            asked = play_enquiries(city)
            play_checks(city, today)
        progress.end()
        count = Listing.objects.count()
        self.stdout.write(f"{count} listings, {asked} enquiries; logins are in {settings.VAR_DIR / 'demo.json'}")
