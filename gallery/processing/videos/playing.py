"""A film as its decoder gives it: frames and sound with times that begin with the first picture."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from av.audio.frame import AudioFrame
from av.error import FFmpegError, InvalidDataError
from av.packet import Packet
from av.video.frame import VideoFrame

from gallery.processing.videos.containers import Film
from gallery.processing.videos.measuring import Course, judge_damage
from gallery.processing.videos.turning import TICKS, Shape

LATEST = 1.0  # seconds by which sound may lie outside the picture before it is left out unheard


@dataclass(slots=True)
class Playing:
    """`shown` and `damaged` (packets and frames) say what came of it, once `moments` has ended."""

    film: Film
    course: Course
    shape: Shape
    shown: Course = field(default_factory=Course)
    damaged: int = 0
    written: int = -1  # ticks of the last frame: two at one time would be refused by every container

    def moments(self) -> Iterator[tuple[float, VideoFrame | AudioFrame]]:
        """Seconds from the beginning, and what is to be seen or heard then."""
        for packet in self._packets():
            for frame in self._decoded(packet):
                at = self._placed(frame)
                if at is not None:
                    yield at, frame

    def _packets(self) -> Iterator[Packet]:
        try:
            yield from self.film.container.demux(*self.film.streams)
        except FFmpegError:
            return  # how much is missing was judged by the header

    def _decoded(self, packet: Packet) -> list[VideoFrame] | list[AudioFrame]:
        try:
            return packet.decode()
        except FFmpegError as error:
            # Sound that cannot be read is silent; a decoder that gives up for another reason than its data has ended.
            if packet.stream.index == self.film.video.index:
                self.damaged += 1 if isinstance(error, InvalidDataError) else self.course.count
                judge_damage(self.shown, self.course, self.damaged)
            return []

    def _placed(self, frame: VideoFrame | AudioFrame) -> float | None:
        """Its time; None for what has none, or no place in the film."""
        if frame.pts is None or not frame.time_base:
            return None
        at = float(frame.pts * frame.time_base) - (self.course.first or 0.0)
        if isinstance(frame, AudioFrame):
            return self._heard(frame, at)
        self.shown.take(frame.pts, frame.duration, frame.time_base)
        self.damaged += frame.is_corrupt
        ticks = round(at / TICKS)
        if ticks <= self.written or at > self.course.seconds + LATEST:
            return None
        self.written = ticks
        frame.pts, frame.time_base = ticks, TICKS
        return at

    def _heard(self, frame: AudioFrame, at: float) -> float | None:
        if not -LATEST < at < self.course.seconds + LATEST:
            return None
        frame.pts, frame.time_base = round(at * frame.sample_rate), Fraction(1, frame.sample_rate)
        return at
