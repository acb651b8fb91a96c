"""How a film lies in its file, and how its frames are made upright, whole and of one kind."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from av.error import BlockingIOError as NothingYet
from av.error import EOFError as Ended
from av.error import FFmpegError
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, Interpolation, VideoReformatter

from gallery.processing.outcome import Unfit
from gallery.processing.videos.containers import THREADS, Film
from gallery.processing.videos.measuring import judge_frame
from gallery.purposes import Purpose

TICKS = Fraction(1, 90_000)  # of all that is written, in seconds
PACKETS_UNTIL_A_FRAME = 200
LEAST_SIDE = 16  # pixels
ODDEST_PIXEL = 4  # an anamorphic pixel may be four times as wide as high, or the reverse
Matrix = tuple[int, int, int, int]
HDR = {ColorTrc.SMPTE2084, ColorTrc.ARIB_STD_B67}
UNSPECIFIED, BT2020 = 2, 9  # numbers of ITU-T H.273, as those below
MATRICES = {0, 1, UNSPECIFIED, 4, 5, 6, 7, BT2020}
BT709 = (int(ColorPrimaries.BT709), int(ColorTrc.BT709), 1)

# A display matrix by the signs of its first two rows: degrees clockwise that the frame is to be turned, the filters
# that do so. See ISO/IEC 14496-12, 6.2.2 (the matrix), and FFmpeg's libavutil/display.h (its order).
TURNS: dict[Matrix, tuple[int, tuple[tuple[str, str], ...]]] = {
    (1, 0, 0, 1): (0, ()),
    (-1, 0, 0, 1): (0, (("hflip", ""),)),
    (1, 0, 0, -1): (0, (("vflip", ""),)),
    (-1, 0, 0, -1): (180, (("hflip", ""), ("vflip", ""))),
    (0, 1, -1, 0): (90, (("transpose", "clock"),)),
    (0, 1, 1, 0): (90, (("transpose", "cclock_flip"),)),
    (0, -1, 1, 0): (270, (("transpose", "cclock"),)),
    (0, -1, -1, 0): (270, (("transpose", "clock_flip"),)),
}
UPRIGHT: Matrix = (1, 0, 0, 1)
BY_ANGLE: dict[int, Matrix] = {90: (0, -1, 1, 0), -90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), -180: (-1, 0, 0, -1)}


@dataclass(frozen=True, slots=True)
class Shape:
    """What the first frame says of all. `width` and `height` are upright and of square pixels."""

    width: int
    height: int
    rotation: int
    turn: tuple[tuple[str, str], ...]
    is_interlaced: bool
    colours: tuple[int, int, int]  # primaries, transfer and matrix of what is made, in the numbers of ITU-T H.273

    @property
    def is_sideways(self) -> bool:
        return self.rotation in (90, 270)

    def fitted(self, long: int, short: int) -> tuple[int, int]:
        """Within a box that lies like the film, never larger than it is, both sides even."""
        share = min(1, long / max(self.width, self.height), short / min(self.width, self.height))
        return _even(self.width * share), _even(self.height * share)


def _even(side: float) -> int:
    return max(2, round(side) // 2 * 2)


def shape_of(film: Film, purpose: Purpose, measured: dict[str, Any]) -> Shape:
    """Raises Unfit if no frame can be decoded, or if it is larger or smaller than films may be."""
    frame = understood(_first_frame(film))
    judge_frame(frame.width, frame.height, purpose)
    rotation, turn = TURNS[_matrix_of(frame)]
    pixel = film.video.sample_aspect_ratio or Fraction(1)
    wide = frame.width * (pixel if 1 / ODDEST_PIXEL <= pixel <= ODDEST_PIXEL else 1)
    width, height = (frame.height, round(wide)) if rotation in (90, 270) else (round(wide), frame.height)
    measured |= {"width": width, "height": height, "rotation": rotation}
    if min(width, height) < LEAST_SIDE:
        raise Unfit("film-frame-small", width=width, height=height, least=LEAST_SIDE)
    return Shape(width, height, rotation, turn, frame.interlaced_frame, _colours_of(frame))


def _first_frame(film: Film) -> VideoFrame:
    for number, packet in enumerate(film.container.demux(film.video)):
        try:
            for frame in packet.decode():
                return frame
        except FFmpegError:
            pass  # a film may begin with frames that need earlier ones
        if number > PACKETS_UNTIL_A_FRAME:
            break
    raise Unfit("film-undecodable")


def understood(frame: VideoFrame) -> VideoFrame:
    """The same frame. Where it names colours that the scaler refuses to convert, it names the usual ones instead."""
    is_hdr = frame.color_trc in HDR
    if frame.colorspace not in MATRICES:
        frame.colorspace = BT2020 if is_hdr else UNSPECIFIED
    if is_hdr and frame.color_primaries not in (1, BT2020):
        frame.color_primaries = BT2020
    return frame


def _is_remade(frame: VideoFrame) -> bool:
    """Whether its colours are turned into those of BT.709: high range would be pale, and RGB has no matrix."""
    return frame.color_trc in HDR or frame.format.is_rgb


def _colours_of(frame: VideoFrame) -> tuple[int, int, int]:
    if _is_remade(frame):
        return BT709
    return int(frame.color_primaries), int(frame.color_trc), int(frame.colorspace)


def _matrix_of(frame: VideoFrame) -> Matrix:
    """Only quarter turns and mirrors are known: what lies between them stays as it is."""
    try:
        data = bytes(frame.side_data["DISPLAYMATRIX"])  # type: ignore[typeddict-item]
    except KeyError:
        return UPRIGHT
    except ValueError:  # a phone says more beside it than the library can name, and then only the angle can be had
        return BY_ANGLE.get(frame.rotation, UPRIGHT)
    a, b, _u, c, d, *_rest = struct.unpack("=9i", data)
    most = max(abs(value) for value in (a, b, c, d))
    signs = _sign(a, most), _sign(b, most), _sign(c, most), _sign(d, most)
    return signs if signs in TURNS else UPRIGHT


def _sign(value: int, most: int) -> int:
    """0 for what is small beside the largest."""
    return 0 if abs(value) * 2 < most else (value > 0) - (value < 0)


def at_ticks(frame: VideoFrame) -> VideoFrame:
    """The same frame, its time in TICKS: a filter may count in units of its own."""
    frame.pts, frame.time_base = round((frame.pts or 0) * (frame.time_base or TICKS) / TICKS), TICKS
    return frame


class Chain:
    """Filters in a row. They are put up anew when frames of another size or kind come."""

    def __init__(self, *filters: tuple[str, str]) -> None:
        self._filters = filters
        self._kind: tuple[int, int, str] | None = None
        self._graph: Graph | None = None

    def through(self, frame: VideoFrame) -> Iterator[VideoFrame]:
        """The frame, or one that went in before it."""
        if not self._filters:
            yield frame
            return
        kind = (frame.width, frame.height, frame.format.name)
        if self._graph is None or kind != self._kind:
            yield from self.rest()
            self._graph, self._kind = self._put_up(frame), kind
        self._graph.vpush(frame)
        yield from self._pull()

    def rest(self) -> Iterator[VideoFrame]:
        """What is still inside, at the end."""
        if self._graph is not None:
            self._graph.vpush(None)
            yield from self._pull()
            self._graph = None

    def _put_up(self, frame: VideoFrame) -> Graph:
        graph = Graph()
        source = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=TICKS)
        nodes = [graph.add(name, arguments or None) for name, arguments in self._filters]
        graph.link_nodes(source, *nodes, graph.add("buffersink")).configure()
        return graph

    def _pull(self) -> Iterator[VideoFrame]:
        while self._graph is not None:
            try:
                yield at_ticks(self._graph.vpull())
            except (NothingYet, Ended):
                return


class Uprighter:
    """Makes frames of any kind upright, progressive, of square pixels, 8 bits and standard range, in one size.

    It scales before it turns: most films that lie on their side are larger than what is made of them."""

    def __init__(self, shape: Shape, width: int, height: int) -> None:
        self._shape = shape
        self._size = (height, width) if shape.is_sideways else (width, height)
        self._weave = Chain(("bwdif", "mode=send_frame:deint=interlaced")) if shape.is_interlaced else Chain()
        self._turn = Chain(*shape.turn)
        self._scaler = VideoReformatter()

    def made(self, frame: VideoFrame) -> Iterator[VideoFrame]:
        for whole in self._weave.through(frame):
            yield from self._turn.through(self._scaled(whole))

    def rest(self) -> Iterator[VideoFrame]:
        for whole in self._weave.rest():
            yield from self._turn.through(self._scaled(whole))
        yield from self._turn.rest()

    def _scaled(self, frame: VideoFrame) -> VideoFrame:
        width, height = self._size
        frame = understood(frame)
        pts, remade = frame.pts, _is_remade(frame)
        made = self._scaler.reformat(
            frame,
            width,
            height,
            "yuv420p",
            interpolation=Interpolation.BICUBIC,
            dst_color_range=ColorRange.MPEG if frame.color_range == ColorRange.JPEG else None,
            dst_colorspace=Colorspace.ITU709 if remade else None,
            dst_color_trc=ColorTrc.BT709 if frame.color_trc in HDR else None,
            dst_color_primaries=ColorPrimaries.BT709 if frame.color_trc in HDR else None,
            threads=THREADS,
        )
        made.pts, made.time_base = pts, TICKS
        return made
