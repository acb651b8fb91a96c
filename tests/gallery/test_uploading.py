"""Sessions: who may begin one, what it allows, and that everything may be asked for twice."""

import contextlib
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.errors import Refused, RuleBroken, Stale
from gallery import tasks
from gallery.actions.uploading import (
    abandon_upload,
    begin_upload,
    clean_uploads,
    complete_upload,
    forget_uploads,
    receive_part,
    receive_plain,
    tickets_for,
)
from gallery.models import MediaItem, Stage, UploadSession, UploadState
from gallery.purposes import MB
from gallery.storages import private
from tests.gallery.sending import PART, begun, content, files_under, send, uploaded
from tests.moderation.test_reporting_at_once import at_once
from tests.moderation.test_suspended import suspend

pytestmark = pytest.mark.django_db
A_DAY = timedelta(hours=24)


def refused(act: Any) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return str(caught.value)


def broken(act: Any) -> tuple[str, str]:
    with pytest.raises(RuleBroken) as caught:
        act()
    return caught.value.code, caught.value.messages[0]


def test_a_file_that_arrived_is_an_item_under_the_sessions_key(tom):
    session = send(begun(by=tom, name="cup.jpg", audience="page:7"))
    item = complete_upload(session, by=tom)
    assert (item.owner, item.purpose, item.name, item.size) == (tom, "picture", "cup.jpg", session.size)
    assert (item.audience, item.stage, item.is_public) == ("page:7", Stage.UPLOADED, False)
    assert (item.key, session.media, session.state) == (session.key, item, UploadState.COMPLETE)
    with private().open(item.key) as file:
        assert file.read() == content(session.size)


def test_its_check_is_enqueued_once(tom, kept_tasks, django_capture_on_commit_callbacks):
    session = send(begun(by=tom))
    with django_capture_on_commit_callbacks(execute=True):
        item = complete_upload(session, by=tom)
        complete_upload(session, by=tom)
    [task] = DBTaskResult.objects.all()
    assert (task.task_path, task.args_kwargs["args"]) == (tasks.prepare_media.module_path, [item.pk])


def test_completing_twice_is_one_item_also_with_an_old_copy_of_the_session(tom):
    session = send(begun(by=tom))
    copy = UploadSession.objects.get(pk=session.pk)
    first = complete_upload(session, by=tom)
    assert complete_upload(session, by=tom) == first
    assert complete_upload(copy, by=tom) == first
    assert MediaItem.objects.count() == 1


def test_completing_too_early_says_how_many_parts_are_missing(tom):
    session = send(begun(by=tom), 2)
    code, words = broken(lambda: complete_upload(session, by=tom))
    assert (code, words) == (
        "parts-missing",
        "2 of 3 parts have not arrived yet. Send them, then it is complete.",
    )
    assert not MediaItem.objects.exists()
    complete_upload(send(session, 1, 3), by=tom)


def test_a_visitor_uploads_nothing(vera):
    assert refused(lambda: begun(by=vera)) == "Sign in to upload a file."


def test_a_suspended_member_uploads_nothing(tom, mo):
    suspend(tom, mo)
    assert "Your account is suspended until" in refused(lambda: begun(by=tom))


def test_another_member_does_nothing_with_it(tom, ines):
    session = send(begun(by=tom))
    for act in (
        lambda: receive_part(session, 1, BytesIO(b""), by=ines),
        lambda: complete_upload(session, by=ines),
        lambda: abandon_upload(session, by=ines),
        lambda: tickets_for(session, [1], by=ines),
    ):
        assert refused(act) == "Only the member who began an upload can go on with it."
    complete_upload(session, by=tom)
    assert "Only the member" in refused(lambda: complete_upload(session, by=ines))


def test_a_fourth_upload_waits_until_one_of_three_has_ended(tom, ines):
    first, _second, third = (begun(by=tom) for _n in range(3))
    assert refused(lambda: begun(by=tom)) == "At most 3 uploads may be open at once. Let one finish, or abandon it."
    begun(by=ines)
    abandon_upload(first, by=tom)
    fourth = begun(by=tom)
    assert refused(lambda: begun(by=tom))
    complete_upload(send(third), by=tom)
    begun(by=tom)
    assert UploadSession.objects.of(tom).open().count() == 3
    assert fourth.is_open()


def test_two_gigabytes_fit_into_24_hours(tom):
    now = timezone.now()
    for _n in range(4):
        session = begun(by=tom, purpose="video", size=480 * MB, at=now - timedelta(hours=23))
        UploadSession.objects.filter(pk=session.pk).update(state=UploadState.COMPLETE)
    words = refused(lambda: begun(by=tom, purpose="video", size=80 * MB + 1))
    assert words == "In 24 hours at most 2000 MB may be uploaded, and you have 1920 MB. Try again later."
    abandon_upload(begun(by=tom, purpose="video", size=80 * MB), by=tom)
    UploadSession.objects.filter(pk=session.pk).update(created_at=now - A_DAY)
    begun(by=tom, purpose="video", size=480 * MB)


