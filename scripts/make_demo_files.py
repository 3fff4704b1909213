"""Make the evidence files of the demo audit: generated photographs, documents, spreadsheets and records.

Everything in them is invented. The photographs are rendered here: a room of flat textured faces, lit by area lights
whose soft shadows are baked into each face, then given the faults of a hand-held camera (blur, lens, noise, JPEG).
Run it from the checkout; the same inputs give the same bytes with the same versions of Pillow, reportlab and openpyxl.
Plain texts (the web capture, e-mails, logs) are written by hand and stand in the folder as they are.

    python scripts/make_demo_files.py [NAME ...]
"""

from __future__ import annotations

import csv
import io
import math
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random

import yaml
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageFont

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "resources" / "demo" / "evidence"
FONTS = ROOT / "resources" / "fonts"
SIZE = (1600, 1200)
FINE = 1.5
"""How much finer than the photograph faces are drawn, so that edges come out smooth."""

Vec = tuple[float, float, float]


def _add(a: Vec, b: Vec, k: float = 1.0) -> Vec:
    return (a[0] + k * b[0], a[1] + k * b[1], a[2] + k * b[2])


def _cross(a: Vec, b: Vec) -> Vec:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def _dot(a: Vec, b: Vec) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _unit(a: Vec) -> Vec:
    length = math.sqrt(_dot(a, a)) or 1.0
    return (a[0] / length, a[1] / length, a[2] / length)


# ---- the little renderer --------------------------------------------------------------------------------------------
@dataclass
class Face:
    """A flat piece of the room: corner, two edges (right and down in its picture), the picture on it.

    `shade` keeps light off it when False (screens, lamps); `blocks` lets it throw shadows.
    """

    corner: Vec
    right: Vec
    down: Vec
    picture: Image.Image
    shade: bool = True
    blocks: bool = True
    texel: float = 0.03

    @property
    def normal(self) -> Vec:
        return _unit(_cross(self.right, self.down))

    def at(self, u: float, v: float) -> Vec:
        return _add(_add(self.corner, self.right, u), self.down, v)


@dataclass
class Light:
    """A glowing rectangle."""

    corner: Vec
    right: Vec
    down: Vec
    colour: Vec
    power: float


@dataclass
class Camera:
    """Where the picture is taken from; angles in degrees, `focal` in picture widths."""

    place: Vec
    yaw: float
    pitch: float
    roll: float
    focal: float
    _axes: tuple[Vec, Vec, Vec] = field(init=False)

    def __post_init__(self) -> None:
        y, p, r = (math.radians(angle) for angle in (self.yaw, self.pitch, self.roll))
        ahead = (math.sin(y) * math.cos(p), math.sin(p), math.cos(y) * math.cos(p))
        side = (math.cos(y), 0.0, -math.sin(y))
        up = _cross(ahead, side)
        right = _add((0, 0, 0), side, math.cos(r))
        right = _add(right, up, math.sin(r))
        self._axes = (right, _cross(ahead, right), ahead)

    def sees(self, point: Vec) -> Vec:
        """The point in camera space: right, up, ahead."""
        offset = _add(point, self.place, -1)
        right, up, ahead = self._axes
        return (_dot(offset, right), _dot(offset, up), _dot(offset, ahead))


def _rays(count: int) -> list[tuple[float, float]]:
    return [((n + 0.5) / count, (int(f"{n:010b}"[::-1], 2) + 0.5) / 1024 % 1.0) for n in range(count)]


@dataclass
class Scene:
    """Faces, lights and the haze of light from everywhere."""

    camera: Camera
    faces: list[Face]
    lights: list[Light]
    ambient: Vec
    reach: float = 1.2
    rng: Random = field(default_factory=lambda: Random(7))

    def __post_init__(self) -> None:
        self._blockers = []
        for face in self.faces:
            if face.blocks:
                n = _cross(face.right, face.down)
                self._blockers.append((face, face.corner, face.right, face.down, n, _dot(n, n)))

    def _hidden(self, start: Vec, to: Vec, own: Face, far: float) -> bool:
        sx, sy, sz = start
        dx, dy, dz = to
        for face, c, u, v, n, nn in self._blockers:
            if face is own:
                continue
            slope = n[0] * dx + n[1] * dy + n[2] * dz
            if -1e-12 < slope < 1e-12:
                continue
            t = (n[0] * (c[0] - sx) + n[1] * (c[1] - sy) + n[2] * (c[2] - sz)) / slope
            if t <= 0.002 or t >= far:
                continue
            px, py, pz = sx + t * dx - c[0], sy + t * dy - c[1], sz + t * dz - c[2]
            a = (n[0] * (py * v[2] - pz * v[1]) + n[1] * (pz * v[0] - px * v[2]) + n[2] * (px * v[1] - py * v[0])) / nn
            if a < 0 or a > 1:
                continue
            b = (n[0] * (u[1] * pz - u[2] * py) + n[1] * (u[2] * px - u[0] * pz) + n[2] * (u[0] * py - u[1] * px)) / nn
            if 0 <= b <= 1:
                return True
        return False

    def light_on(self, face: Face) -> Image.Image:
        """The light that falls on a face, as a small picture."""
        wide, high = (math.sqrt(_dot(edge, edge)) for edge in (face.right, face.down))
        columns, rows = (max(2, min(72, round(length / face.texel))) for length in (wide, high))
        n = face.normal
        across = _unit(face.right)
        along = _cross(n, across)
        pixels = bytearray()
        for row in range(rows):
            for column in range(columns):
                point = _add(face.at((column + 0.5) / columns, (row + 0.5) / rows), n, 0.003)
                for value in self._at(point, n, across, along, face):
                    pixels.append(min(255, round(255 * value ** (1 / 2.2))))
        small = Image.frombytes("RGB", (columns, rows), bytes(pixels))
        return small.filter(ImageFilter.GaussianBlur(0.6))

    def _at(self, point: Vec, n: Vec, across: Vec, along: Vec, face: Face) -> list[float]:
        turn = self.rng.random()
        opened, rays = 0, _rays(20)
        for a, b in rays:
            angle, r = 2 * math.pi * (a + turn), math.sqrt(b)
            to = _add(_add(_add((0, 0, 0), across, r * math.cos(angle)), along, r * math.sin(angle)), n,
                      math.sqrt(1 - b))  # fmt: skip
            opened += not self._hidden(point, to, face, self.reach)
        total = [part * opened / len(rays) for part in self.ambient]
        for light in self.lights:
            seen, points = 0.0, _rays(10)
            facing = _unit(_cross(light.right, light.down))
            for a, b in points:
                to = _add(_add(_add(light.corner, light.right, (a + turn) % 1), light.down, b), point, -1)
                square = _dot(to, to)
                cosines = _dot(n, to) * abs(_dot(facing, to)) / square
                if _dot(n, to) > 0 and not self._hidden(point, to, face, 0.98):
                    seen += cosines / square
            total = [
                part + light.power * seen / len(points) * colour
                for part, colour in zip(total, light.colour, strict=True)
            ]
        return total

    def draw(self, onto: Image.Image, faces: Iterable[Face], mask: Image.Image | None = None) -> None:
        """Paint faces in order, the farthest first."""
        for face in faces:
            picture = face.picture.convert("RGBA")
            if face.shade:
                light = self.light_on(face).resize(picture.size, Image.Resampling.BICUBIC)
                lit = ImageChops.multiply(picture.convert("RGB"), light)
                lit.putalpha(picture.getchannel("A"))
                picture = lit
            self._paint(onto, face, picture, mask)

    def _paint(self, onto: Image.Image, face: Face, picture: Image.Image, mask: Image.Image | None) -> None:
        width, height = onto.size
        scale = self.camera.focal * width
        corners = [face.at(u, v) for u, v in ((0, 0), (1, 0), (1, 1), (0, 1))]
        outline = _before_the_lens([self.camera.sees(corner) for corner in corners])
        if len(outline) < 3:
            return
        shape = [(width / 2 + scale * x / z, height / 2 - scale * y / z) for x, y, z in outline]
        left, top = (max(0, math.floor(min(part))) for part in zip(*shape, strict=True))
        right = min(width, math.ceil(max(x for x, _ in shape)))
        bottom = min(height, math.ceil(max(y for _, y in shape)))
        if right - left < 1 or bottom - top < 1:
            return
        picture = _with_border(_no_finer_than(picture, shape, len(outline) == 4))
        cover = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(cover).polygon([(x - left, y - top) for x, y in shape], fill=255)
        coefficients = self._coefficients(face, picture.size, scale, (width / 2 - left, height / 2 - top))
        warped = picture.transform(
            cover.size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC
        )  # fmt: skip
        cover = ImageChops.multiply(cover, _grown(warped.getchannel("A"), picture))
        onto.paste(warped.convert("RGB"), (left, top), cover)
        if mask is not None:
            mask.paste(255, (left, top), cover)

    def _coefficients(
        self, face: Face, picture: tuple[int, int], scale: float, centre: tuple[float, float]
    ) -> tuple[float, ...]:
        """From screen to picture: the plane's homography, turned round."""
        columns = [self.camera.sees(_add(face.right, self.camera.place)),
                   self.camera.sees(_add(face.down, self.camera.place)), self.camera.sees(face.corner)]  # fmt: skip
        m = [
            [scale * c[0] + centre[0] * c[2] for c in columns],
            [-scale * c[1] + centre[1] * c[2] for c in columns],
            [c[2] for c in columns],
        ]
        inverse = [list(_cross(tuple(m[1]), tuple(m[2]))), list(_cross(tuple(m[2]), tuple(m[0]))),
                   list(_cross(tuple(m[0]), tuple(m[1])))]  # fmt: skip
        rows = [[inverse[j][i] for j in range(3)] for i in range(3)]
        for n in (0, 1):
            rows[n] = [
                value * (picture[n] - 2 * BORDER) + BORDER * w for value, w in zip(rows[n], rows[2], strict=True)
            ]
        last = rows[2][2] or 1e-12
        return tuple(value / last for row in rows for value in row)[:8]


