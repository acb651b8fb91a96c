"""How long a film lasts and how fast it runs: first by its packets, which costs no decoding, then by its frames."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from av.error import FFmpegError
from av.packet import Packet

from gallery.processing.outcome import Tell, Unfit
from gallery.processing.videos.containers import Film
from gallery.purposes import Purpose

SECONDS_TOLERANCE = 0.5  # of a contest's limits
RATE_TOLERANCE = 0.01  # 59.94 and 60.02 are 60
CUT_SECONDS, CUT_SHARE = 0.5, 0.02  # by how much header and content may differ: the larger of both
LEAST_SHOWN = 0.8  # of the packets: some codecs have packets that show nothing
MOST_DAMAGED = 0.02  # of the packets
TOLD_EVERY = 500  # packets


@dataclass(slots=True)
class Course:
    """What was seen of one stream, in seconds. A packet that hides (a film's edit list cuts it away) is not counted."""

    first: float | None = None
    last: float = 0.0
    held: float = 0.0  # how long the last one stays, 0 where it does not say
    count: int = 0

    def take(self, pts: int | None, duration: int | None, base: Fraction | None) -> None:
        if pts is None or not base:
            return
        at = float(pts * base)
        self.count += 1
        self.first = at if self.first is None else min(self.first, at)
        if at >= self.last or self.count == 1:
            self.last, self.held = at, float((duration or 0) * base)

    @property
    def seconds(self) -> float:
        """From the beginning of the first to the end of the last, rounded to a hundredth."""
        if self.first is None:
            return 0.0
        usual = (self.last - self.first) / (self.count - 1) if self.count > 1 else 0.0
        return round(self.last - self.first + (self.held or usual), 2)

    @property
    def rate(self) -> float:
        """On the average, a second."""
        return round(self.count / self.seconds, 2) if self.seconds else 0.0


def course_of(film: Film, purpose: Purpose, *, tell: Tell, measured: dict[str, Any]) -> Course:
    """The picture's course by its packets. Raises Unfit if it is outside the purpose's limits or not what the header
    says, and stops reading as soon as it surely is too long."""
    judge_header(film, purpose)
    picture, sound = Course(), Course()
    try:
        for number, packet in enumerate(_packets(film)):
            mine = picture if packet.stream.index == film.video.index else sound
            mine.take(packet.pts, packet.duration, packet.time_base)
            _stop_if_endless(picture, purpose)
            if number % TOLD_EVERY == 0 and packet.pos:
                tell("checking", min(99, 100 * packet.pos // film.size))
    finally:
        measured |= {"seconds": picture.seconds, "rate": picture.rate}
    judge_against_header(film, picture, sound)
    judge(picture, purpose)
    return picture


def _packets(film: Film) -> Iterator[Packet]:
    """Ends where the file does, or where it cannot be read on: how much is missing is judged by the header."""
    try:
        for packet in film.container.demux(*film.streams):
            if packet.size and not packet.is_discard:
                yield packet
    except FFmpegError:
        return


def judge_header(film: Film, purpose: Purpose) -> None:
    """Raises Unfit for a frame or a length that the header itself puts far beyond the limits."""
    judge_frame(film.video.codec_context.width, film.video.codec_context.height, purpose)
    said, most = film.said, purpose.max_seconds
    if said and most and said > most + SECONDS_TOLERANCE + slack(said):
        raise Unfit("film-too-long", seconds=round(said, 2), most=_plain(most))


def judge_frame(width: int, height: int, purpose: Purpose) -> None:
    long, short = purpose.max_frame
    if max(width, height) > long or min(width, height) > short:
        raise Unfit("film-frame-large", width=width, height=height, long=long, short=short)


def _stop_if_endless(picture: Course, purpose: Purpose) -> None:
    most = purpose.max_seconds
    if most is None or picture.first is None:
        return
    if picture.last - picture.first > most + SECONDS_TOLERANCE + slack(most):
        raise Unfit("film-longer-than", most=_plain(most))
    if picture.count > (most + 2) * purpose.rates[1] * (1 + RATE_TOLERANCE):
        raise Unfit("film-too-many-frames", count=picture.count, rate=_plain(purpose.rates[1]))


def slack(seconds: float) -> float:
    return max(CUT_SECONDS, CUT_SHARE * seconds)


def judge_against_header(film: Film, picture: Course, sound: Course) -> None:
    """Raises Unfit where more or less is in the file than its header says: it was cut off, or is damaged."""
    found = picture.seconds
    if not film.video.duration and sound.first is not None and picture.first is not None:
        # The header has one length for all: it ends with whichever ends last.
        end = max(picture.first + picture.seconds, sound.first + sound.seconds)
        found = max(found, end - min(picture.first, sound.first))
    if film.said and abs(film.said - found) > slack(film.said):
        raise Unfit("film-cut", said=round(film.said, 2), seconds=round(found, 2))


def judge(picture: Course, purpose: Purpose) -> None:
    """Raises Unfit for a length or a rate outside the limits."""
    seconds, rate = picture.seconds, picture.rate
    if not picture.count:
        raise Unfit("film-no-picture")
    if purpose.max_seconds is not None and seconds > purpose.max_seconds + SECONDS_TOLERANCE:
        raise Unfit("film-too-long", seconds=seconds, most=_plain(purpose.max_seconds))
    if purpose.min_seconds is not None and seconds < purpose.min_seconds - SECONDS_TOLERANCE:
        raise Unfit("film-too-short", seconds=seconds, least=_plain(purpose.min_seconds))
    least, most = purpose.rates
    if not least * (1 - RATE_TOLERANCE) <= rate <= most * (1 + RATE_TOLERANCE):
        raise Unfit("film-rate", rate=rate, least=_plain(least), most=_plain(most))


def judge_damage(shown: Course, packets: Course, damaged: int) -> None:
    """Raises Unfit as soon as too much of a film cannot be decoded: there is no use in converting the rest."""
    if damaged > MOST_DAMAGED * packets.count:
        code = "film-damaged" if shown.count else "film-undecodable"
        raise Unfit(code, seconds=shown.seconds, said=packets.seconds)


def judge_decoded(shown: Course, packets: Course, damaged: int, purpose: Purpose) -> None:
    """The frames tell the same as the packets, or the film is damaged. Raises Unfit."""
    judge_damage(shown, packets, damaged)
    if shown.count < LEAST_SHOWN * packets.count or abs(shown.seconds - packets.seconds) > slack(packets.seconds):
        raise Unfit("film-damaged" if shown.count else "film-undecodable", seconds=shown.seconds, said=packets.seconds)
    judge(shown, purpose)


def _plain(number: float) -> float:
    """60 rather than 60.0."""
    return int(number) if number == int(number) else number