def test_an_abandoned_upload_counts_what_had_arrived(tom):
    session = send(begun(by=tom, size=3 * PART), 2)
    abandon_upload(session, by=tom)
    session.refresh_from_db()
    assert (session.state, session.spent) == (UploadState.ABANDONED, PART)
    assert UploadSession.objects.of(tom).spent() == PART


@pytest.mark.parametrize(
    ("purpose", "size", "code", "words"),
    [
        ("picture", 0, "empty", "The file is empty."),
        ("picture", 15 * MB + 50_001, "too-heavy", "The file has 15.1 MB; at most 15 MB are allowed."),
        ("avatar", 11 * MB, "too-heavy", "The file has 11.0 MB; at most 10 MB are allowed."),
        ("video", 2**62, "too-heavy", "The file has 4611686018427.4 MB; at most 500 MB are allowed."),
        ("weapon", 5, "no-purpose", "Nothing is uploaded for this purpose here."),
    ],
)
def test_what_the_purpose_does_not_allow_is_refused_at_once(tom, purpose, size, code, words):
    assert broken(lambda: begun(by=tom, purpose=purpose, size=size)) == (code, words)
    assert not UploadSession.objects.exists()


def test_what_is_just_allowed_begins(tom):
    assert begun(by=tom, size=15 * MB).parts == 15
    assert begun(by=tom, size=1).parts == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../x", "../../x"),  # shown, never a path
        ("a.php.jpg", "a.php.jpg"),
        ("%00.jpg", "%00.jpg"),
        ("a\x00b\x1b[31m.jpg", "ab[31m.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\u2066b\u2069.jpg", "ab.jpg"),
        ("x" * 400, "x" * 300),
        ("🦊☕.jpg", "🦊☕.jpg"),
        ("CON", "CON"),
        (".htaccess", ".htaccess"),
        ("two\r\nlines.jpg", "two lines.jpg"),
        ("half\ud800.jpg", "half.jpg"),
        ("", "File without a name"),
        (" \u200b ", "File without a name"),
    ],
)
def test_a_name_is_only_shown_and_without_what_hides(tom, own_storages, name, shown):
    session = begin_upload(by=tom, purpose="picture", name=name, size=4)
    item = complete_upload(send(session), by=tom)
    assert (session.name, item.name) == (shown, shown)
    assert files_under(own_storages) == [session.key]


def test_keys_do_not_tell_what_they_hold(tom):
    assert len({uploaded(by=tom, size=4).key for _n in range(3)}) == 3


def test_an_abandoned_upload_leaves_nothing_and_cannot_go_on(tom, own_storages):
    session = send(begun(by=tom), 1, 2)
    abandon_upload(session, by=tom)
    abandon_upload(session, by=tom)
    assert files_under(own_storages) == []
    for act in (
        lambda: send(session, 3),
        lambda: complete_upload(session, by=tom),
        lambda: tickets_for(session, [1], by=tom),
    ):
        with pytest.raises(Stale, match="This upload has ended. Choose the file again."):
            act()


def test_what_is_complete_is_not_abandoned(tom):
    session = send(begun(by=tom))
    item = complete_upload(session, by=tom)
    abandon_upload(session, by=tom)
    session.refresh_from_db()
    assert (session.state, session.media) == (UploadState.COMPLETE, item)
    assert private().exists(item.key)


def test_a_part_that_comes_after_the_end_leaves_nothing(tom, own_storages):
    """The request was let in while the session was open, and arrives when it is not."""
    session = begun(by=tom)
    copy = UploadSession.objects.get(pk=session.pk)
    abandon_upload(session, by=tom)
    with pytest.raises((Stale, RuleBroken), match="This upload has ended"):
        send(copy, 1)
    assert files_under(own_storages) == []


def test_completing_an_upload_that_was_abandoned_meanwhile_leaves_nothing(tom, own_storages):
    session = send(begun(by=tom))
    copy = UploadSession.objects.get(pk=session.pk)
    UploadSession.objects.filter(pk=session.pk).update(state=UploadState.ABANDONED)  # its files not yet cleared
    with pytest.raises(Stale):
        complete_upload(copy, by=tom)
    assert files_under(own_storages) == []
    assert not MediaItem.objects.exists()


