"""Health: the process answers, and what it stands on is ready."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from marketplace.core import events, outbox
from marketplace.core.access import public
from marketplace.core.models import Job


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is up; asks nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@public
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, index and outbox: 200 when pages can be served, else 503 with what is missing."""
    state: dict[str, object] = {"demo": settings.DEMO}
    ready = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        state["database"] = "ok"
        state["unsealed_events"] = events.unsealed_count()
        state["failed_jobs"] = Job.objects.filter(failed_at__isnull=False).count()
    except DatabaseError as error:
        state["database"], ready = type(error).__name__, False
    if ready:
        from search import sync

        state["index"] = {}
        for name, lag in sync.lag(outbox.latest_position).items():
            state["index"][name] = lag  # type: ignore[index]
            ready = ready and lag is not None
    return JsonResponse(state, status=200 if ready else 503)
