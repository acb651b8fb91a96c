"""Films made from code, small enough to be made by the dozen."""

import struct
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.container import OutputContainer
from av.video.stream import VideoStream
from PIL import Image, ImageDraw

from gallery.processing.job import process
from gallery.processing.outcome import Outcome
from gallery.purposes import PURPOSES, Purpose
from gallery.wording import words_of

FILM = PURPOSES["video"]
MINUTE = replace(FILM, min_seconds=60, max_seconds=90)
FAST = {"libx264": {"preset": "ultrafast"}, "libx265": {"preset": "ultrafast", "x265-params": "log-level=none"}}
FAST |= {"libvpx": {"deadline": "realtime", "cpu-used": "8"}, "libsvtav1": {"preset": "12"}}
FAST["libvpx-vp9"] = FAST["libvpx"]

Draw = Callable[[int, tuple[int, int]], Image.Image]


def moving(number: int, size: tuple[int, int]) -> Image.Image:
    """Something to see in every frame, and no two alike."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    width, height = size
    ImageDraw.Draw(image).rectangle((number % width, 0, number % width + width // 4, height // 2), (220, 60, 30))
    return image


def plain(colour: tuple[int, int, int]) -> Draw:
    return lambda _number, size: Image.new("RGB", size, colour)


def film(
    path: Path,
    *,
    seconds: float = 1.0,
    size: tuple[int, int] = (64, 48),
    rate: Fraction | int = 10,
    codec: str = "libx264",
    pixels: str = "yuv420p",
    draw: Draw = moving,
    times: Iterable[int] | None = None,
    sound: str = "aac",
    layout: str = "stereo",
    sound_seconds: float | None = None,
    options: dict[str, str] | None = None,
    container: dict[str, str] | None = None,
    set_up: Callable[[OutputContainer, VideoStream], Any] = lambda container, video: None,
) -> Path:
    """`times` are those of the frames, in frames of the rate; `set_up` may add what else the file shall hold."""
    with av.open(str(path), "w", options=container or {}) as out:
        video = out.add_stream(codec, rate=rate, options=FAST.get(codec, {}) | (options or {}))
        video.width, video.height, video.pix_fmt = *size, pixels
        audio = out.add_stream(sound, rate=48_000, layout=layout) if sound else None
        set_up(out, video)
        for number, time in enumerate(times if times is not None else range(round(seconds * rate))):
            frame = av.VideoFrame.from_image(draw(number, size)).reformat(format=pixels)
            frame.pts, frame.time_base = time, 1 / Fraction(rate)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        if audio:
            hum(out, audio, seconds if sound_seconds is None else sound_seconds)
    return path


def hum(out: OutputContainer, audio: Any, seconds: float) -> None:
    """A square wave of 200 hertz in all channels."""
    period = b"".join((8000 if n < 120 else -8000).to_bytes(2, "little", signed=True) for n in range(240))
    for number in range(round(seconds * 50)):
        frame = av.AudioFrame(format="s16p", layout=audio.layout, samples=960)
        for plane in frame.planes:
            plane.update((period * 5)[: plane.buffer_size].ljust(plane.buffer_size, b"\0"))
        frame.sample_rate, frame.pts, frame.time_base = 48_000, number * 960, Fraction(1, 48_000)
        out.mux(audio.encode(frame))
    out.mux(audio.encode(None))


def repeated(
    path: Path, *, count: int, rate: int, size: tuple[int, int] = (64, 64), container: dict[str, str] | None = None
) -> Path:
    """One VP8 key frame of 64 × 64 over and over; the header calls it `size`."""
    encoder = av.CodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = 64, 64, "yuv420p", Fraction(1, rate)
    grey = av.VideoFrame.from_image(Image.new("RGB", (64, 64), "grey")).reformat(format="yuv420p")
    (key,) = [*encoder.encode(grey), *encoder.encode(None)]
    with av.open(str(path), "w", options=container or {}) as out:
        stream = out.add_mux_stream("vp8", rate=rate, width=size[0], height=size[1])
        for number in range(count):
            packet = av.Packet(bytes(key))
            packet.stream, packet.time_base, packet.is_keyframe = stream, Fraction(1, rate), True
            packet.pts = packet.dts = number
            packet.duration = 1
            out.mux_one(packet)
    return path


def swollen(path: Path) -> Path:
    """Its pictures say that they are of 8192 × 8192. RFC 6386, 9.1: a start code, then width and height in 14 bits."""
    start, data = b"\x9d\x01\x2a", path.read_bytes()
    assert data.count(start) >= 60
    path.write_bytes(data.replace(start + struct.pack("<HH", 64, 64), start + struct.pack("<HH", 8192, 8192)))
    return path


def promising(path: Path, seconds: float) -> Path:
    """A WebM with another length in its header: a float of eight bytes, in milliseconds."""
    data = path.read_bytes()
    at = data.index(b"\x44\x89\x88") + 3
    path.write_bytes(data[:at] + struct.pack(">d", seconds * 1000) + data[at + 8 :])
    return path


def half(path: Path) -> Path:
    """Cut in the middle."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def processed(path: Path, purpose: Purpose = FILM) -> Outcome:
    """As an upload is. What was made lies in `made` beside the film."""
    made = path.parent / "made"
    made.mkdir(exist_ok=True)
    return process(path, purpose, made, tell=lambda step, percent: None)


def reason(outcome: Outcome) -> str:
    """The words of a refusal, which hold all their figures."""
    assert not outcome.accepted
    return words_of(outcome.code, outcome.values)


def made(path: Path, role: str) -> Path:
    return next(file for file in (path.parent / "made").iterdir() if file.stem == role)


def frames_of(path: Path) -> list[av.VideoFrame]:
    with av.open(str(path)) as container:
        return list(container.decode(video=0))
