"""A member as a voter: the word under which they vote in one contest, and what is asked of them before they do."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from django.db import connections, models
from django.utils import timezone

from contests.models.contest import ContestPage
from moderation.models import Suspension


class Voter(NamedTuple):
    """What decides whether a member may vote at all, and what they have cast: by entry, how it stands."""

    is_confirmed: bool  # one of their addresses
    suspended_until: datetime | None = None
    votes: Sequence[tuple[int, str]] = ()


class VoterKeyQuerySet(models.QuerySet["VoterKey"]):
    def hold(self, contest_id: int, member_id: int, *, at: datetime) -> str:
        """This member's pseudonym in this contest, made when it is missing. In the caller's transaction: whoever votes
        as the same member meanwhile waits until it ends, and nobody else does."""
        connection = connections[self.db]
        table, key = connection.ops.quote_name(self.model._meta.db_table), secrets.token_bytes(32)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (contest_id, member_id, key, pseudonym, first_at) "  # noqa: S608
                "VALUES (%s, %s, %s, %s, %s) ON CONFLICT (contest_id, member_id) "
                f"DO UPDATE SET first_at = {table}.first_at RETURNING pseudonym",
                [contest_id, member_id, key, pseudonym_of(contest_id, member_id, key=key), stored(connection, at)],
            )
            [pseudonym] = cursor.fetchone()
            return str(pseudonym)

    def voter(self, member_id: int, *, at: datetime) -> Voter:
        """Without the votes. One question, written as SQL: every vote asks."""
        connection = connections[self.db]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {who_votes(connection)}", asked_of(connection, member_id, at))
            return voter_in([cursor.fetchone()])


def who_votes(connection: Any) -> str:
    """Two columns of a SELECT: whether an address is confirmed, and until when the member is suspended."""
    addresses, suspensions = (connection.ops.quote_name(model._meta.db_table) for model in (EmailAddress, Suspension))
    return (
        f"EXISTS (SELECT 1 FROM {addresses} WHERE user_id = %s AND verified = %s), "  # noqa: S608
        f"(SELECT MAX(until) FROM {suspensions} WHERE member_id = %s AND until > %s AND ended_at IS NULL)"
    )


def asked_of(connection: Any, member_id: int, at: datetime) -> list[Any]:
    """What `who_votes` takes."""
    return [member_id, True, member_id, stored(connection, at)]


def voter_in(rows: Sequence[tuple[Any, ...]]) -> Voter:
    """Rows that begin with `who_votes` and may go on with a vote each."""
    confirmed, until = rows[0][:2]
    votes = [(row[2], row[3]) for row in rows if row[2:] and row[2] is not None]
    return Voter(bool(confirmed), read(until) if until else None, votes)


def pseudonym_of(contest_id: int, member_id: int, *, key: bytes) -> str:
    """Without the key, which is deleted with the member, nobody can tell whose it is."""
    return blake2b(f"{contest_id}:{member_id}".encode(), key=key, digest_size=16).hexdigest()


def stored(connection: Any, at: datetime) -> Any:
    """A time as this database takes it."""
    return connection.ops.adapt_datetimefield_value(at)


def read(at: Any) -> datetime:
    """SQLite gives what it has stored: text in UTC."""
    return at if isinstance(at, datetime) else datetime.fromisoformat(at).replace(tzinfo=UTC)


class VoterKey(models.Model):
    """Who stands behind a pseudonym in one contest. Erasing a member deletes this row and nothing else: votes and
    ledger stay, and nobody can tell any more whose they were."""

    wagtail_reference_index_ignore = True

    contest = models.ForeignKey(ContestPage, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.User", on_delete=models.CASCADE, related_name="+")
    key = models.BinaryField(max_length=32)  # drawn at random
    pseudonym = models.CharField(max_length=32, unique=True)  # keyed hash of contest and member
    first_at = models.DateTimeField(default=timezone.now)

    objects = VoterKeyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["contest", "member"], name="one_pseudonym_a_contest")]
