"""Anyone can check a figure: JSON in, JSON out, for every pure rule."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.core import rules


class Command(BaseCommand):
    """`manage.py calculate RULE`."""

    help = (
        "Reads a JSON object from the argument or from standard input, applies a rule of the trade and prints a JSON "
        "object. --list names every rule with its fields and a worked example. Dates are ISO, money is in fen. "
        "Exits with 1 when the input is refused."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("rule", nargs="?", help="the rule's name, see --list")
        parser.add_argument("input", nargs="?", help="a JSON object; standard input when left out")
        parser.add_argument("--list", action="store_true", help="name all rules, their fields and an example of each")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"] or not options["rule"]:
            self.stdout.write(json.dumps(rules.catalogue(), ensure_ascii=False, indent=2, default=str))
            return
        try:
            data = json.loads(options["input"] if options["input"] is not None else sys.stdin.read())
            answer = rules.run(options["rule"], data)
        except (json.JSONDecodeError, rules.RuleInputError, KeyError) as error:
            raise CommandError(f"refused: {error}") from error
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2, default=str))
