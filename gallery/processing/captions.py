"""Captions as they are kept: WebVTT of cues and nothing else, read strictly and written anew.

https://www.w3.org/TR/webvtt1/, section 4. Comments, styles, regions and the header's own lines are left out; tags that
WebVTT does not know, or that style, become the text that they are.
"""

import re
from collections.abc import Iterator
from html import unescape

from core.sanitizing import clean_line
from gallery.processing.outcome import Unfit

MOST_BYTES = 200_000
MOST_CUES = 5_000
LEFT_OUT = re.compile(r"(NOTE|STYLE|REGION)(?=[ \t]|$)")
_TIME = r"(?:(\d{2}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMING = re.compile(rf"[ \t]*{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]+(.*))?")
SETTING = re.compile(
    r"vertical:(?:rl|lr)|line:-?\d{1,3}(?:\.\d+)?%?(?:,(?:start|center|end))?|size:\d{1,3}(?:\.\d+)?%"
    r"|position:\d{1,3}(?:\.\d+)?%(?:,(?:line-left|center|line-right))?|align:(?:start|center|end|left|right)"
)
TAG = re.compile(r"<(/?)(ruby|rt|lang|b|i|u|c|v)((?:\.[\w-]+)*)(?:[ \t]+([^<>&]*))?>")
AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|nbsp|lrm|rlm);)")
Line = tuple[int, str]  # its number, from 1, and what is in it


def checked_captions(data: bytes) -> str:
    """The same captions in one way of writing. Raises Unfit, which names the line, for what is not WebVTT."""
    lines = _lines(data)
    _judge_header(lines)
    cues: list[str] = []
    earlier = 0
    for block in _blocks(lines[1:]):
        if not LEFT_OUT.match(block[0][1]):
            earlier, cue = _cue(block, earlier)
            cues += [cue] if cue else []
        if len(cues) > MOST_CUES:
            raise Unfit("captions-too-many", most=MOST_CUES)
    if not cues:
        raise Unfit("captions-empty")
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def judge_weight(size: int) -> None:
    """Of a file of so many bytes, which need not be read for that. Raises Unfit."""
    if size > MOST_BYTES:
        raise Unfit("captions-too-heavy", kilobytes=round(size / 1000, 1), most=MOST_BYTES // 1000)


def said_in(text: str) -> str:
    """What is said in captions that were checked, cue by cue and with the names of the voices, as plain text."""
    cues = text.split("\n\n")[1:]
    return "\n\n".join(filter(None, (_plain(cue.partition("\n")[2].strip("\n")) for cue in cues)))


def _plain(said: str) -> str:
    named = TAG.sub(lambda tag: f"{tag[4].strip()}: " if tag[2] == "v" and tag[4] else "", said)
    return unescape(named)


def _lines(data: bytes) -> list[Line]:
    judge_weight(len(data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unfit("captions-not-utf8", line=_number_of(data[: error.start])) from error
    return list(enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1))


def _number_of(before: bytes) -> int:
    return len(re.split(rb"\r\n|\r|\n", before))


def _judge_header(lines: list[Line]) -> None:
    if not re.match(r"WEBVTT(?=[ \t]|$)", lines[0][1]):
        raise Unfit("captions-no-header")
    for number, line in lines[1:]:
        if "-->" in line:
            raise Unfit("captions-no-empty-line", line=number)
        if not line.strip():
            return


def _blocks(lines: list[Line]) -> Iterator[list[Line]]:
    """What stands between empty lines. What stands right under the header belongs to it."""
    block: list[Line] = []
    is_header = bool(lines and lines[0][1].strip())
    for number, text in [*lines, (0, "")]:
        if text.strip():
            block.append((number, text))
        elif block:
            if not is_header:
                yield block
            block, is_header = [], False


def _cue(block: list[Line], earlier: int) -> tuple[int, str]:
    """When it begins, in milliseconds, and how it is written; empty if nothing is said in it."""
    place = 0 if "-->" in block[0][1] else 1
    if place == len(block) or "-->" not in block[place][1]:
        raise Unfit("captions-no-timing", line=block[0][0])
    number, timing = block[place]
    start, end, settings = _timing(number, timing)
    if end <= start:
        raise Unfit("captions-ends-first", line=number, start=_written(start), end=_written(end))
    if start < earlier:
        raise Unfit("captions-out-of-order", line=number, start=_written(start), earlier=_written(earlier))
    said = _said(block[place + 1 :])
    head = " ".join([f"{_written(start)} --> {_written(end)}", *settings])
    return start, f"{head}\n{said}" if said else ""


def _timing(number: int, line: str) -> tuple[int, int, list[str]]:
    found = TIMING.fullmatch(line)
    if found is None:
        raise Unfit("captions-bad-timing", line=number, found=clean_line(line)[:80])
    parts = found.groups()
    settings = [word for word in (parts[8] or "").split() if SETTING.fullmatch(word)]
    return _milliseconds(*parts[:4]), _milliseconds(*parts[4:8]), settings


def _milliseconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)


def _written(milliseconds: int) -> str:
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def _said(lines: list[Line]) -> str:
    """The lines of one cue, with every tag closed in the order in which it was opened."""
    opened: list[str] = []
    said = []
    for number, line in lines:
        if "-->" in line:
            raise Unfit("captions-arrow-in-text", line=number)
        if text := clean_line(line):
            said.append(_tagged(text, opened))
    if said:
        said[-1] += "".join(f"</{name}>" for name in reversed(opened))
    return "\n".join(said)


def _tagged(line: str, opened: list[str]) -> str:
    """Tags that WebVTT knows stay if they fit into one another; all else that looks like one is shown as text."""
    made, at = "", 0
    for tag in TAG.finditer(line):
        made += _escaped(line[at : tag.start()]) + _tag(tag, opened)
        at = tag.end()
    return made + _escaped(line[at:])


def _tag(tag: re.Match[str], opened: list[str]) -> str:
    closes, name, classes, note = tag.groups()
    if not closes:
        opened.append(name)
        return f"<{name}{classes}{' ' + note.strip() if note and name in ('v', 'lang') else ''}>"
    if opened and opened[-1] == name:
        opened.pop()
        return f"</{name}>"
    return _escaped(tag[0])


def _escaped(text: str) -> str:
    return AMPERSAND.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
