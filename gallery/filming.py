"""Films for the demo world, drawn frame by frame by our own code."""

from collections.abc import Callable
from io import BytesIO

import av
from PIL import Image, ImageDraw

SIZE, FINE, RATE = (640, 360), 2, 10
Draw = Callable[[ImageDraw.ImageDraw, float], None]


def film(draw: Draw, seconds: int, *, each: int = 2) -> bytes:
    """An MP4. `draw` gets a pen in units of 1280 × 720 and how much of the film is over, from 0 to 1;
    each drawing stands for so many frames."""
    made = BytesIO()
    with av.open(made, "w", format="mp4") as out:
        stream = out.add_stream("libx264", rate=RATE, options={"preset": "veryfast", "crf": "26"})
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for number in range(0, seconds * RATE, each):
            picture = av.VideoFrame.from_image(_drawn(draw, number / (seconds * RATE)).reduce(FINE))
            frame = picture.reformat(format="yuv420p")
            for time in range(each):
                frame.pts = number + time
                out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return made.getvalue()


def still(draw: Draw, over: float) -> bytes:
    """A JPEG of that moment, twice as large."""
    made = BytesIO()
    _drawn(draw, over).save(made, "JPEG", quality=90)
    return made.getvalue()


def _drawn(draw: Draw, over: float) -> Image.Image:
    canvas = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE))
    draw(ImageDraw.Draw(canvas), over)
    return canvas