def _grown(alpha: Image.Image, picture: Image.Image) -> Image.Image:
    """Outside the picture the transform leaves nothing; a full picture covers its whole outline."""
    opaque = picture.getchannel("A").getextrema() == (255, 255)
    return Image.new("L", alpha.size, 255) if opaque else alpha


BORDER = 3


def _with_border(picture: Image.Image) -> Image.Image:
    """The picture with its edge pixels repeated outwards, so that its outline has no dark seam."""
    w, h = picture.size
    wide = Image.new(picture.mode, (w + 2 * BORDER, h + 2 * BORDER))
    wide.paste(picture.resize(wide.size, Image.Resampling.NEAREST))
    wide.paste(picture.crop((0, 0, w, 1)).resize((w, BORDER)), (BORDER, 0))
    wide.paste(picture.crop((0, h - 1, w, h)).resize((w, BORDER)), (BORDER, h + BORDER))
    wide.paste(picture.crop((0, 0, 1, h)).resize((BORDER, h)), (0, BORDER))
    wide.paste(picture.crop((w - 1, 0, w, h)).resize((BORDER, h)), (w + BORDER, BORDER))
    wide.paste(picture, (BORDER, BORDER))
    return wide


def _before_the_lens(points: list[Vec], near: float = 0.05) -> list[Vec]:
    kept: list[Vec] = []
    for this, following in zip(points, points[1:] + points[:1], strict=True):
        if this[2] >= near:
            kept.append(this)
        if (this[2] >= near) != (following[2] >= near):
            t = (near - this[2]) / (following[2] - this[2])
            kept.append(_add(this, _add(following, this, -1), t))
    return kept


def _no_finer_than(picture: Image.Image, shape: Sequence[tuple[float, float]], whole: bool) -> Image.Image:
    """Shrink a picture that has more detail than the screen shows, or it would shimmer."""
    if not whole:
        return picture
    edge = [math.dist(shape[n], shape[(n + 1) % 4]) for n in range(4)]
    wide, high = max(edge[0], edge[2]), max(edge[1], edge[3])
    target = (max(2, min(picture.width, round(wide))), max(2, min(picture.height, round(high))))
    return picture if target == picture.size else picture.resize(target, Image.Resampling.LANCZOS)


def box(corner: Vec, size: Vec, picture: Callable[[str, float, float], Image.Image], turn: float = 0.0, **more: float
        ) -> list[Face]:  # fmt: skip
    """The faces of a box that stands on `corner`, turned about its own vertical axis; front looks at the camera."""
    (x, y, z), (w, h, d) = corner, size
    c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    cx, cz = x + w / 2, z + d / 2

    def _p(px: float, py: float, pz: float) -> Vec:
        ox, oz = px - cx, pz - cz
        return (cx + c * ox + s * oz, py, cz - s * ox + c * oz)

    def _face(name: str, a: Vec, b: Vec, e: Vec, wide: float, high: float) -> Face:
        start = _p(*a)
        return Face(start, _add(_p(*b), start, -1), _add(_p(*e), start, -1), picture(name, wide, high), **more)

    return [
        _face("back", (x + w, y + h, z + d), (x, y + h, z + d), (x + w, y, z + d), w, h),
        _face("left", (x, y + h, z + d), (x, y + h, z), (x, y, z + d), d, h),
        _face("right", (x + w, y + h, z), (x + w, y + h, z + d), (x + w, y, z), d, h),
        _face("top", (x, y + h, z + d), (x + w, y + h, z + d), (x, y + h, z), w, d),
        _face("front", (x, y + h, z), (x + w, y + h, z), (x, y, z), w, h),
    ]


def seen_from(camera: Camera, faces: Iterable[Face]) -> list[Face]:
    """The faces that look at the camera."""
    return [face for face in faces if _dot(face.normal, _add(camera.place, face.corner, -1)) > 0]


# ---- surfaces -------------------------------------------------------------------------------------------------------
def grain(size: tuple[int, int], rng: Random, blur: float = 0.0) -> Image.Image:
    """Grey noise around 128."""
    noise = Image.frombytes("L", size, rng.randbytes(size[0] * size[1]))
    return noise.filter(ImageFilter.GaussianBlur(blur)) if blur else noise


