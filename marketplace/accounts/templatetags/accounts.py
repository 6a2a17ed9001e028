"""What the account pages need besides the components."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

from marketplace.accounts import devices

register = template.Library()


@register.filter
def as_json(value: Any) -> str:
    """JSON for a data attribute: our policy allows no script in the page that could hold it."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def device(user_agent: str) -> str:
    """Browser and system in words."""
    return devices.name_of(user_agent)
