"""A film from its bytes to its renditions. It is read twice: once without decoding, for all that can be refused at
little cost, and once through the decoder, which measures it and feeds both encodes."""

from hashlib import file_digest
from pathlib import Path
from typing import Any

from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from PIL import Image

from gallery.hashing import hashes_of
from gallery.processing.outcome import Outcome, Rendered, Tell
from gallery.processing.pictures.colour import ramp_place
from gallery.processing.videos.containers import open_film
from gallery.processing.videos.encoding import Encodes
from gallery.processing.videos.measuring import course_of, judge_decoded
from gallery.processing.videos.playing import Playing
from gallery.processing.videos.posters import Stills
from gallery.processing.videos.turning import TICKS, Uprighter, shape_of
from gallery.purposes import Purpose


def process_video(path: Path, purpose: Purpose, out: Path, *, tell: Tell, measured: dict[str, Any]) -> Outcome:
    """The renditions lie in `out`, and `measured` holds what was found. Raises Unfit with what was measured and what is
    allowed; what could be measured until then is in `measured` as well."""
    tell("checking", 0)
    with open_film(path, purpose, measured) as film:
        course = course_of(film, purpose, tell=tell, measured=measured)
    with open_film(path, purpose, measured) as film:
        shape = shape_of(film, purpose, measured)
    with open_film(path, purpose, {}) as film:
        playing = Playing(film, course, shape)
        renditions, face = _rendered(playing, purpose, out, tell=tell)
    measured |= {"seconds": playing.shown.seconds, "rate": playing.shown.rate}
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return Outcome(
        True,
        measured=measured,
        renditions=renditions,
        sha256=digest,
        hashes=hashes_of(face),
        colour=ramp_place(face),
    )


def _rendered(playing: Playing, purpose: Purpose, out: Path, *, tell: Tell) -> tuple[list[Rendered], Image.Image]:
    """What was made, and the first poster. One pass: what the decoder gives goes to both encodes and, now and then, to
    the stills. The film is judged at the end, before anything of it is finished."""
    course, shape = playing.course, playing.shape
    stills, has_sound = Stills(course.seconds), playing.film.sound is not None
    with Encodes(shape, course.seconds, course.rate, out, has_sound=has_sound) as encodes:
        uprighter = Uprighter(shape, *encodes.size)
        for at, moment in playing.moments():
            if isinstance(moment, AudioFrame):
                encodes.sound(moment)
                continue
            for frame in uprighter.made(moment):
                _show(frame, encodes, stills)
            tell("converting", min(99, int(100 * at / course.seconds)))
        for frame in uprighter.rest():
            _show(frame, encodes, stills)
        judge_decoded(playing.shown, course, playing.damaged, purpose)
    return encodes.rendered + stills.save(out), stills.face


def _show(frame: VideoFrame, encodes: Encodes, stills: Stills) -> None:
    stills.look(frame, float((frame.pts or 0) * TICKS))
    encodes.picture(frame)
