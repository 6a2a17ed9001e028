"""What a person wants mail about."""

from django.db import models

from marketplace.core.models import Timestamped

from .people import User


class NotificationPreference(Timestamped):
    """A person's choice about mail on one topic (`accounts.notices`); without a row, the topic's own default holds."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notification_preferences")
    topic = models.CharField(max_length=40)
    is_on = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="accounts_notificationpreference_once")]

    def __str__(self) -> str:
        return f"{self.topic} {'on' if self.is_on else 'off'}"
