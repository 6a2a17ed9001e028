"""Anyone can check a figure: JSON in, JSON out, for every pure rule."""

import json
import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.core import rules


class Command(BaseCommand):
    """`manage.py calculate RULE`."""

    help = (
        "Reads a JSON object from the argument or from standard input, applies a rule of the trade and prints a JSON "
        "object. --list names every rule with its fields and a worked example. Dates are ISO, money is in fen. "
        "Where the input is refused, the object has `error` and the exit code is 1."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("rule", nargs="?", help="the rule's name, see --list")
        parser.add_argument("input", nargs="?", help="a JSON object; standard input when left out")
        parser.add_argument("--list", action="store_true", help="name all rules, their fields and an example of each")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"] or not options["rule"]:
            self._write(rules.catalogue())
            return
        try:
            data = json.loads(options["input"] if options["input"] is not None else sys.stdin.read())
            answer = rules.run(options["rule"], data)
        except json.JSONDecodeError as error:
            self._refuse(options["rule"], f"the input is no JSON: {error}", error)
        except (rules.RuleInputError, KeyError) as error:
            self._refuse(options["rule"], str(error), error)
        self._write(answer)

    def _refuse(self, rule: str, reason: str, cause: Exception) -> NoReturn:
        self._write({"rule": rule, "error": reason})
        raise CommandError(f"refused: {reason}") from cause

    def _write(self, answer: object) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2, default=str))
