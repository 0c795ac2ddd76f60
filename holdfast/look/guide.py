"""The guide for developers: every shared part in every state, on a page of the desk and one of the site."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from holdfast.look import clocks, icons, pieces, shapes
from holdfast.look.frames import DeskFrame, NextPromise, Place, SiteFrame
from holdfast.look.rows import ticket_row

_ZONE = ZoneInfo("Europe/Lisbon")
_STAGES = ("New", "Acknowledged", "Prioritised", "Tier 1", "Engineering", "QA", "Client approval", "Resolved")


class GuideForm(forms.Form):
    """One field of each sort; bound and empty, it shows its errors."""

    happening = forms.ChoiceField(
        label="What is happening?",
        widget=forms.RadioSelect,
        choices=[("1", "Nothing works"), ("2", "It works, badly")],
    )
    subject = forms.CharField(label="In one line", help_text="Times and names of forms help most.")
    product = forms.ChoiceField(choices=[("", "Choose"), ("chat", "Chat")])
    text = forms.CharField(label="What did you expect?", widget=forms.Textarea(attrs={"rows": 3}))
    copy = forms.BooleanField(label="Send me a copy")

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("Osprey Lane has no contract for this product.")


def guide(request: HttpRequest, kind: str = "desk") -> HttpResponse:
    """The guide as a page of the desk or of the site; the address is for development only."""
    now = datetime.now(UTC)
    template = "look/guide_site.html" if kind == "site" else "look/guide.html"
    return render(
        request, template, context(now) | {"frame": site_frame() if kind == "site" else desk_frame(now)}
    )


def context(now: datetime) -> dict[str, Any]:
    """All that the two pages show, as of `now` (aware)."""
    return {
        "now": now,
        "clocks": every_clock(now),
        "running": every_clock(now)[1],
        "promises": [
            shapes.PromiseLine(f"Turnaround, {each.state}", "1 business day", each)
            for each in every_clock(now)
        ],
        "levels": _levels(now),
        "stages": list(enumerate(_STAGES)),
        "steps": [
            shapes.Step(name, "Mon 13:33" if at < 4 else "", at < 4, at == 4)
            for at, name in enumerate(_STAGES[1:])
        ],
        "messages_shown": [_message(kind, now) for kind in ("in", "out", "note")],
        "event": shapes.Event("event-1", "git-branch", "Kaveh moved it to QA", _when(now, 80)),
        "rows": every_row(now),
        "pins": _pins(),
        "marks": _marks(),
        "groups": _groups(),
        "lines": _lines(now),
        "bound": GuideForm({"product": "chat"}),
        "notes": {"1": "Outage; operators cannot answer", "2": "Slow, or chats and mails misrouted"},
        "bulk": [("assign", "Assign", "user-plus", "a"), ("priority", "Priority", "flag", "p")],
        "moves": [
            ("approval", "Send and ask for approval"),
            ("engineering", "Send and return to engineering"),
        ],
        "symbols": sorted(icons.symbols()),
        "days": [
            {"x": day * 10, "state": "down" if day == 70 else "deg" if day == 71 else ""} for day in range(90)
        ],
        "hours": range(0, 100, 9),
    }


def every_clock(now: datetime) -> list[clocks.Clock]:
    """One clock in each state."""
    made = [
        clocks.running(
            due_at=now + timedelta(seconds=left),
            now=now,
            total=28_800,
            soon=3600,
            label=f"Turnaround of {number}",
        )
        for number, left in ((4818, 7800), (4821, 3340), (4807, -754))
    ]
    explained = "Paused 3 h 20 min for your answer; Thursday was a holiday."
    return [
        *made,
        clocks.standing("paused", "Paused 5 h", explain=explained),
        clocks.standing("kept", "Kept in 15 m"),
        clocks.standing("broken", "Broken, 2 h late"),
        clocks.standing("waived", "Waived", explain="Waived by rule: merged."),
    ]


def every_row(now: datetime) -> list[SafeString]:
    """One row of a list for each state of a clock."""
    subjects = (
        "Chats routed to the wrong queue after Monday's release",
        "Export to CSV times out",
        "Seats from July",
    )
    return [
        ticket_row(
            number=4800 + at,
            url="#",
            subject=subjects[at % 3],
            preview="About one in four; billing is idle",
            client=("Osprey Lane Clinics", "Velda Retail")[at % 2],
            channel=("email", "chat", "phone", "form", "portal", "console", "desk")[at],
            priority=at % 4 + 1,
            provisional=at == 2,
            stage=_STAGES[at],
            step=at,
            holder=("Tobin Adeyar", "", "Kaveh Lindqvar")[at % 3],
            clock=clock,
            unread=at % 3 == 0,
            active=at == 1,
        )
        for at, clock in enumerate(every_clock(now))
    ]


def desk_frame(now: datetime) -> DeskFrame:
    """The desk around the guide."""
    return DeskFrame(
        person="Tobin Adeyar",
        note="Tier 1, on shift until 18:00",
        rail=(
            Place("Tickets", "#", "inbox", current=True, tone="late", alert="1 promise overdue"),
            Place("Clients", "#", "building-2"),
            Place("Held mail", "#", "shield-alert"),
            Place("Outbox", "#", "send"),
            Place("Policy", "#", "scroll-text"),
            Place("Trail", "#", "history"),
        ),
        account=(Place("Profile and notices", "#", "circle-user"),),
        sign_out_url="#",
        next_promise=NextPromise(every_clock(now)[1], "hourly update, 118", "#"),
    )


def site_frame() -> SiteFrame:
    """The site around the guide."""
    return SiteFrame(
        name="Pellucid Support",
        home_url="#",
        places=(Place("Help", "#", current=True), Place("My tickets", "#"), Place("Support policy", "#")),
        escalate_url="#",
        person="Orla Thistlewick",
        note="Osprey Lane Clinics",
        sign_out_url="#",
        foot="Support day and night, every day of the year: +1 202 555 0143",
        foot_places=(Place("Support policy", "#"),),
    )


def _when(now: datetime, minutes: int) -> SafeString:
    return pieces.when(now - timedelta(minutes=minutes), now=now, zone=_ZONE)


def _message(kind: str, now: datetime) -> shapes.Message:
    author = {"in": "Orla Thistlewick", "out": "Tobin Adeyar", "note": "Kaveh Lindqvar"}[kind]
    return shapes.Message(
        anchor=f"message-{kind}",
        kind=kind,
        author=author,
        role={"in": "Osprey Lane Clinics", "out": "Tier 1", "note": "Engineering"}[kind],
        when=_when(now, 90),
        channel="Internal note" if kind == "note" else "Email",
        icon="lock" if kind == "note" else "mail",
        body=SafeString("<p>It is about <b>one in four</b>. Two examples are in the screenshots.</p>"),
        quoted=SafeString("<blockquote>Earlier words</blockquote>") if kind == "in" else None,
        files=(shapes.File("routing-monday.png", "#", "412 KB", "image"),) if kind == "in" else (),
        delivery="accepted by their mail server" if kind == "out" else "",
        delivery_tone="kept" if kind == "out" else "",
    )


def _levels(now: datetime) -> list[shapes.Level]:
    return [
        shapes.Level("Technical support", "Saoirse Wendt", "past", "day and night"),
        shapes.Level("Assistant Director, Software", "Kaveh Lindqvar", "now", clock=every_clock(now)[1]),
        shapes.Level("AVP, Corporate Strategy", "Mirela Osk"),
    ]


def _pins() -> list[shapes.Pin]:
    late = "Turnaround of 4807 is overdue by 12 minutes"
    two = "Two turnarounds due around 14:45"
    return [
        shapes.Pin(0, "overdue", "#", late, "#4807", "12 min late", shapes.Label(2)),
        shapes.Pin(0.02, "soon", "#", "Hourly update due 12:40", "Hourly update", "118", shapes.Label(1)),
        shapes.Pin(0.18, "ok", "#", two, "2 turnarounds", "Quillon, Osprey", shapes.Label(0, shown="roomy")),
        shapes.Pin(0.3, "ok", "#", "Reminder due 15:00", "Reminder", "#4801", shapes.Label(shown="never")),
        shapes.Pin(0.95, "ok", "#", "Reminder due 19:35", "Reminder", "#4802", shapes.Label(2, is_back=True)),
    ]


def _marks() -> list[shapes.Mark]:
    hours = (shapes.Mark((hour * 60 - 35) / 480, f"{12 + hour}:00") for hour in range(1, 9))
    return [shapes.Mark(0, "12:35"), *hours]


def _groups() -> list[shapes.ViewGroup]:
    first = (
        Place("Open", "#", "inbox", current=True, count=48),
        Place("Overdue", "#", "triangle-alert", count=1, tone="late"),
    )
    return [
        shapes.ViewGroup("", first),
        shapes.ViewGroup("By stage", (Place("Engineering", "#", "code", count=12),)),
    ]


def _lines(now: datetime) -> list[shapes.TicketLine]:
    return [
        shapes.TicketLine(
            "#",
            "Evaluation form loses the last section",
            "#4790, Priority 2",
            pieces.stage_bar("QA", 5),
            each,
        )
        for each in every_clock(now)[:3]
    ]
