import pytest
from django.core.exceptions import ImproperlyConfigured

from core.env import Env, cache, database, email


def test_a_secret_may_come_from_a_file(tmp_path):
    (tmp_path / "secret").write_text("from the file\n")
    assert Env({"SECRET_KEY_FILE": str(tmp_path / "secret")}).text("SECRET_KEY") == "from the file"
    assert Env({"SECRET_KEY": "here", "SECRET_KEY_FILE": "/nowhere"}).text("SECRET_KEY") == "here"


def test_a_file_that_is_not_there_stops_the_start():
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE cannot be read"):
        Env({"SECRET_KEY_FILE": "/nowhere/at/all"}).text("SECRET_KEY")


@pytest.mark.parametrize(("value", "flag"), [("1", True), ("yes", True), ("0", False), ("", False), ("Off", False)])
def test_a_flag(value, flag):
    assert Env({"DEBUG": value}).flag("DEBUG") is flag


def test_a_flag_that_is_neither_stops_the_start():
    with pytest.raises(ImproperlyConfigured, match="DEBUG must be 1 or 0"):
        Env({"DEBUG": "maybe"}).flag("DEBUG")


def test_sqlite_is_opened_so_that_it_keeps_votes():
    options = database("sqlite:///data/sayso.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    assert options["timeout"] >= 20


def test_postgres_from_a_url():
    found = database("postgres://so:s%40y@db:5433/sayso?sslmode=require")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("so", "s@y", "db", "5433")
    assert found["NAME"] == "sayso"
    assert found["OPTIONS"] == {"sslmode": "require"}
    assert found["CONN_MAX_AGE"] == 600


@pytest.mark.parametrize(("read", "url"), [(database, "mysql://x"), (cache, "memcached://x"), (email, "http://x")])
def test_what_cannot_be_used_stops_the_start(read, url):
    with pytest.raises(ImproperlyConfigured, match="must begin with"):
        read(url)


def test_mail_by_tls():
    found = email("smtp+tls://me:secret@mail.example")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == ("mail.example", 587, True)
