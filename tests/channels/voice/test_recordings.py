"""Recordings: fetched by their name alone, capped, kept among the files, removed after their time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes

import msgspec
import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from holdfast.channels.voice import copies, recordings
from holdfast.channels.voice import loop as calls
from holdfast.channels.voice.answering import require_account
from holdfast.channels.voice.checks import _of_recordings
from holdfast.channels.voice.models import Call, PhoneLine
from holdfast.files.models import StoredFile
from holdfast.files.storage import forget, path_of, store
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Refused
from tests.channels.voice.provider import ACCOUNT, RECORDING, Line, env_with_provider
from tests.web_stand_in import StandIn
from tests.world import Clock

SOUND = b"ID3 a voice"


@pytest.fixture
def far(line: Line, settings: Settings) -> Iterator[StandIn]:
    """The provider's interface, on the loopback."""
    with StandIn() as far:
        settings.ENV = env_with_provider(twilio_url=far.url, test_inside=True)
        far.answer(200, SOUND)
        yield far


def told_of(line: Line, name: str = RECORDING) -> Call:
    line.asks("incoming")
    line.recorded(name)
    return Call.objects.get()


def test_t52_a_recording_is_asked_for_by_its_name_at_our_provider_wherever_it_is_said_to_lie(
    line: Line, far: StandIn
) -> None:
    call = told_of(line)
    assert recordings.run_once() == 0.0
    call.refresh_from_db()
    (asked,) = far.asked  # and nothing at the address inside that was told
    assert (asked.method, asked.path) == (
        "GET",
        f"/2010-04-01/Accounts/{ACCOUNT}/Recordings/{RECORDING}.mp3",
    )
    assert "authorization" in asked.headers
    assert (call.recording_state, call.recording and call.recording.media_type) == ("kept", "audio/mpeg")
    assert recordings.run_once() == recordings.IDLE


@pytest.mark.parametrize("name", ["../../../etc/passwd", "RE1", "RE" + "1" * 32 + "/../../x"])
def test_t52_what_is_no_name_of_a_recording_is_asked_for_nowhere(line: Line, far: StandIn, name: str) -> None:
    told_of(line, name)
    recordings.run_once()
    assert (Call.objects.get().recording_state, far.asked) == ("failed", [])


def test_t52_a_provider_that_leads_inside_is_not_asked(line: Line, far: StandIn, settings: Settings) -> None:
    settings.ENV = env_with_provider(twilio_url=far.url.replace("http:", "https:"), test_inside=False)
    told_of(line)
    recordings.run_once()
    assert (Call.objects.get().recording_state, far.asked) == ("failed", [])


def test_t88_one_that_is_too_large_is_not_kept(
    line: Line, far: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recordings, "LARGEST_FILE", len(SOUND) - 1)
    told_of(line)
    recordings.run_once()
    call = Call.objects.get()
    assert (call.recording_state, call.recording, call.recording_next_at) == ("too_large", None, None)
    assert TrailEntry.objects.get(fact="RecordingLost").said["why"] == "It has more than 50 MB."


def test_while_the_provider_fails_it_is_asked_again_ever_more_seldom_and_given_up_in_the_end(
    line: Line, far: StandIn, the_clock: Clock
) -> None:
    told_of(line)
    far.answer(503)
    for minutes in (1, 2, 4, 8, 16, 32, 64):
        assert recordings.run_once() == 0.0
        assert Call.objects.get().recording_next_at == the_clock.now + timedelta(minutes=minutes)
        assert recordings.run_once() == recordings.IDLE
        the_clock.forward(minutes=minutes)
    recordings.run_once()
    assert Call.objects.get().recording_state == "failed"
    assert len(far.asked) == recordings.MOST_TRIES


