"""Opening a film: by its bytes, never by its name, and with nothing but that one file within reach."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition
from av.video.stream import VideoStream

from gallery.processing.outcome import Unfit
from gallery.purposes import Purpose

CODECS = {"h264": "H.264", "hevc": "HEVC", "vp8": "VP8", "vp9": "VP9", "av1": "AV1"}
SOUNDS = {"aac": "AAC", "opus": "Opus", "mp3": "MP3"}
NOT_A_FILM = Disposition.attached_pic | Disposition.still_image | Disposition.timed_thumbnails | Disposition.dependent
HEAD = 4096  # bytes that are looked at before anything is opened
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
THREADS = min(4, CORES)  # each holds frames of its own
PADDING = 64  # pixels by which a coded frame may be wider and higher than what is shown of it

# A playlist or a session description would make the demuxer open other files and connections; a reference inside a
# MOV would do the same. Both are off by default or by the formats; here it is said.
REACH = {
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm",
    "protocol_whitelist": "file",
    "enable_drefs": "0",
    "use_absolute_path": "0",
}
PICTURE_BRANDS = {b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIF", b"msf1": "HEIF", b"avif": "AVIF", b"avis": "AVIF"}
OTHERS = {  # what is often sent instead, by its first bytes
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG": "PNG",
    b"GIF8": "GIF",
    b"RIFF": "AVI",
    b"%PDF": "PDF",
    b"PK\x03\x04": "ZIP",
    b"FLV": "FLV",
    b"OggS": "Ogg",
    b"\x30\x26\xb2\x75": "WMV",
    b"\x00\x00\x01\xba": "MPEG",
    b"ID3": "MP3",
}
OLD_MOV = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}  # QuickTime files from before there was "ftyp"


@dataclass(frozen=True, slots=True)
class Film:
    """An open file with the one picture stream and the sound that are used of it. `said` is its length in seconds as
    the header has it, None where it has none."""

    container: InputContainer
    video: VideoStream
    sound: AudioStream | None
    size: int  # bytes
    said: float | None

    @property
    def streams(self) -> tuple[VideoStream | AudioStream, ...]:
        return (self.video, self.sound) if self.sound else (self.video,)


def format_of(path: Path) -> str:
    """As people call it, by the first bytes; empty for what nobody knows."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    box, brand = head[4:8], head[8:12]
    if box == b"ftyp":
        return PICTURE_BRANDS.get(brand, "MOV" if brand == b"qt  " else "MP4")
    if box in OLD_MOV:
        return "MOV"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "WebM" if b"\x42\x82\x84webm" in head else "MKV"
    return next((name for start, name in OTHERS.items() if head.startswith(start)), "")


@contextmanager
def open_film(path: Path, purpose: Purpose, measured: dict[str, Any]) -> Iterator[Film]:
    """Raises Unfit for what is no film, holds no picture, or is coded otherwise. No frame that is larger than the
    purpose allows is ever decoded from it."""
    measured["format"] = found = format_of(path)
    if found not in purpose.formats:
        code = "film-other-format" if found else "film-no-format"
        raise Unfit(code, found=found, formats=", ".join(purpose.formats))
    options = REACH | {"max_pixels": str(_most_pixels(purpose))}
    try:
        container = av.open(str(path), "r", options=options, metadata_errors="replace")
    except (FFmpegError, ValueError, OverflowError) as error:
        raise Unfit("film-unreadable") from error
    with container:
        yield _chosen(container, path.stat().st_size, purpose, measured)


def _most_pixels(purpose: Purpose) -> int:
    long, short = purpose.max_frame
    return (long + PADDING) * (short + PADDING)


def _chosen(container: InputContainer, size: int, purpose: Purpose, measured: dict[str, Any]) -> Film:
    video = _picture_of(container)
    measured["codec"] = CODECS[video.codec.canonical_name]
    measured["width"], measured["height"] = video.codec_context.width, video.codec_context.height
    sound = _sound_of(container)
    measured["sound"] = SOUNDS[sound.codec.canonical_name] if sound else ""
    for stream in (video, sound) if sound else (video,):
        stream.codec_context.options = {"max_pixels": str(_most_pixels(purpose))}
        stream.codec_context.thread_count = THREADS
        stream.codec_context.thread_type = "AUTO"
    return Film(container, video, sound, size, _said(container, video))


def _picture_of(container: InputContainer) -> VideoStream:
    """Cover art, thumbnails and pictures that depend on another one are not the film."""
    films = [stream for stream in container.streams.video if not stream.disposition & NOT_A_FILM]
    known = [stream for stream in films if _name(stream) in CODECS]
    if not films:
        raise Unfit("film-no-picture")
    if not known:
        raise Unfit("film-codec", found=_name(films[0]) or "?", accepted=", ".join(CODECS.values()))
    if len(known) > 1:
        raise Unfit("film-several-pictures", count=len(known))
    return known[0]


def _sound_of(container: InputContainer) -> AudioStream | None:
    """The first that can be used: phones add a second track in a format of their own."""
    sounds = container.streams.audio
    known = [stream for stream in sounds if _name(stream) in SOUNDS]
    if sounds and not known:
        raise Unfit("film-sound-codec", found=_name(sounds[0]) or "?", accepted=", ".join(SOUNDS.values()))
    return known[0] if known else None


def _name(stream: VideoStream | AudioStream) -> str:
    """Of its codec; empty where there is no decoder."""
    return stream.codec.canonical_name if stream.codec_context else ""


def _said(container: InputContainer, video: VideoStream) -> float | None:
    if video.duration and video.time_base:
        return float(video.duration * video.time_base)
    return container.duration / av.time_base if container.duration else None
