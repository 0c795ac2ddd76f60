"""Recordings: fetched by their name alone, capped, kept among the files, removed after their time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from holdfast.channels.voice import recordings
from holdfast.channels.voice.models import Call, PhoneLine
from holdfast.files.models import StoredFile
from holdfast.files.storage import forget, path_of, store
from holdfast.kernel.models import TrailEntry
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


def test_what_a_telephone_that_nobody_took_recorded_takes_no_place_of_the_words_that_are_left(
    line: Line, far: StandIn
) -> None:
    line.asks("incoming")
    line.recorded("RE" + "2" * 32, source="DialVerb")
    line.asks("left", RecordingSid=RECORDING, RecordingDuration="42")
    call = Call.objects.get()
    assert (call.recording_name, call.is_message) == (RECORDING, True)
