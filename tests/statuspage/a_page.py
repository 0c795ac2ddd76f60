"""One page with everything on it: an interruption that lasts, one that is over, maintenance in each state."""

from datetime import UTC, date, datetime, timedelta

from holdfast.statuspage.shown import Change, Component, ComponentStatus, Incident, Page, Shown, Update

NOON = datetime(2026, 6, 9, 12, tzinfo=UTC)
BORN = datetime(2025, 1, 15, 9, 30, 0, 123_456, tzinfo=UTC)
URL = "https://status.pellucid.example"


def page(**more):
    standing = {"id": "pg01", "name": "Pellucid", "url": URL, "time_zone": "Etc/UTC", "updated_at": NOON}
    return Page(**(standing | more))


def component(code="chat", status=ComponentStatus.OPERATIONAL, **more):
    standing = {
        "name": code.capitalize(),
        "created_at": BORN,
        "updated_at": NOON,
        "position": 1,
        "start_date": date(2025, 1, 15),
    }
    return Component(id=code, status=status, **(standing | more))


CHAT = component(status=ComponentStatus.PARTIAL, group_id="messaging", description="Conversations")
MAIL = component("mail", group_id="messaging", position=2)
MESSAGING = component("messaging", ComponentStatus.PARTIAL, members=("chat", "mail"), start_date=None)


def update(status="investigating", at=NOON, body="Messages arrive late.\nNone is lost.", **more):
    code = f"u-{status}-{at:%d%H%M}"
    return Update(id=code, status=status, body=body, created_at=at, updated_at=at, display_at=at, **more)


def incident(code="late", status="identified", at=NOON, **more):
    standing = {
        "name": "Chat messages are arriving late",
        "impact": "major",
        "created_at": at,
        "updated_at": at + timedelta(minutes=20),
        "started_at": at - timedelta(minutes=30),
        "shortlink": f"{URL}/incidents/{code}",
        "updates": (update("identified", at + timedelta(minutes=20)), update(at=at)),
        "components": (CHAT,),
    }
    return Incident(id=code, status=status, **(standing | more))


def maintenance(code="upgrade", status="scheduled", starts=NOON + timedelta(days=2), **more):
    standing = {
        "name": "Database upgrade",
        "impact": "maintenance",
        "updates": (update("scheduled", NOON, "New chats unavailable for 20 minutes."),),
        "scheduled_for": starts,
        "scheduled_until": starts + timedelta(hours=2),
        "started_at": starts,
    }
    return incident(code, status, **(standing | more))


REPORT = update(changes=(Change(CHAT, ComponentStatus.OPERATIONAL, ComponentStatus.PARTIAL),))
FULL = Shown(
    page(),
    (MESSAGING, CHAT, MAIL),
    (
        incident(updates=(update("identified", NOON + timedelta(minutes=20)), REPORT)),
        incident("over", "postmortem", NOON - timedelta(days=19), resolved_at=NOON - timedelta(days=18)),
    ),
    (
        maintenance(),
        maintenance("sooner", starts=NOON + timedelta(days=1)),
        maintenance("now", "in_progress", NOON),
        maintenance("done", "completed", NOON - timedelta(days=6), created_at=NOON - timedelta(days=9)),
    ),
)