def test_after_its_time_the_sound_is_removed_and_the_call_stays(
    line: Line,
    far: StandIn,
    the_clock: Clock,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    PhoneLine.objects.create(keeps_recordings_for=30)
    told_of(line)
    recordings.run_once()
    kept = Call.objects.get().recording
    assert kept is not None and path_of(kept.pk).read_bytes() == SOUND
    the_clock.forward(days=29)
    assert recordings.run_once() == recordings.IDLE
    the_clock.forward(days=1)
    with django_capture_on_commit_callbacks(execute=True):
        recordings.run_once()
    call = Call.objects.get()
    assert (call.recording_state, call.recording, call.is_message) == ("ended", None, True)
    assert not StoredFile.objects.filter(pk=kept.pk).exists() and not path_of(kept.pk).exists()


def test_a_content_that_hangs_on_something_else_as_well_is_not_forgotten(
    line: Line, far: StandIn, the_clock: Clock
) -> None:
    told_of(line)
    recordings.run_once()
    forget(store(SOUND, at=the_clock.now))
    assert Call.objects.get().recording is not None


def test_a_message_is_put_in_writing_by_the_service_that_is_named_and_by_none_as_shipped(
    line: Line, far: StandIn, settings: Settings
) -> None:
    line.asks("incoming")
    line.asks("left", RecordingSid=RECORDING, RecordingDuration="42")
    recordings.run_once()
    assert (Call.objects.get().transcription, len(far.asked)) == ("", 1)
    with StandIn() as service:
        settings.ENV = env_with_provider(transcriber=f"{service.url}/words?model=small")
        service.answer(200, b"The chats are <down>.\x00")
        Call.objects.update(recording_state="awaited", recording_next_at=Call.objects.get().began_at)
        recordings.run_once()
        (asked,) = service.asked
        assert (asked.path, asked.body) == ("/words?model=small&language=en", SOUND)
        assert Call.objects.get().transcription == "The chats are <down>."
        service.answer(500)
        Call.objects.update(
            recording_state="awaited", recording_next_at=Call.objects.get().began_at, transcription=""
        )
        recordings.run_once()
        assert (Call.objects.get().recording_state, Call.objects.get().transcription) == ("kept", "")


def test_a_service_with_the_interface_of_openai_gets_a_form_and_what_it_lacks_is_no_fault(
    line: Line, far: StandIn, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    line.asks("incoming")
    line.asks("left", RecordingSid=RECORDING, RecordingDuration="42")

    def transcribed() -> str:
        Call.objects.update(recording_state="awaited", recording_next_at=Call.objects.get().began_at)
        recordings.run_once()
        assert Call.objects.get().recording_state == "kept"
        return Call.objects.get().transcription

    with StandIn() as service:
        settings.ENV = env_with_provider(
            twilio_url=far.url,
            test_inside=True,
            transcriber=f"{service.url}/v1/audio/transcriptions",
            transcriber_model="whisper-1",
            transcriber_key="sk-secret",
        )
        for status, body, why in (
            (401, b'{"error": {"message": "no key"}}', "It answered 401."),
            (429, b"", "It answered 429."),
            (200, b"<html>", "Its answer holds no text."),
            (200, b'["text"]', "Its answer holds no text."),
            (200, b'{"text": "The ch', "Its answer holds no text."),
        ):
            service.answer(status, body)
            assert transcribed() == "" and why in caplog.messages[-1]
        service.answer(200, b'{"text": " The chats are <down>.\\u0000", "usage": {}}')
        assert transcribed() == "The chats are <down>."
        asked = service.asked[-1]
        assert (asked.method, asked.path) == ("POST", "/v1/audio/transcriptions")
        assert asked.headers["authorization"] == "Bearer sk-secret" and "sk-secret" not in caplog.text
        form = message_from_bytes(
            b"Content-Type: " + asked.headers["content-type"].encode() + b"\r\n\r\n" + asked.body
        )
        values = {
            str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True)
            for part in form.get_payload()
        }
        assert values == {"model": b"whisper-1", "language": b"en", "response_format": b"json", "file": SOUND}
        assert [part.get_filename() for part in form.get_payload()] == [None, None, None, "message.mp3"]
    Call.objects.update(transcription="")
    assert transcribed() == "", "nobody answers there any more"


def test_the_providers_copy_is_removed_once_what_is_kept_here_is_whole_and_asked_for_again_where_it_fails(
    line: Line, far: StandIn, the_clock: Clock
) -> None:
    call = told_of(line)
    assert copies.run_once() == copies.IDLE, "nothing is kept here yet"
    assert recordings.run_once() == 0.0
    far.answer(503)
    assert (copies.run_once(), copies.run_once()) == (0.0, copies.IDLE)
    assert not TrailEntry.objects.filter(fact__startswith="Copy").exists()
    the_clock.forward(minutes=1)
    far.answer(204)
    assert (copies.run_once(), copies.run_once()) == (0.0, copies.IDLE)
    there = f"/2010-04-01/Accounts/{ACCOUNT}/Recordings/{RECORDING}"
    asked = [(each.method, each.path) for each in far.asked]
    assert asked == [("GET", f"{there}.mp3"), *[("DELETE", f"{there}.json")] * 2]
    call.refresh_from_db()
    assert (call.copy_state, call.recording_state) == ("removed", "kept")
    assert TrailEntry.objects.get(fact="CopyRemoved").about == f"call-{call.pk}"


def test_t84_a_restored_copy_fetches_no_recording_and_removes_none_at_the_provider(
    line: Line, far: StandIn, settings: Settings
) -> None:
    """What the original has yet to fetch would be gone; and nothing is given up while it is only a copy."""
    told_of(line)
    recordings.run_once()
    told_of_late = Line(sid="CA" + "b" * 32)
    told_of_late.asks("incoming")
    told_of_late.recorded("RE" + "2" * 32)
    far.asked.clear()
    settings.ENV = msgspec.structs.replace(settings.ENV, nothing_leaves=True)
    assert calls.run_once() == recordings.IDLE
    with pytest.raises(Refused, match="Nothing leaves here"):
        require_account()
    assert far.asked == []
    settings.ENV = msgspec.structs.replace(settings.ENV, nothing_leaves=False)
    while calls.run_once() == 0.0:
        pass
    assert [each.method for each in far.asked] == ["GET", "DELETE", "DELETE"]


def test_a_copy_stays_with_the_provider_while_ours_is_not_whole_or_it_shall_stay_and_says_so_when_it_must(
    line: Line, far: StandIn, the_clock: Clock
) -> None:
    call = told_of(line)
    recordings.run_once()
    call.refresh_from_db()
    assert call.recording is not None
    path_of(call.recording.pk).write_bytes(b"ID3 a vo")
    assert copies.run_once() == 0.0 and len(far.asked) == 1, "ours is damaged: theirs is the only one"
    told = TrailEntry.objects.get(fact="CopyStays")
    assert "differs" in told.said["why"] and "could not be removed at the provider" in _of_recordings()[0]
    path_of(call.recording.pk).write_bytes(SOUND)
    Call.objects.update(copy_state="due", copy_next_at=the_clock.now, copy_tries=0)
    far.answer(401)
    for _ in range(copies.MOST_TRIES):
        assert copies.run_once() == 0.0
        the_clock.forward(hours=2)
    assert copies.run_once() == copies.IDLE and Call.objects.get().copy_state == "stays"
    assert TrailEntry.objects.filter(fact="CopyStays").latest("pk").said["why"] == "Twilio answered 401."
    PhoneLine.objects.create(keeps_copies=True)
    Call.objects.update(recording_state="awaited", recording_next_at=the_clock.now, copy_state="")
    far.answer(200, SOUND)
    assert (recordings.run_once(), copies.run_once()) == (0.0, copies.IDLE)
    assert Call.objects.get().recording_state == "kept"


def test_what_a_telephone_that_nobody_took_recorded_takes_no_place_of_the_words_that_are_left(
    line: Line, far: StandIn
) -> None:
    line.asks("incoming")
    line.recorded("RE" + "2" * 32, source="DialVerb")
    line.asks("left", RecordingSid=RECORDING, RecordingDuration="42")
    call = Call.objects.get()
    assert (call.recording_name, call.is_message) == (RECORDING, True)
