"""Both encodes of a film, fed by one decoder; the sound is encoded once and lies in both."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import av
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.error import BlockingIOError as NothingYet
from av.error import EOFError as Ended
from av.filter import Graph
from av.packet import Packet
from av.video.frame import PictureType, VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter
from av.video.stream import VideoStream

from gallery.processing.outcome import Rendered
from gallery.processing.videos.containers import THREADS
from gallery.processing.videos.turning import TICKS, Shape

SIZES = {"film-1080": (1920, 1080), "film-480": (854, 480)}  # role: long side, short side
X264 = {"preset": "faster", "crf": "23", "profile": "high"}
SOUND_RATE = 48_000  # samples a second
SOUND_BITS = 128_000  # a second
CONTAINER = {"movflags": "+faststart", "fflags": "+bitexact"}  # bitexact: no name of what wrote it


class Sound:
    """Whatever the film has, as stereo AAC that begins with the picture: gaps are silent, what is too early is cut."""

    def __init__(self, seconds: float) -> None:
        self._end = round(seconds * SOUND_RATE)
        self._next = 0  # sample
        self._graph: Graph | None = None
        self._kind: tuple[Any, ...] = ()
        self.encoder: AudioCodecContext = av.CodecContext.create("aac", "w")
        self.encoder.sample_rate, self.encoder.format, self.encoder.layout = SOUND_RATE, "fltp", "stereo"
        self.encoder.bit_rate, self.encoder.time_base = SOUND_BITS, Fraction(1, SOUND_RATE)

    def encoded(self, frame: AudioFrame) -> Iterator[Packet]:
        kind = (frame.sample_rate, frame.format.name, frame.layout.name)
        if self._graph is None or kind != self._kind:
            yield from self._drained()
            self._graph, self._kind = self._put_up(frame), kind
        self._graph.push(frame)
        yield from self._pulled()

    def rest(self) -> Iterator[Packet]:
        yield from self._drained()
        yield from self.encoder.encode(None)

    def _put_up(self, frame: AudioFrame) -> Graph:
        graph = Graph()
        source = graph.add_abuffer(
            sample_rate=frame.sample_rate,
            format=frame.format,
            layout=frame.layout,
            time_base=Fraction(1, frame.sample_rate),
        )
        even = graph.add("aresample", f"{SOUND_RATE}:async=1:first_pts={self._next}")
        stereo = graph.add("aformat", f"sample_fmts=fltp:channel_layouts=stereo:sample_rates={SOUND_RATE}")
        graph.link_nodes(source, even, stereo, graph.add("abuffersink")).configure()
        graph.set_audio_frame_size(1024)
        return graph

    def _drained(self) -> Iterator[Packet]:
        if self._graph is not None:
            self._graph.push(None)
            yield from self._pulled()
            self._graph = None

    def _pulled(self) -> Iterator[Packet]:
        while self._graph is not None:
            try:
                frame = self._graph.pull()
            except (NothingYet, Ended):
                return
            if self._next < self._end and isinstance(frame, AudioFrame):
                frame.pts, frame.time_base = self._next, Fraction(1, SOUND_RATE)
                self._next += frame.samples
                yield from self.encoder.encode(frame)


@dataclass(slots=True)
class Encode:
    """One file that is being written."""

    role: str
    path: Path
    container: OutputContainer
    video: VideoStream
    sound: AudioStream | None
    scaler: VideoReformatter = field(default_factory=VideoReformatter)

    def picture(self, frame: VideoFrame) -> None:
        made = self.scaler.reformat(
            frame,
            self.video.codec_context.width,
            self.video.codec_context.height,
            interpolation=Interpolation.BICUBIC,
            threads=THREADS,
        )
        made.pts, made.time_base, made.pict_type = frame.pts, TICKS, PictureType.NONE
        self.container.mux(self.video.encode(made))

    def hear(self, heard: Packet) -> None:
        """A copy of the packet: each container moves the times of its own."""
        if self.sound is None:
            return
        packet = Packet(bytes(heard))
        packet.pts, packet.dts, packet.duration = heard.pts, heard.dts, heard.duration
        packet.time_base, packet.stream, packet.is_keyframe = heard.time_base, self.sound, True
        self.container.mux_one(packet)

    def end(self) -> None:
        self.container.mux(self.video.encode(None))

    def as_rendered(self) -> Rendered:
        context = self.video.codec_context
        return Rendered(self.role, "mp4", self.path.name, context.width, context.height, self.path.stat().st_size)


class Encodes:
    """Entered, it takes frames that are upright and sound; left without an error, the files are whole, and `rendered`
    names them; left with one, there are none. Where the smaller one would have the size of the larger, it is a copy."""

    def __init__(self, shape: Shape, seconds: float, rate: float, out: Path, *, has_sound: bool) -> None:
        self._shape, self._rate, self._out = shape, Fraction(rate).limit_denominator(1001), out
        self._sound = Sound(seconds) if has_sound else None
        self._encodes: list[Encode] = []
        self._open = ExitStack()
        self.rendered: list[Rendered] = []

    @property
    def size(self) -> tuple[int, int]:
        """Of the largest: what frames are to be made to before they come here."""
        return self._shape.fitted(*SIZES["film-1080"])

    def __enter__(self) -> Self:
        sizes: set[tuple[int, int]] = set()
        for role, box in SIZES.items():
            size = self._shape.fitted(*box)
            if size not in sizes:
                self._encodes.append(self._opened(role, size))
            sizes.add(size)
        return self

    def _opened(self, role: str, size: tuple[int, int]) -> Encode:
        path = self._out / f"{role}.mp4"
        container = self._open.enter_context(av.open(str(path), "w", format="mp4", options=CONTAINER))
        video = container.add_stream("libx264", rate=self._rate, options=X264)
        context = video.codec_context
        context.width, context.height, context.pix_fmt = *size, "yuv420p"
        context.time_base, context.thread_count = TICKS, THREADS
        context.color_primaries, context.color_trc, context.colorspace = self._shape.colours
        return Encode(role, path, container, video, _sound_stream(container) if self._sound else None)

    def picture(self, frame: VideoFrame) -> None:
        for encode in self._encodes:
            encode.picture(frame)

    def sound(self, frame: AudioFrame) -> None:
        if self._sound:
            self._hear(self._sound.encoded(frame))

    def _hear(self, packets: Iterator[Packet]) -> None:
        for packet in packets:
            for encode in self._encodes:
                encode.hear(packet)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._open:
            if kind is None:
                self._hear(self._sound.rest() if self._sound else iter(()))
                for encode in self._encodes:
                    encode.end()
        if kind is not None:
            for encode in self._encodes:
                encode.path.unlink(missing_ok=True)
        else:
            self.rendered = [encode.as_rendered() for encode in self._encodes]
            self.rendered += [self._copied(role) for role in SIZES if role not in self._roles]

    @property
    def _roles(self) -> set[str]:
        return {encode.role for encode in self._encodes}

    def _copied(self, role: str) -> Rendered:
        first = self.rendered[0]
        path = shutil.copyfile(self._out / first.file, self._out / f"{role}.mp4")
        return Rendered(role, "mp4", path.name, first.width, first.height, first.size)


def _sound_stream(container: OutputContainer) -> AudioStream:
    stream = container.add_stream("aac", rate=SOUND_RATE)
    stream.codec_context.format, stream.codec_context.layout = "fltp", "stereo"
    stream.codec_context.bit_rate = SOUND_BITS
    return stream
