"""What one process does with a film: ours, or bare PyAV. It loads nothing else: its peak is that of the work."""

import sys
import tempfile
from pathlib import Path

import av
from av.video.reformatter import VideoReformatter

from gallery.processing.videos import process_video
from gallery.purposes import PURPOSES

SIZES = ((1920, 1080), (852, 480))


def ours(path: Path) -> None:
    with tempfile.TemporaryDirectory() as out:
        outcome = process_video(path, PURPOSES["video"], Path(out), tell=lambda step, percent: None, measured={})
        assert len(outcome.renditions) == 10, outcome


def bare(path: Path) -> None:
    with tempfile.TemporaryDirectory() as out, av.open(str(path)) as film:
        video, audio = film.streams.video[0], film.streams.audio[0]
        video.thread_type = "AUTO"
        encodes = [_encode(Path(out), *size, video) for size in SIZES]
        for frame in film.decode(video, audio):
            for file, picture, sound, scaler in encodes:
                if isinstance(frame, av.AudioFrame):
                    file.mux(sound.encode(frame))
                    continue
                made = scaler.reformat(frame, picture.width, picture.height, "yuv420p")
                made.pict_type = 0
                file.mux(picture.encode(made))
        for file, picture, sound, _scaler in encodes:
            file.mux(picture.encode(None))
            file.mux(sound.encode(None))
            file.close()


def _encode(out: Path, width: int, height: int, source: av.VideoStream) -> tuple:
    file = av.open(str(out / f"{height}.mp4"), "w", options={"movflags": "+faststart"})
    quality = {"preset": "faster", "crf": "23", "profile": "high"}
    picture = file.add_stream("libx264", rate=source.average_rate, options=quality)
    picture.width, picture.height, picture.pix_fmt = width, height, "yuv420p"
    picture.codec_context.time_base = source.time_base
    sound = file.add_stream("aac", rate=48_000)
    sound.layout, sound.bit_rate = "stereo", 128_000
    return file, picture, sound, VideoReformatter()


if __name__ == "__main__":
    {"ours": ours, "bare": bare}[sys.argv[1]](Path(sys.argv[2]))