def mottled(size: tuple[int, int], colour: tuple[int, int, int], rng: Random, amount: float = 0.06) -> Image.Image:
    """A painted or printed surface: nearly even, with blotches and fine grain."""
    base = Image.new("RGB", size, colour)
    for blur, share in ((max(size) / 14, amount * 9), (3, amount * 2.2), (0.0, amount * 0.5)):
        small = (max(2, size[0] // 4), max(2, size[1] // 4)) if blur > 8 else size
        noise = grain(small, rng, blur / 4 if blur > 8 else blur).resize(size, Image.Resampling.BICUBIC)
        layer = noise.point(lambda value, s=share: max(0, min(255, int(128 + (value - 128) * s)))).convert("RGB")
        base = ImageChops.overlay(base, layer)
    return base


def brushed(size: tuple[int, int], colour: tuple[int, int, int], rng: Random) -> Image.Image:
    """Rolled or brushed metal: streaks along the width."""
    streaks = grain((max(2, size[0] // 40), size[1]), rng).resize(size, Image.Resampling.BICUBIC)
    streaks = streaks.point(lambda value: int(128 + (value - 128) * 0.13)).convert("RGB")
    return ImageChops.overlay(mottled(size, colour, rng, 0.04), streaks)


def words(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The report's own typeface at a size in pixels."""
    return ImageFont.truetype(str(FONTS / ("NotoSans-SemiBold.ttf" if bold else "NotoSans-Regular.ttf")), size)


def worn_edges(picture: Image.Image, strength: int = 60) -> Image.Image:
    """Darker towards the edges, as handled things are."""
    w, h = picture.size
    edge = Image.new("L", picture.size, 255)
    ImageDraw.Draw(edge).rectangle((0, 0, w - 1, h - 1), outline=255 - strength, width=max(1, min(w, h) // 40))
    edge = edge.filter(ImageFilter.GaussianBlur(max(1, min(w, h) / 30)))
    return ImageChops.multiply(picture, edge.convert("RGB"))


# ---- the camera's own faults ----------------------------------------------------------------------------------------
def photograph(
    picture: Image.Image, rng: Random, *, warmth: float = 0.0, gain: float = 1.0, noise: float = 10.0, soft: float = 0.7
) -> Image.Image:
    """What a hand-held camera makes of a scene: lens, softness, colour cast, falling-off corners, noise."""
    picture = _bent(picture.resize(SIZE, Image.Resampling.LANCZOS), 0.018)
    picture = picture.filter(ImageFilter.GaussianBlur(soft))
    red, green, blue = picture.split()
    green = _scaled(green, 1.0011)
    red, blue = _scaled(red, 1.0022), _scaled(blue, 1.0)
    picture = Image.merge("RGB", (
        red.point(lambda v: min(255, int(v * gain * (1 + warmth)))), green.point(lambda v: min(255, int(v * gain))),
        blue.point(lambda v: min(255, int(v * gain * (1 - warmth)))),
    ))  # fmt: skip
    bloom = picture.point(lambda v: max(0, (v - 215) * 5)).filter(ImageFilter.GaussianBlur(22))
    picture = ImageChops.screen(picture, bloom.point(lambda v: int(v * 0.45)))
    fall = Image.radial_gradient("L").resize((SIZE[0] + 500, SIZE[1] + 500), Image.Resampling.BICUBIC)
    fall = fall.crop((250, 250, 250 + SIZE[0], 250 + SIZE[1])).point(lambda v: int(255 - 0.0021 * v * v))
    picture = ImageChops.multiply(picture, fall.convert("RGB"))
    picture = picture.point([_curve(v) for v in range(256)] * 3)
    return _noisy(picture, rng, noise)


def _curve(value: int) -> int:
    """A camera's tone curve: firmer middle, soft ends, black that is not quite black."""
    x = value / 255
    return int(7 + 248 * (0.55 * x + 0.45 * x * x * (3 - 2 * x)))


def _scaled(channel: Image.Image, factor: float) -> Image.Image:
    w, h = channel.size
    shift = ((1 - 1 / factor) * w / 2, (1 - 1 / factor) * h / 2)
    matrix = (1 / factor, 0, shift[0], 0, 1 / factor, shift[1])
    return channel.transform(channel.size, Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC)


def _bent(picture: Image.Image, strength: float) -> Image.Image:
    """Barrel distortion on a mesh."""
    w, h = picture.size

    def _source(x: float, y: float) -> tuple[float, float]:
        u, v = (x - w / 2) / (w / 2), (y - h / 2) / (w / 2)
        k = (1 + strength * (u * u + v * v)) / (1 + strength * 1.5625)
        return (w / 2 + u * k * w / 2, h / 2 + v * k * w / 2)

    step, mesh = 50, []
    for left in range(0, w, step):
        for top in range(0, h, step):
            right, bottom = min(w, left + step), min(h, top + step)
            corners = ((left, top), (left, bottom), (right, bottom), (right, top))
            mesh.append(((left, top, right, bottom), tuple(part for c in corners for part in _source(*c))))
    return picture.transform(picture.size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC)


def _noisy(picture: Image.Image, rng: Random, amount: float) -> Image.Image:
    """Sensor noise: fine in brightness, coarser in colour, stronger in the dark."""
    dark = picture.convert("L").point(lambda v: int(255 - v * 0.75))
    fine = grain(SIZE, rng, 0.8).point(lambda v: max(0, min(255, int(128 + (v - 128) * amount / 60))))
    coarse = [grain((SIZE[0] // 3, SIZE[1] // 3), rng, 0.7).resize(SIZE, Image.Resampling.BICUBIC)
              .point(lambda v: max(0, min(255, int(128 + (v - 128) * amount / 110)))) for _ in range(3)]  # fmt: skip
    noisy = Image.merge("RGB", [ImageChops.add(ImageChops.add(band, fine, 1, -128), tint, 1, -128)
                                for band, tint in zip(picture.split(), coarse, strict=True)])  # fmt: skip
    return Image.composite(noisy, Image.blend(picture, noisy, 0.5), dark)


def save_photo(name: str, picture: Image.Image, taken: datetime, offset: str, words_: str) -> None:
    """Write a JPEG with the EXIF that a camera with a set clock writes; no place."""
    exif = Image.Exif()
    exif[0x010E], exif[0x010F], exif[0x0110] = words_, "Demo", "Generated picture"
    exif[0x0131], exif[0x0132] = "auditdesk make_demo_files", f"{taken:%Y:%m:%d %H:%M:%S}"
    details = exif.get_ifd(0x8769)
    details[0x9003] = details[0x9004] = f"{taken:%Y:%m:%d %H:%M:%S}"
    details[0x9010] = details[0x9011] = details[0x9012] = offset
    details[0xA002], details[0xA003] = picture.size
    picture.save(OUT / name, "JPEG", quality=84, optimize=True, exif=exif, dpi=(72, 72))


# ---- EV-004: the safe -----------------------------------------------------------------------------------------------
STEEL, PAPER, CARD = (146, 151, 153), (196, 170, 124), (236, 234, 226)


def _scrawl(pen: ImageDraw.ImageDraw, area: tuple[int, int, int, int], rng: Random, ink: tuple[int, int, int]) -> None:
    """Handwriting that nobody can read."""
    x, y, right, high = area[0], area[1], area[2], area[3] - area[1]
    line = [(float(x), y + high / 2)]
    while x < right:
        x += rng.randint(2, 6)
        line.append((float(x), y + high * (0.5 + rng.uniform(-0.45, 0.45) * (rng.random() < 0.85))))
    pen.line(line, fill=ink, width=max(1, high // 9), joint="curve")


def _envelope(rng: Random) -> Callable[[str, float, float], Image.Image]:
    shade = rng.uniform(0.86, 1.05)
    colour = tuple(min(255, int(c * shade * rng.uniform(0.97, 1.03))) for c in PAPER)

    def _picture(name: str, wide: float, high: float) -> Image.Image:
        size = (max(8, int(wide * 2600)), max(6, int(high * 2600)))
        picture = mottled(size, colour, rng, 0.09)  # type: ignore[arg-type]
        pen = ImageDraw.Draw(picture, "RGBA")
        w, h = size
        if name == "top":
            pen.polygon([(0, h), (w, h), (int(w * 0.93), int(h * 0.70)), (int(w * 0.07), int(h * 0.70))],
                        fill=(255, 240, 205, 34), outline=(90, 70, 40, 120))  # fmt: skip
            label = (int(w * 0.18), int(h * 0.22), int(w * 0.66), int(h * 0.50))
            pen.rectangle(label, fill=(240, 238, 230, 255), outline=(150, 140, 120, 160))
            for row in range(3):
                top = label[1] + int((label[3] - label[1]) * (0.16 + 0.28 * row))
                _scrawl(pen, (label[0] + w // 40, top, label[0] + int(w * (0.42 - 0.09 * row)), top + h // 22), rng,
                        (52, 58, 92))  # fmt: skip
        elif name == "front":
            pen.line([(0, h * 0.3), (w * 0.5, h * 0.55), (w, h * 0.25)], fill=(80, 60, 35, 150), width=max(1, h // 8))
            pen.rectangle((0, int(h * 0.82), w, h), fill=(60, 45, 25, 110))
        return picture

    return _picture


def _booklet(rng: Random) -> Callable[[str, float, float], Image.Image]:
    colour = rng.choice([(92, 24, 34), (100, 30, 36), (34, 42, 78), (26, 66, 52)])

    def _picture(name: str, wide: float, high: float) -> Image.Image:
        size = (max(8, int(wide * 2600)), max(6, int(high * 2600)))
        picture = mottled(size, colour, rng, 0.10)
        w, h = size
        if name == "top":
            pen = ImageDraw.Draw(picture)
            gold = (176, 146, 82)
            pen.ellipse((w * 0.36, h * 0.30, w * 0.64, h * 0.66), outline=gold, width=max(1, w // 40))
            pen.line((w * 0.30, h * 0.80, w * 0.70, h * 0.80), fill=gold, width=max(1, h // 26))
        elif name in ("front", "left", "right"):
            ImageDraw.Draw(picture).rectangle((0, h * 0.3, w, h * 0.72), fill=(206, 198, 182))
        return picture

    return _picture


def _stack(x: float, y: float, z: float, count: int, rng: Random) -> tuple[list[Face], list[Face]]:
    """A pile of envelopes and the plain block that throws its shadow."""
    faces: list[Face] = []
    base = y
    for number in range(count):
        thick = rng.uniform(0.0105, 0.0165)
        dx, dz, turn = rng.gauss(0, 0.004), rng.gauss(0, 0.006), rng.gauss(0, 2.2)
        if number == count - 1:
            turn += rng.uniform(-6, 6)
        faces += box((x + dx, y, z + dz), (0.229, thick, 0.162), _envelope(rng), turn, blocks=False, texel=0.022)
        if rng.random() < 0.22 or number == count - 1:
            out = rng.uniform(0.004, 0.016) if number < count - 1 else 0.045
            faces += box((x + rng.uniform(0.02, 0.10), y + 0.0015, z + dz - out), (0.088, 0.0045, out + 0.012),
                         _booklet(rng), turn, blocks=False, texel=0.015)  # fmt: skip
        y += thick
    plain = Image.new("RGB", (2, 2))
    hull = box((x + 0.012, base + 0.001, z + 0.012), (0.205, y - base - 0.010, 0.138), lambda *_: plain)
    return faces, hull


def _scale_card(text: Sequence[str], rng: Random) -> Image.Image:
    """The evidence photographer's card: number, place, a rule in centimetres."""
    picture = mottled((900, 420), CARD, rng, 0.02)
    pen = ImageDraw.Draw(picture)
    for n in range(16):
        pen.rectangle((30 + n * 52, 340, 30 + (n + 1) * 52, 372), fill=(20, 20, 20) if n % 2 == 0 else (245, 245, 245))
        pen.text((30 + n * 52, 374), str(n), font=words(26), fill=(30, 30, 30), anchor="ma")
    pen.rectangle((30, 340, 30 + 16 * 52, 372), outline=(20, 20, 20), width=3)
    pen.text((34, 18), text[0], font=words(150, bold=True), fill=(22, 22, 24))
    for n, line in enumerate(text[1:]):
        pen.text((38, 206 + 58 * n), line, font=words(46), fill=(40, 40, 44))
    for x in (820, 868):
        pen.ellipse((x - 16, 40, x + 16, 72), outline=(20, 20, 20), width=4)
    return picture


def _steel(rng: Random, colour: tuple[int, int, int] = STEEL) -> Callable[[str, float, float], Image.Image]:
    return lambda _name, wide, high: worn_edges(
        mottled((max(8, int(wide * 1500)), max(8, int(high * 1500))), colour, rng, 0.05), 40
    )


def _door_inside(rng: Random) -> Image.Image:
    picture = mottled((900, 1300), (138, 143, 146), rng, 0.05)
    pen = ImageDraw.Draw(picture, "RGBA")
    pen.rectangle((90, 90, 810, 1210), outline=(70, 74, 77, 255), width=7)
    pen.rectangle((98, 98, 802, 1202), outline=(190, 194, 196, 140), width=3)
    for x, y in ((130, 130), (770, 130), (130, 1170), (770, 1170), (130, 650), (770, 650)):
        pen.ellipse((x - 13, y - 13, x + 13, y + 13), fill=(96, 100, 103, 255), outline=(60, 63, 65, 255), width=3)
    pen.rectangle((250, 300, 640, 560), fill=(232, 230, 222, 255), outline=(150, 150, 146, 255), width=3)
    for n in range(7):
        _scrawl(pen, (275, 325 + n * 32, 610 - (n % 3) * 60, 343 + n * 32), rng, (110, 110, 112))
    pen.rectangle((390, 760, 520, 980), fill=(112, 116, 119, 255), outline=(60, 62, 64, 255), width=4)
    pen.ellipse((425, 830, 485, 890), fill=(60, 62, 64, 255))
    return worn_edges(picture, 50)


def safe_photo() -> Image.Image:
    """EV-004: an office safe with 41 envelopes in four piles, the fronts of passports showing."""
    rng = Random(4)
    camera = Camera((0.17, 0.80, -0.80), -9.5, -29.0, 1.6, 0.86)
    inner, dark = _steel(rng, (128, 132, 134)), (112, 116, 118)

    def _flat(corner: Vec, right: Vec, down: Vec, colour: tuple[int, int, int], **more: float) -> Face:
        wide, high = (math.sqrt(_dot(edge, edge)) for edge in (right, down))
        picture = mottled((max(8, min(2400, int(wide * 1300))), max(8, min(2400, int(high * 1300)))), colour, rng, 0.05)
        return Face(corner, right, down, picture, **more)

    room = [
        _flat((-2, 2.2, 0.5), (4, 0, 0), (0, -3.4, 0), (203, 196, 180), texel=0.12),
        _flat((-2, -0.62, 0.5), (4, 0, 0), (0, 0, -3), (118, 104, 90), texel=0.12),
    ]
    shell = [
        _flat((-0.30, 0.60, 0.42), (0.60, 0, 0), (0, -0.60, 0), dark),
        _flat((-0.30, 0.60, 0), (0, 0, 0.42), (0, -0.60, 0), STEEL),
        _flat((0.30, 0.60, 0.42), (0, 0, -0.42), (0, -0.60, 0), STEEL),
        _flat((-0.30, 0.0, 0.42), (0.60, 0, 0), (0, 0, -0.42), (120, 122, 122)),
        _flat((-0.30, 0.60, 0.0), (0.60, 0, 0), (0, 0, 0.42), STEEL),
    ]
    rim = [
        _flat((-0.36, 0.66, 0.48), (0.72, 0, 0), (0, 0, -0.48), (158, 162, 164)),
        _flat((-0.36, 0.66, 0), (0.72, 0, 0), (0, -0.06, 0), STEEL),
        _flat((-0.36, 0.0, 0), (0.72, 0, 0), (0, -0.62, 0), STEEL),
        _flat((-0.36, 0.60, 0), (0.06, 0, 0), (0, -0.60, 0), STEEL),
        _flat((0.30, 0.60, 0), (0.06, 0, 0), (0, -0.60, 0), STEEL),
        _flat((0.36, 0.66, 0), (0, 0, 0.48), (0, -1.28, 0), STEEL),
    ]
    board = box((-0.30, 0.285, 0.06), (0.60, 0.014, 0.36), inner)
    c, s = math.cos(math.radians(104)), math.sin(math.radians(104))
    door = [
        Face((-0.37 + 0.66 * c, 0.65, -0.66 * s), (-0.66 * c, 0, 0.66 * s), (0, -0.65, 0), _door_inside(rng)),
        _flat(
            (-0.37 + 0.66 * c - 0.06 * s, 0.65, -0.66 * s - 0.06 * c),
            (0.06 * s, 0, 0.06 * c),
            (0, -0.65, 0),
            (120, 124, 127),
        ),
    ]
    piles = [_stack(*place, rng) for place in (
        (-0.275, 0.001, 0.10, 10), (0.030, 0.001, 0.13, 10), (-0.265, 0.300, 0.10, 11), (0.040, 0.300, 0.12, 10),
    )]  # fmt: skip
    card = Face((0.055, 0.074, 0.050), (0.160, 0, -0.006), (0.004, -0.073, -0.040), _scale_card(
        ("EV-004", "ZOS-2026 · S2 Dravna, HR office", "12 May 2026"), rng), texel=0.02)  # fmt: skip
    faces = [*room, *shell, *rim, *board, *door, card, *(face for _, hull in piles for face in hull)]
    scene = Scene(
        camera, faces,
        [Light((-0.7, 2.15, -1.5), (1.5, 0, 0), (0, 0, 0.5), (1.0, 0.97, 0.90), 9.6),
         Light((2.1, 1.7, -1.9), (0, 0, 1.1), (0, -1.0, 0), (0.82, 0.92, 1.0), 3.4)],
        (0.24, 0.25, 0.27), reach=0.5,
    )  # fmt: skip
    picture = Image.new("RGB", (int(SIZE[0] * FINE), int(SIZE[1] * FINE)), (90, 86, 80))
    scene.draw(picture, room)
    scene.draw(picture, shell)
    for number in (0, 1):
        scene.draw(picture, seen_from(camera, piles[number][0]))
    scene.draw(picture, [card])
    scene.draw(picture, seen_from(camera, board))
    for number in (2, 3):
        scene.draw(picture, seen_from(camera, piles[number][0]))
    scene.draw(picture, [*seen_from(camera, rim), *door])
    return photograph(picture, rng, warmth=0.03, gain=1.06, noise=9)


# ---- the story's numbers --------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Sampled:
    """One personnel file of the sample of 52, by code: what the file, the safe and the two time files say."""

    code: str
    card: str
    line: int
    shift: str
    contract: str
    migrant: bool
    start_age: int
    papers: str
    consent: bool
    shown: float
    parallel: float
    rest: bool


def time_sample() -> list[Sampled]:
    """52 files: 20 of migrants, 14 with the passport in the safe, 9 with a consent form; 33 above 60 h in week 31.

    Two time files differ for 31 of them; the longest week is 74.5 h; 11 worked all seven days.
    """
    rng = Random(52)
    order = list(range(52))
    rng.shuffle(order)
    over, migrants = set(order[:33]), set(order[8:28])
    differing = set(order[:31])
    safe = set(sorted(migrants, key=lambda n: (n * 7) % 20)[:14])
    consent = set(sorted(safe, key=lambda n: (n * 11) % 17)[:9])
    no_rest = set(order[3:14])
    rows = []
    for n in range(52):
        real = rng.choice((61.5, 62.0, 63.5, 65.0, 66.5, 68.0, 69.5, 71.0, 72.5)) if n in over else rng.choice(
            (48.0, 52.5, 54.0, 56.0, 57.5, 59.0, 60.0))  # fmt: skip
        real = 74.5 if n == order[5] else real
        shown = rng.choice((57.5, 58.0, 59.0, 59.5, 60.0)) if n in differing else real
        papers = "HR safe" if n in safe else "with the worker" if n in migrants else "not asked"
        rows.append(Sampled(
            f"P-{n + 1:03d}", f"L{'3' if n in differing else '124'[n % 3]}-{101 + 3 * n}", 3 if n in differing else
            int("124"[n % 3]), "AB"[n % 2], "agency" if n % 13 == 5 else "direct", n in migrants,
            18 if n == 30 else 19 + (n * 17) % 23, papers, n in consent, shown, real, n not in no_rest,
        ))  # fmt: skip
    return rows


# ---- EV-008: the terminal -------------------------------------------------------------------------------------------
def _terminal_screen() -> Image.Image:
    """The file list of a line terminal with two time files of the same weeks open side by side."""
    picture = Image.new("RGB", (1600, 1000), (38, 70, 92))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 1600, 56), fill=(24, 46, 62))
    pen.text((24, 8), "LINE 3 · TERMINAL T3-02", font=words(30, bold=True), fill=(214, 226, 232))
    pen.text((1576, 8), "13.05.2026  14:07", font=words(30), fill=(214, 226, 232), anchor="ra")
    rows = [row for row in time_sample() if row.line == 3][:14]
    for x, name, column in ((36, "L3_TIME_W28-33.csv", 1), (820, "L3_TIME_W28-33_b.csv", 2)):
        pen.rectangle((x, 380, x + 744, 968), fill=(246, 248, 248), outline=(18, 30, 40), width=3)
        pen.rectangle((x, 380, x + 744, 428), fill=(70, 116, 146))
        pen.text((x + 16, 384), name, font=words(30, bold=True), fill=(250, 250, 250))
        pen.text((x + 24, 436), "week   card", font=words(26, bold=True), fill=(60, 70, 78))
        for place, head in ((300, "line"), (430, "hours"), (560, "days")):
            pen.text((x + place, 436), head, font=words(26, bold=True), fill=(60, 70, 78))
        for n, row in enumerate(rows):
            y = 474 + n * 34
            if n % 2:
                pen.rectangle((x + 3, y, x + 741, y + 34), fill=(229, 236, 239))
            days = "7" if column == 2 and not row.rest else "6"
            hours = row.shown if column == 1 else row.parallel
            for place, text in ((30, "31"), (112, row.card), (316, "3"), (444, f"{hours:.1f}"), (580, days)):
                pen.text((x + place, y - 1), text, font=words(26), fill=(36, 40, 44))
    pen.rectangle((36, 80, 1564, 356), fill=(240, 243, 244), outline=(18, 30, 40), width=3)
    pen.rectangle((36, 80, 1564, 126), fill=(70, 116, 146))
    pen.text((52, 83), "D: / line3 / time", font=words(30, bold=True), fill=(250, 250, 250))
    files = (
        ("L3_TIME_W28-33.csv", "18.08.2025 06:02", "41 KB"),
        ("L3_TIME_W28-33_b.csv", "18.08.2025 06:04", "41 KB"),
        ("L3_OUTPUT_W28-33.csv", "18.08.2025 06:05", "12 KB"),
        ("shift_calendar.csv", "02.01.2025 09:11", "3 KB"),
    )
    for n, (name, when, size) in enumerate(files):
        y = 138 + n * 52
        if n < 2:
            pen.rectangle((40, y, 1560, y + 50), fill=(190, 216, 234))
        pen.rectangle((62, y + 8, 88, y + 42), fill=(250, 250, 250), outline=(90, 110, 120), width=2)
        for column, text in ((110, name), (880, when), (1330, size)):
            pen.text((column, y + 4), text, font=words(30), fill=(28, 34, 38))
    return _glowing(picture)


def _glowing(picture: Image.Image) -> Image.Image:
    """A lit panel as a camera sees it: pixel rows, uneven backlight, a band from the refresh."""
    w, h = picture.size
    picture = ImageEnhance.Brightness(picture).enhance(0.94)
    lines = Image.new("L", (w, h), 255)
    pen = ImageDraw.Draw(lines)
    for y in range(0, h, 3):
        pen.line((0, y, w, y), fill=226)
    for x in range(0, w, 4):
        pen.line((x, 0, x, h), fill=236)
    picture = ImageChops.multiply(picture, lines.convert("RGB"))
    band = Image.new("L", (1, h))
    for y in range(h):
        band.putpixel((0, y), int(232 + 22 * math.sin(y / h * 5.2 + 0.6)))
    picture = ImageChops.multiply(picture, band.resize((w, h)).convert("RGB"))
    moire = Image.new("L", (w // 2, h // 2))
    dots = moire.load()
    for y in range(h // 2):
        for x in range(w // 2):
            wave = math.sin(0.11 * x + 0.00016 * x * y + 0.04 * y) * math.sin(0.05 * y - 0.013 * x)
            dots[x, y] = int(128 + 17 * wave)
    moire = moire.resize((w, h), Image.Resampling.BICUBIC)
    tint = Image.merge("RGB", (moire, moire.point(lambda v: 256 - v), moire))
    picture = ImageChops.overlay(picture, Image.blend(Image.new("RGB", (w, h), (128, 128, 128)), tint, 0.55))
    return ImageChops.screen(picture, _reflection((w, h)))


def _reflection(size: tuple[int, int]) -> Image.Image:
    """The hall's lamps in the glass, out of focus, and a dull haze."""
    glass = Image.new("L", size, 14)
    pen = ImageDraw.Draw(glass)
    w, h = size
    pen.polygon([(w * 0.62, 0), (w * 0.70, 0), (w * 0.93, h * 0.46), (w * 0.86, h * 0.50)], fill=92)
    pen.polygon([(w * 0.88, 0), (w * 0.94, 0), (w, h * 0.13), (w, h * 0.24)], fill=84)
    pen.ellipse((w * 0.05, h * 0.55, w * 0.40, h * 1.3), fill=6)
    glass = glass.filter(ImageFilter.GaussianBlur(w / 55))
    return Image.merge("RGB", (glass.point(lambda v: int(v * 0.95)), glass, glass))


def _hall(rng: Random) -> Image.Image:
    """The assembly hall behind, far out of focus: lamps, line, shelves, floor."""
    picture = Image.new("RGB", (1200, 900), (74, 80, 84))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 1200, 330), fill=(52, 57, 62))
    pen.rectangle((0, 600, 1200, 900), fill=(104, 110, 104))
    for row, y in enumerate((60, 140, 205, 250)):
        for n in range(-3, 6):
            x = 600 + (n - 1) * (300 - 52 * row)
            pen.rectangle((x, y, x + 150 - 26 * row, y + 20 - 3 * row), fill=(246, 250, 246))
    for _ in range(14):
        x = rng.randint(0, 1150)
        colour = rng.choice(((40, 84, 120), (150, 120, 60), (120, 128, 132), (176, 180, 178), (58, 66, 70)))
        pen.rectangle((x, rng.randint(330, 470), x + rng.randint(40, 150), rng.randint(560, 660)), fill=colour)
    pen.polygon([(0, 640), (1200, 540), (1200, 596), (0, 720)], fill=(60, 108, 86))
    for _ in range(26):
        x = rng.randint(0, 1180)
        y = int(655 - x * 0.083) - rng.randint(2, 20)
        pen.rectangle((x, y, x + 26, y + 24), fill=rng.choice(((228, 230, 228), (34, 36, 38), (200, 204, 206))))
    for _ in range(18):
        x, y = rng.randint(0, 1190), rng.randint(330, 560)
        pen.ellipse((x, y, x + 9, y + 9), fill=rng.choice(((90, 240, 130), (250, 190, 60), (250, 80, 60))))
    return ImageEnhance.Brightness(picture.filter(ImageFilter.GaussianBlur(9))).enhance(1.25)


def _keyboard(rng: Random) -> Image.Image:
    picture = mottled((1200, 420), (46, 48, 50), rng, 0.05)
    pen = ImageDraw.Draw(picture)
    for row in range(5):
        for column in range(17):
            x, y = 24 + column * 68 + row * 9 % 30, 22 + row * 76
            pen.rounded_rectangle((x, y, x + 58, y + 64), 8, fill=(66, 68, 70), outline=(30, 31, 33), width=3)
            pen.rounded_rectangle((x + 7, y + 4, x + 51, y + 52), 6, fill=(80, 82, 84))
            pen.text((x + 14, y + 8), rng.choice("QWERTASDFGZXCVB1234567"), font=words(26), fill=(190, 192, 192))
    return picture


def terminal_photo() -> Image.Image:
    """EV-008: the screen of the terminal at line 3, photographed standing, a little from the left."""
    rng = Random(8)
    camera = Camera((-0.20, 0.33, -0.60), 15.0, -17.5, -2.2, 0.80)
    tilt = math.radians(14)
    up, lean = math.cos(tilt), math.sin(tilt)

    def _panel(x: float, y: float, w: float, h: float, out: float, picture: Image.Image, **more: float) -> Face:
        corner = (x, y * up + out * lean, y * lean - out * up)
        return Face(corner, (w, 0, 0), (0, -h * up, -h * lean), picture, **more)

    bezel = worn_edges(mottled((1300, 900), (58, 60, 62), rng, 0.05), 70)
    pen = ImageDraw.Draw(bezel)
    pen.text((650, 850), "T3-02", font=words(34, bold=True), fill=(176, 178, 178), anchor="mm")
    pen.ellipse((1214, 838, 1234, 858), fill=(80, 236, 120))
    pen.rectangle((60, 828, 250, 876), fill=(222, 206, 120))
    _scrawl(pen, (72, 836, 238, 866), rng, (70, 60, 30))
    side = mottled((120, 900), (40, 42, 44), rng, 0.05)
    table = mottled((1600, 900), (148, 146, 138), rng, 0.06)
    scratch = ImageDraw.Draw(table, "RGBA")
    for _ in range(70):
        x, y, a = rng.randint(0, 1600), rng.randint(0, 900), rng.uniform(0, 6.3)
        length = rng.randint(10, 160)
        scratch.line((x, y, x + length * math.cos(a), y + length * math.sin(a)), fill=(90, 88, 82, rng.randint(25, 90)))
    note = mottled((300, 300), (238, 220, 112), rng, 0.03)
    for n in range(5):
        _scrawl(ImageDraw.Draw(note), (30, 40 + n * 46, 250 - 30 * (n % 3), 68 + n * 46), rng, (60, 64, 110))
    back = Face((-3.2, 2.2, 3.0), (6.8, 0, 0), (0, -4.2, 0), _hall(rng), shade=False, blocks=False)
    desk = Face((-1.1, -0.02, 0.45), (2.2, 0, 0), (0, 0, -0.95), table, texel=0.035)
    body = [
        Face((0.26, 0.36 * up, 0.36 * lean), (0, 0, 0.06), (0, -0.36 * up, -0.36 * lean), side),
        Face((-0.26, 0.36 * up, 0.36 * lean + 0.06), (0, 0, -0.06), (0, -0.36 * up, -0.36 * lean), side),
        _panel(-0.26, 0.36, 0.52, 0.36, 0.0, bezel),
    ]
    screen = _panel(-0.238, 0.340, 0.476, 0.2975, 0.001, _terminal_screen(), shade=False, blocks=False)
    sticky = _panel(0.155, 0.058, 0.070, 0.070, 0.004, note, texel=0.01)
    keys = Face((-0.235, 0.012, -0.10), (0.45, 0, -0.02), (0.01, -0.004, -0.155), _keyboard(rng), texel=0.02)
    card = Face((-0.392, 0.082, -0.055), (0.135, 0, -0.012), (0, -0.080, -0.030), _scale_card(
        ("EV-008", "ZOS-2026 · S2 Dravna, line 3", "13 May 2026"), rng), texel=0.02)  # fmt: skip
    glow = Light((-0.2, 0.30, 0.06), (0.4, 0, 0), (0, -0.22, -0.06), (0.86, 0.95, 1.0), 0.055)
    scene = Scene(
        camera, [back, desk, *body, screen, sticky, keys, card],
        [Light((-0.9, 2.6, -0.7), (1.8, 0, 0), (0, 0, 0.35), (0.96, 1.0, 0.96), 7.0),
         Light((-1.2, 2.6, 1.2), (2.4, 0, 0), (0, 0, 0.35), (0.96, 1.0, 0.96), 7.0), glow],
        (0.20, 0.21, 0.21), reach=0.35,
    )  # fmt: skip
    picture = Image.new("RGB", (int(SIZE[0] * FINE), int(SIZE[1] * FINE)), (60, 64, 66))
    scene.draw(picture, [back])
    picture = picture.filter(ImageFilter.GaussianBlur(12))
    scene.draw(picture, [desk, card])
    picture = picture.filter(ImageFilter.GaussianBlur(1.2))
    scene.draw(picture, [*seen_from(camera, body), screen, sticky])
    picture = _out_of_focus(scene, picture, [keys], 3.2)
    return photograph(picture, rng, warmth=-0.02, gain=1.02, noise=11, soft=0.8)


def _out_of_focus(scene: Scene, picture: Image.Image, faces: Sequence[Face], blur: float) -> Image.Image:
    """Draw faces too near for the lens."""
    layer, mask = picture.copy(), Image.new("L", picture.size)
    scene.draw(layer, faces, mask)
    soft = ImageFilter.GaussianBlur(blur)
    return Image.composite(layer.filter(soft), picture, mask.filter(soft))


# ---- EV-014: the way out --------------------------------------------------------------------------------------------
def _wall(length: float, rng: Random, stains: int = 9) -> Image.Image:
    """Two-tone corridor wall: oil paint below, lime above, scuffed at the height of trolleys."""
    w, h = int(length * 260), 640
    picture = mottled((w, h), (206, 201, 184), rng, 0.05)
    lower = mottled((w, h // 2), (128, 148, 138), rng, 0.05)
    picture.paste(lower, (0, h - h // 2))
    pen = ImageDraw.Draw(picture, "RGBA")
    pen.rectangle((0, h - h // 2 - 5, w, h - h // 2 + 3), fill=(92, 106, 98, 255))
    pen.rectangle((0, h - 26, w, h), fill=(70, 72, 70, 255))
    for _ in range(stains * 6):
        x, y = rng.randint(0, w), rng.randint(h - 190, h - 40)
        pen.line(
            (x, y, x + rng.randint(8, 70), y + rng.randint(-3, 3)), fill=(60, 60, 56, rng.randint(40, 110)), width=2
        )
    return picture


def _room_door(number: str, rng: Random) -> Image.Image:
    picture = brushed((820, 380), (150, 128, 98), rng).transpose(Image.Transpose.ROTATE_90)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 379, 819), outline=(96, 100, 98), width=22)
    pen.rectangle((140, 130, 240, 190), fill=(232, 232, 226), outline=(120, 120, 116), width=3)
    pen.text((190, 160), number, font=words(44, bold=True), fill=(40, 42, 44), anchor="mm")
    pen.rounded_rectangle((300, 420, 336, 520), 8, fill=(172, 174, 174), outline=(90, 92, 92), width=3)
    pen.rectangle((262, 440, 330, 454), fill=(196, 198, 198))
    pen.rectangle((30, 740, 350, 796), fill=(142, 146, 146))
    return worn_edges(picture, 40)


def _exit_doors(rng: Random) -> Image.Image:
    """Double door with push bars, wired glass and daylight behind it."""
    picture = mottled((900, 1080), (122, 134, 140), rng, 0.04)
    pen = ImageDraw.Draw(picture, "RGBA")
    pen.rectangle((0, 0, 899, 1079), outline=(74, 80, 82, 255), width=30)
    pen.rectangle((444, 30, 456, 1079), fill=(60, 66, 68, 255))
    for x in (130, 550):
        pen.rectangle((x, 130, x + 220, 520), fill=(236, 243, 246, 255), outline=(70, 76, 78, 255), width=8)
        for n in range(1, 9):
            pen.line((x, 130 + n * 43, x + 220, 130 + n * 43), fill=(150, 158, 160, 150), width=2)
            pen.line((x + n * 25, 130, x + n * 25, 520), fill=(150, 158, 160, 150), width=2)
    for x in (60, 480):
        pen.rectangle((x, 610, x + 360, 646), fill=(196, 200, 202, 255), outline=(60, 64, 66, 255), width=4)
        pen.rectangle((x, 622, x + 360, 630), fill=(238, 240, 240, 255))
        pen.rectangle((x, 940, x + 360, 1060), fill=(150, 154, 156, 255))
    pen.rectangle((180, 690, 720, 770), fill=(30, 122, 72, 255))
    pen.text((450, 729), "PUSH BAR TO OPEN", font=words(52, bold=True), fill=(244, 250, 246), anchor="mm")
    return worn_edges(picture, 30)


def _exit_sign() -> Image.Image:
    """A lit sign: a running figure, a door, an arrow; drawn here, no standard's artwork."""
    picture = Image.new("RGB", (640, 260), (20, 150, 84))
    pen = ImageDraw.Draw(picture)
    light = (236, 255, 242)
    pen.rectangle((420, 34, 560, 226), fill=light)
    pen.rectangle((446, 58, 560, 226), fill=(20, 150, 84))
    pen.ellipse((316, 34, 358, 76), fill=light)
    for line, width in ((((330, 84), (300, 146)), 40), (((300, 146), (350, 178), (330, 226)), 26),
                        (((298, 146), (262, 190), (218, 190)), 26), (((330, 92), (384, 118), (410, 96)), 20),
                        (((318, 92), (262, 100), (240, 136)), 20)):  # fmt: skip
        pen.line(line, fill=light, width=width, joint="curve")
    pen.line((60, 130, 170, 130), fill=light, width=24)
    pen.polygon([(150, 84), (206, 130), (150, 176)], fill=light)
    return picture


def _cloth(rng: Random, colour: tuple[int, int, int]) -> Callable[[str, float, float], Image.Image]:
    def _picture(_name: str, wide: float, high: float) -> Image.Image:
        size = (max(8, int(wide * 700)), max(8, int(high * 700)))
        folds = grain((max(2, size[0] // 26), max(2, size[1] // 90)), rng, 0.6).resize(size, Image.Resampling.BICUBIC)
        folds = folds.point(lambda v: int(128 + (v - 128) * 0.5)).convert("RGB")
        return worn_edges(ImageChops.overlay(mottled(size, colour, rng, 0.06), folds), 90)

    return _picture


def _extinguisher(rng: Random) -> Image.Image:
    picture = Image.new("RGBA", (160, 460), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    for x in range(26, 134):
        shine = math.sin((x - 26) / 108 * math.pi)
        red = int(70 + 120 * shine) + (60 if 54 < x < 64 else 0)
        pen.line((x, 96, x, 440), fill=(min(255, red), 22 + (50 if 54 < x < 64 else 0), 24, 255))
    pen.pieslice((26, 60, 134, 140), 180, 360, fill=(138, 22, 26, 255))
    pen.rectangle((64, 30, 96, 70), fill=(40, 40, 42, 255))
    pen.line((96, 44, 136, 60, 140, 250), fill=(24, 24, 26, 255), width=12)
    pen.rectangle((40, 190, 120, 310), fill=(232, 230, 222, 255))
    for n in range(4):
        _scrawl(pen, (48, 204 + n * 25, 112, 218 + n * 25), rng, (80, 80, 80))
    return picture


def _mirrored(face: Face) -> Face:
    (x, y, z), (rx, ry, rz), (dx, dy, dz) = face.corner, face.right, face.down
    return Face((x, -y, z), (rx, -ry, rz), (dx, -dy, dz), face.picture, shade=False)


def exit_photo() -> Image.Image:
    """EV-014: corridor of dormitory B with the exit door; a linen trolley takes part of the way."""
    rng = Random(14)
    camera = Camera((-0.12, 1.52, 0.0), 2.2, -5.0, -1.1, 0.72)
    half, long, high = 0.92, 8.2, 2.5
    floor_picture = mottled((700, 2400), (134, 126, 110), rng, 0.05)
    pen = ImageDraw.Draw(floor_picture, "RGBA")
    for n in range(1, 6):
        pen.line((0, n * 400, 700, n * 400), fill=(84, 78, 68, 170), width=3)
    pen.line((350, 0, 350, 2400), fill=(90, 84, 74, 130), width=2)
    for _ in range(160):
        x, y = rng.randint(0, 690), rng.randint(0, 2390)
        pen.line(
            (x, y, x + rng.randint(-6, 6), y + rng.randint(10, 90)), fill=(70, 64, 56, rng.randint(20, 70)), width=2
        )
    floor = Face((-half, 0, long), (2 * half, 0, 0), (0, 0, -long - 0.6), floor_picture, texel=0.12)
    white = mottled((500, 2000), (214, 212, 204), rng, 0.04)
    ceiling = Face((half, high, long), (-2 * half, 0, 0), (0, 0, -long), white,
                   texel=0.12)  # fmt: skip
    left = Face((-half, high, -0.3), (0, 0, long + 0.32), (0, -high, 0), _wall(long, rng), texel=0.10)
    right = Face((half, high, long + 0.02), (0, 0, -long - 0.32), (0, -high, 0), _wall(long, rng), texel=0.10)
    end = Face((-half, high, long), (2 * half, 0, 0), (0, -high, 0), _wall(2 * half, rng, 2), texel=0.06)
    doors = Face((-0.72, 2.04, long - 0.02), (1.44, 0, 0), (0, -2.04, 0), _exit_doors(rng), texel=0.05)
    sign = Face((-0.28, 2.40, long - 0.10), (0.56, 0, 0), (0, -0.23, 0), _exit_sign(), shade=False)
    lamps = [Face((-0.16, high - 0.03, z), (0.32, 0, 0), (0, 0, -1.15), Image.new("RGB", (8, 8), (252, 255, 250)),
                  shade=False, blocks=False) for z in (7.6, 5.1, 2.6)]  # fmt: skip
    rooms = []
    for n, z in enumerate((6.4, 4.2, 2.0)):
        rooms.append(
            Face((-half + 0.015, 2.02, z - 0.46), (0, 0, 0.92), (0, -2.02, 0), _room_door(f"B{11 + 2 * n}", rng))
        )
        rooms.append(
            Face((half - 0.015, 2.02, z + 1.06), (0, 0, -0.92), (0, -2.02, 0), _room_door(f"B{12 + 2 * n}", rng))
        )
    bottle = Face((-half + 0.06, 1.25, 4.95), (0, 0, 0.22), (0, -0.62, 0), _extinguisher(rng), blocks=False)
    frame = box((0.24, 0.12, 4.5), (0.60, 0.06, 1.0), _steel(rng, (120, 124, 126)), 3)
    linen = box((0.26, 0.18, 4.53), (0.56, 0.62, 0.94), _cloth(rng, (112, 122, 140)), 3)
    piles = [face for n in range(3) for face in box(
        (0.28 + 0.01 * n, 0.80 + 0.11 * n, 4.58 + 0.02 * n), (0.52 - 0.02 * n, 0.11, 0.80),
        _cloth(rng, rng.choice(((208, 206, 198), (188, 196, 204), (214, 204, 182)))), rng.uniform(-1, 7))]  # fmt: skip
    wheels = [face for x in (0.27, 0.76) for z in (4.54, 5.40) for face in box(
        (x, 0.0, z), (0.05, 0.12, 0.10), _steel(rng, (36, 38, 40)))]  # fmt: skip
    cart = [*wheels, *frame, *linen, *piles]
    lights = [Light(face.corner, face.right, face.down, (0.97, 1.0, 0.95), 3.1) for face in lamps]
    lights.append(Light((-0.52, 1.80, long - 0.05), (1.04, 0, 0), (0, -0.75, 0), (0.86, 0.95, 1.0), 1.5))
    scene = Scene(camera, [floor, ceiling, left, right, end, doors, *rooms, bottle, *cart, sign], lights,
                  (0.15, 0.155, 0.15), reach=0.9)  # fmt: skip
    canvas = (int(SIZE[0] * FINE), int(SIZE[1] * FINE))
    picture, mask = Image.new("RGB", canvas, (40, 40, 38)), Image.new("L", canvas)
    scene.draw(picture, [floor], mask)
    shine = Image.new("RGB", canvas)
    scene.draw(shine, [_mirrored(face) for face in (*lamps, end, doors, sign)])
    shine = shine.filter(ImageFilter.GaussianBlur(14)).point(lambda v: int(v * 0.30))
    picture = Image.composite(ImageChops.screen(picture, shine), picture, mask)
    scene.draw(picture, [ceiling, *lamps, left, right, end, doors, sign, *rooms, bottle])
    scene.draw(picture, seen_from(camera, cart))
    return photograph(picture, rng, warmth=0.015, gain=1.04, noise=11, soft=0.8)


# ---- tables ---------------------------------------------------------------------------------------------------------
STAMP = (2026, 5, 22, 12, 0, 0)
"""The time that stands in made archives, so that making them again gives the same bytes."""


def _workbook(name: str, sheets: dict[str, list[list[object]]]) -> None:
    """Write a spreadsheet whose bytes do not depend on when it was made."""
    from openpyxl import Workbook  # deptry: ignore[DEP004]
    from openpyxl.styles import Alignment, Font, PatternFill  # deptry: ignore[DEP004]
    from openpyxl.utils import get_column_letter  # deptry: ignore[DEP004]

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        heading = next(n for n, row in enumerate(rows, 1) if len(row) > 2)
        for cell in sheet[heading]:
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="D9E2E7")
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(1, 1).font = Font(bold=True, size=13)
        sheet.freeze_panes = sheet.cell(heading + 1, 1)
        for column in range(1, sheet.max_column + 1):
            longest = max(len(str(row[column - 1])) for row in rows[heading - 1 :] if len(row) >= column)
            sheet.column_dimensions[get_column_letter(column)].width = min(36, max(9, longest + 2))
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(OUT / name, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            body = old.read(entry)
            if entry.filename == "docProps/core.xml":
                body = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-05-22T12:00:00Z", body)
            elif entry.filename == "docProps/app.xml":
                body = body.replace(b"Microsoft Excel", b"auditdesk")
            info = zipfile.ZipInfo(entry.filename, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, body)


def files_sample() -> None:
    """EV-005: the 52 personnel files by code, never by name."""
    heading = ["File code", "Time card", "Line", "Shift", "Contract", "Cross-border migrant", "Age at start",
               "Age document seen", "Passport kept", "Consent form in file"]  # fmt: skip
    rows: list[list[object]] = [
        ["Personnel file sample, site S2 Dravna Plant 2"],
        ["Drawn 11 May 2026 by the auditors from payroll and gate list, seed 20260511, strata contract, line, origin."],
        ["Codes stand for persons; the key is not in this file. Fictional demo document."],
        [],
        heading,
    ]
    for row in time_sample():
        rows.append([row.code, row.card, row.line, row.shift, row.contract, "yes" if row.migrant else "no",
                     row.start_age, "yes", row.papers, "yes" if row.consent else "no"])  # fmt: skip
    sample = time_sample()
    summary: list[list[object]] = [
        ["Counts"], [], ["What", "Files", "Of"],
        ["Age document seen", 52, 52], ["Youngest at start (years)", min(row.start_age for row in sample), ""],
        ["Files of cross-border migrants", sum(row.migrant for row in sample), 52],
        ["Passport kept in the HR safe", sum(row.papers == "HR safe" for row in sample), 20],
        ["Consent form in file", sum(row.consent for row in sample), 14],
        ["Contract in a language the worker reads", 46, 52],
    ]  # fmt: skip
    _workbook("EV-005-personnel-file-sample.xlsx", {"Sample": rows, "Counts": summary})


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
OUTPUT = (46_200, 44_800, 47_500, 48_100, 49_300, 50_600, 56_900, 58_400, 55_700, 49_800, 47_200, 45_500)
LENSES = (39_600, 37_900, 38_800, 40_100, 40_700, 40_200, 43_300, 43_700, 43_500, 40_400, 39_500, 38_300)


def lens_balance() -> None:
    """EV-012: lenses bought against cameras made in 2025: 486 000 against 600 000, 81 %."""
    rng = Random(12)
    bought: list[list[object]] = [
        ["Lens purchases 2025, answer to RFI item 22"], ["Fictional demo document."],
        ["Month", "Receipt", "Supplier code", "Lens type", "Pieces"],
    ]  # fmt: skip
    made: list[list[object]] = [["Cameras made 2025, site S2"], ["One lens a camera."],
                                ["Month", "ZD-40", "ZB-25", "ZP-90", "Total"]]  # fmt: skip
    balance: list[list[object]] = [
        ["Balance"],
        [],
        ["Month", "Lenses bought", "Cameras made", "Not explained", "Share"],
    ]
    for n, month in enumerate(MONTHS):
        first = int(LENSES[n] * rng.uniform(0.42, 0.58) / 100) * 100
        bought.append([f"{month} 2025", f"GR-25-{n * 2 + 1:03d}", "SUP-04", "4 mm", first])
        bought.append([f"{month} 2025", f"GR-25-{n * 2 + 2:03d}", "SUP-11", "2.8 mm", LENSES[n] - first])
        dome, tilt = int(OUTPUT[n] * 0.57 / 100) * 100, int(OUTPUT[n] * 0.09 / 100) * 100
        made.append([f"{month} 2025", dome, OUTPUT[n] - dome - tilt, tilt, OUTPUT[n]])
        gap = OUTPUT[n] - LENSES[n]
        balance.append([f"{month} 2025", LENSES[n], OUTPUT[n], gap, f"{100 * gap / OUTPUT[n]:.1f} %"])
    gap = sum(OUTPUT) - sum(LENSES)
    balance.append(["2025", sum(LENSES), sum(OUTPUT), gap, f"{100 * gap / sum(OUTPUT):.1f} %"])
    _workbook("EV-012-lens-purchase-and-production.xlsx", {"Purchases": bought, "Production": made, "Balance": balance})


def _csv(name: str, rows: Sequence[Sequence[object]]) -> None:
    with (OUT / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(rows)


def time_comparison() -> None:
    """EV-019: week 31 of both time files beside each other for the sample."""
    rows = [["file_code", "time_card", "line", "week", "hours_file", "hours_file_b", "difference", "rest_day_file_b"]]
    for row in time_sample():
        rows.append([row.code, row.card, str(row.line), "31", f"{row.shown:.1f}", f"{row.parallel:.1f}",
                     f"{row.parallel - row.shown:.1f}", "yes" if row.rest else "no"])  # fmt: skip
    _csv("EV-019-time-file-comparison.csv", rows)


def headcounts() -> None:
    """EV-018: how many people payroll, gate and social register count."""
    _csv("EV-018-headcount-reconciliation.csv", [
        ["source", "as_of", "people", "of_which_agency", "difference_to_payroll", "how_obtained"],
        ["payroll April 2026", "2026-04-30", 1240, 90, 0, "export made in the presence of the auditors"],
        ["gate list", "2026-04-30", 1262, 112, 22, "badge system export, contractors' visitors removed"],
        ["social register statement", "2026-04-30", 1221, 71, -19, "copy of the employer's monthly statement"],
    ])  # fmt: skip


def two_lines() -> None:
    """EV-003 and EV-006: one line each, byte for byte."""
    for name, line in (
        (
            "EV-003-sdk-4.2-release-note.txt",
            "DEMO EV-003 internal release note: attribute 'orveni_flag' enabled in SDK 4.2",
        ),
        ("EV-006-time-card-extract.txt", "DEMO EV-006 time card extract week 31: 74.5 h"),
    ):
        (OUT / name).write_bytes(f"{line}\n".encode("ascii"))


# ---- documents ------------------------------------------------------------------------------------------------------
def _document(name: str, lines: Sequence[object], *, title: str, author: str, foot: str) -> None:
    """Lay out a PDF in the shipped typeface; the same words give the same bytes."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import SimpleDocTemplate

    for face in ("Regular", "SemiBold", "Italic"):
        pdfmetrics.registerFont(TTFont(f"Noto{face}", str(FONTS / f"NotoSans-{face}.ttf")))
    body = ParagraphStyle("body", fontName="NotoRegular", fontSize=9.5, leading=13.5, spaceAfter=6)
    styles: dict[str, object] = {
        "body": body,
        "title": ParagraphStyle("title", body, fontName="NotoSemiBold", fontSize=18, leading=23, spaceAfter=10),
        "head": ParagraphStyle("head", body, fontName="NotoSemiBold", fontSize=12, leading=16, spaceBefore=10),
        "small": ParagraphStyle("small", body, fontName="NotoItalic", fontSize=8, leading=11, textColor="#555555"),
        "code": ParagraphStyle("code", body, fontName="Courier", fontSize=8.5, leading=11, backColor="#eef1f3",
                               borderPadding=5, spaceBefore=6, spaceAfter=10),
        "cell": ParagraphStyle("cell", body, fontSize=8.5, leading=11, spaceAfter=0),
    }  # fmt: skip

    def _foot(canvas: object, page: object) -> None:
        canvas.setFont("NotoRegular", 7.5)  # type: ignore[attr-defined]
        canvas.setFillGray(0.4)  # type: ignore[attr-defined]
        canvas.drawString(22 * mm, 12 * mm, f"{foot} · Fictional demo document")  # type: ignore[attr-defined]
        canvas.drawRightString(188 * mm, 12 * mm, str(page.page))  # type: ignore[attr-defined]

    template = SimpleDocTemplate(
        str(OUT / name), pagesize=A4, leftMargin=22 * mm, rightMargin=22 * mm, topMargin=20 * mm, bottomMargin=22 * mm,
        title=title, author=author, subject="Fictional demo document", invariant=1, lang="en",
    )  # fmt: skip
    template.build(_flow(styles, lines), onFirstPage=_foot, onLaterPages=_foot)


def _flow(styles: dict[str, object], lines: Sequence[object]) -> list[object]:
    """Words to page content: "# title", "## heading", "| code", "~ small print", "---" new page, rows as a table."""
    from reportlab.platypus import PageBreak, Paragraph, Preformatted, Spacer, Table, TableStyle

    marks = (("## ", "head"), ("# ", "title"), ("~ ", "small"))
    flow: list[object] = []
    for line in lines:
        if callable(line):
            line = line()
        if not isinstance(line, str | list):
            flow.append(line)
        elif isinstance(line, list):
            cells = [[Paragraph(str(cell), styles["cell"]) for cell in row] for row in line]
            flow.append(Table(cells, hAlign="LEFT", style=TableStyle([
                ("GRID", (0, 0), (-1, -1), 0.4, "#9aa5ab"), ("BACKGROUND", (0, 0), (-1, 0), "#dde5e9"),
                ("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 3),
            ]), repeatRows=1))  # fmt: skip
            flow.append(Spacer(1, 8))
        elif line == "---":
            flow.append(PageBreak())
        elif line.startswith("| "):
            flow.append(Preformatted("\n".join(part.removeprefix("| ") for part in line.split("\n")), styles["code"]))
        else:
            mark, style = next(((m, s) for m, s in marks if line.startswith(m)), ("", "body"))
            flow.append(Paragraph(line.removeprefix(mark), styles[style]))
    return flow


def _traffic_chart() -> object:
    from reportlab.graphics.shapes import Drawing, Line, Rect, String

    drawing = Drawing(460, 150)
    rng = Random(72)
    colours = ("#2f6690", "#81a4b8", "#d08c3f")
    for hour in range(72):
        base = 22.0
        for colour, level in zip(colours, (26, 14, 7), strict=True):
            size = level * (1.25 if 7 <= hour % 24 <= 18 else 0.7) * rng.uniform(0.8, 1.2)
            drawing.add(Rect(34 + hour * 5.8, base, 4.6, size, fillColor=colour, strokeColor=None))
            base += size
    drawing.add(Line(34, 22, 454, 22, strokeWidth=0.6))
    for day in range(4):
        drawing.add(String(34 + day * 139.2, 10, f"{day * 24} h", fontName="NotoRegular", fontSize=7))
    for n, name in enumerate(("relay 1: device id, time", "relay 2: thumbnail hash", "relay 3: keep-alive")):
        drawing.add(Rect(60 + n * 130, 136, 8, 8, fillColor=colours[n], strokeColor=None))
        drawing.add(String(72 + n * 130, 137, name, fontName="NotoRegular", fontSize=7.5))
    drawing.add(String(2, 80, "KB/h", fontName="NotoRegular", fontSize=7))
    return drawing


def _forms() -> list[list[str]]:
    """One row for each consent form of the sample."""
    codes = [row.code for row in time_sample() if row.consent]
    heading = ["File code", "Date on form", "Ink", "Language", "Copy given to worker"]
    return [heading, *([code, "3 March 2026", "blue, same pen by eye", "Kestovian", "not recorded"] for code in codes)]


MADE: dict[str, Callable[[], object]] = {"@traffic": _traffic_chart, "@forms": _forms}


def documents(start: str = "EV") -> None:
    """The PDFs whose words stand in `resources/demo/documents.yaml`, those whose name begins with `start`."""
    told = yaml.safe_load((OUT.parent / "documents.yaml").read_text(encoding="utf-8"))
    for name, document in told.items():
        if name.startswith(start):
            lines = [MADE[line] if isinstance(line, str) and line in MADE else line for line in document.pop("lines")]
            _document(name, lines, **document)


# ---- the work -------------------------------------------------------------------------------------------------------
PHOTOS: dict[str, tuple[Callable[[], Image.Image], datetime, str]] = {
    "EV-004-hr-safe.jpg": (safe_photo, datetime(2026, 5, 12, 10, 42, 17), "Envelopes in the HR safe, site S2"),
    "EV-008-line-3-terminal.jpg": (
        terminal_photo,
        datetime(2026, 5, 13, 14, 7, 38),
        "Screen of the terminal at line 3, site S2",
    ),
    "EV-014-dormitory-b-exit.jpg": (
        exit_photo,
        datetime(2026, 5, 13, 18, 26, 51),
        "Corridor and exit door of dormitory B, site S2",
    ),
}


DOCUMENTS: dict[str, Callable[[], None]] = {
    "EV-003": two_lines,
    "EV-005": files_sample,
    "EV-012": lens_balance,
    "EV-018": headcounts,
    "EV-019": time_comparison,
}


def main(names: Sequence[str]) -> None:
    """Make all files, or those whose names begin with one of the given names."""
    OUT.mkdir(parents=True, exist_ok=True)
    for name, make_document in DOCUMENTS.items():
        if not names or name in names:
            make_document()
    for start in names or ("EV",):
        documents(start)
    for name, (make_photo, taken, text) in PHOTOS.items():
        if not names or any(name.startswith(start) for start in names):
            save_photo(name, make_photo(), taken, "+03:00", f"{text}. Generated picture, fictional demo audit")


if __name__ == "__main__":
    main(sys.argv[1:])