def test_the_sweep_takes_away_what_has_expired_and_nothing_else(tom, ines, own_storages):
    now = timezone.now()
    old = send(begun(by=tom), 1)
    UploadSession.objects.filter(pk=old.pk).update(expires_at=now)
    young = send(begun(by=tom, at=now - A_DAY + timedelta(minutes=1)), 1)
    done = uploaded(by=ines)
    assert clean_uploads(at=now) == 1
    assert clean_uploads(at=now) == 0
    old.refresh_from_db()
    assert old.state == UploadState.ABANDONED
    assert files_under(own_storages) == sorted([done.key, f"quarantine/{young.key}/1"])


def test_an_expired_upload_takes_no_part(tom):
    session = begun(by=tom, at=timezone.now() - A_DAY)
    with pytest.raises(Stale):
        send(session, 1)
    begun(by=tom), begun(by=tom), begun(by=tom)  # nor is it in the way


def test_nothing_on_its_way_outlives_a_member_who_leaves(tom, own_storages, django_capture_on_commit_callbacks):
    done, session = uploaded(by=tom), send(begun(by=tom), 1, 2)
    copy = UploadSession.objects.get(pk=session.pk)
    with django_capture_on_commit_callbacks(execute=True):
        forget_uploads(tom)
        assert len(files_under(own_storages)) == 3  # it may still be taken back
    assert not UploadSession.objects.exists()
    assert files_under(own_storages) == [done.key]
    with pytest.raises((Stale, RuleBroken)):
        send(copy, 3)
    assert files_under(own_storages) == [done.key]


def test_a_file_of_a_plain_form_is_the_same_item(tom, kept_tasks, own_storages, django_capture_on_commit_callbacks):
    file = SimpleUploadedFile("cup.jpg", content(2 * PART + 7))
    with django_capture_on_commit_callbacks(execute=True):
        item = receive_plain(file, by=tom, purpose="picture")
    assert (item.owner, item.size, item.name, item.stage) == (tom, file.size, "cup.jpg", Stage.UPLOADED)
    assert files_under(own_storages) == [item.key]
    with private().open(item.key) as kept:
        assert kept.read() == content(file.size)
    assert DBTaskResult.objects.filter(task_path=tasks.prepare_media.module_path).count() == 1


@pytest.mark.parametrize(
    ("size", "purpose", "code"), [(0, "picture", "empty"), (11 * MB, "avatar", "too-heavy"), (5, "x", "no-purpose")]
)
def test_a_plain_file_is_judged_alike_and_leaves_nothing(tom, own_storages, size, purpose, code):
    file = SimpleUploadedFile("a.jpg", b"x" * size)
    assert broken(lambda: receive_plain(file, by=tom, purpose=purpose))[0] == code
    assert files_under(own_storages) == []
    assert not UploadSession.objects.open().exists()


def test_a_plain_form_brings_25_megabytes_at_most(tom):
    code, words = broken(
        lambda: receive_plain(SimpleUploadedFile("a.mp4", b"x" * (25 * MB + 1)), by=tom, purpose="video")
    )
    assert code == "plain-too-heavy"
    assert words.startswith("The file has 25.0 MB; sent in one piece, at most 25 MB are allowed.")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_completions_at_once_are_one_item(tom, kept_tasks, own_storages):
    session = send(begun(by=tom))
    copies = [UploadSession.objects.get(pk=session.pk) for _n in range(8)]
    items = at_once(lambda copy: complete_upload(copy, by=tom), copies)
    assert {item.pk for item in items} == {MediaItem.objects.get().pk}
    assert files_under(own_storages) == [session.key]
    assert DBTaskResult.objects.filter(task_path=tasks.prepare_media.module_path).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_begun_at_once_are_three_at_most(tom, own_storages):
    def begin(_n: int) -> bool:
        try:
            begun(by=tom)
        except Refused:
            return False
        return True

    assert sum(at_once(begin, list(range(8)))) == 3
    assert len(list((own_storages / "quarantine").glob("*/*"))) == 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_completed_and_abandoned_at_once_is_one_or_the_other(tom, own_storages):
    for _n in range(5):
        session = send(begun(by=tom, size=4 * PART))
        acts = [
            lambda copy: complete_upload(copy, by=tom),
            lambda copy: abandon_upload(copy, by=tom),
        ]
        copies = [UploadSession.objects.get(pk=session.pk) for _act in acts]

        def act(pair: Any) -> None:
            verb, copy = pair
            with contextlib.suppress(Stale, RuleBroken):
                verb(copy)

        at_once(act, list(zip(acts, copies, strict=True)))
        session.refresh_from_db()
        item = MediaItem.objects.filter(key=session.key).first()
        assert (item is not None) == (session.state == UploadState.COMPLETE)
        assert private().exists(session.key) == (item is not None)
        assert not list((own_storages / "quarantine" / session.key).glob("*"))
