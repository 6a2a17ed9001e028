"""Drawn patent figures and marks: ink on paper, varied by a seed, so that no page shows grey boxes."""

import math
import random
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

INK, FAINT, PAPER = 78, 144, 254
WHITE = (255, 254, 251)
SIZE = (880, 640)
Pen = ImageDraw.ImageDraw


@lru_cache(maxsize=8)
def font(size: int, serif: bool = True) -> ImageFont.FreeTypeFont:
    """A Chinese font from the fonts package, at a size in pixels."""
    import pylopdf_fonts_zh_cn

    name = "NotoSerifSC-Regular.otf" if serif else "NotoSansSC-Regular.otf"
    return ImageFont.truetype(str(Path(pylopdf_fonts_zh_cn.__file__).parent / name), size)


def _lead(pen: Pen, at: tuple[float, float], rng: random.Random, number: int) -> None:
    """A leader line with its reference numeral, as in a patent drawing."""
    angle = rng.uniform(-1.2, 0.2)
    end = (at[0] + 90 * math.cos(angle), at[1] + 90 * math.sin(angle))
    pen.line([at, end], fill=INK, width=2)
    pen.text((end[0] + 6, end[1] - 18), str(number), font=font(26, serif=False), fill=INK)


def _wheel(pen: Pen, rng: random.Random) -> list[tuple[float, float]]:
    x, y, spokes = 440, 330, rng.randint(4, 9)
    for radius in (210, 200, rng.randint(90, 140), 28):
        pen.ellipse([x - radius, y - radius, x + radius, y + radius], outline=INK, width=4)
    turn = rng.random()
    for n in range(spokes):
        a = turn + n * 2 * math.pi / spokes
        pen.line([(x + 28 * math.cos(a), y + 28 * math.sin(a)), (x + 232 * math.cos(a), y + 232 * math.sin(a))], INK, 4)
    return [(x + 150, y - 140), (x, y)]


def _furnace(pen: Pen, rng: random.Random) -> list[tuple[float, float]]:
    top, side = rng.randint(200, 280), rng.randint(120, 190)
    pen.line([(160, 520), (160 + side, 120), (720 - side, 120), (720, 520), (160, 520)], INK, 5, joint="curve")
    pen.line([(160 + side, 120), (160 + side, 520)], FAINT, 3)
    pen.line([(720 - side, 120), (720 - side, 520)], FAINT, 3)
    for row in range(rng.randint(3, 6)):
        y = top + row * 52
        for x in range(300, 580, 36):
            pen.line([(x, y), (x + 20, y)], INK, 3)
    pen.rectangle([390, 70, 490, 120], outline=INK, width=4)
    return [(600, 260), (440, 90)]


def _circuit(pen: Pen, rng: random.Random) -> list[tuple[float, float]]:
    points = [(130, rng.randint(130, 400))]
    for n in range(2 * rng.randint(3, 5)):
        x, y = points[-1]
        if n % 2 == 0:
            points.append((min(760, x + rng.randint(120, 210)), y))
        else:
            away = rng.randint(70, 190)
            points.append((x, y + away if y < 270 else y - away))
    pen.line(points, INK, 4)
    boxes = [points[0], *points[3:-1:3], points[-1]]
    for x, y in boxes:
        wide = rng.randint(34, 60)
        if rng.random() < 0.3:
            pen.ellipse([x - 34, y - 34, x + 34, y + 34], outline=INK, width=4, fill=PAPER)
        else:
            pen.rectangle([x - wide, y - 30, x + wide, y + 30], outline=INK, width=4, fill=PAPER)
    pace, height = rng.uniform(4, 14), rng.randint(12, 30)
    pen.line([(150 + n * 5, 565 + height * math.sin(n / pace)) for n in range(120)], FAINT, 3)
    return [boxes[1], boxes[-1]]


def _bars(pen: Pen, rng: random.Random) -> list[tuple[float, float]]:
    pen.line([(110, 540), (780, 540)], INK, 4)
    pen.line([(110, 556), (780, 556)], FAINT, 2)
    for n in range(rng.randint(5, 8)):
        x, height = 150 + n * 84, rng.randint(110, 380)
        pen.rectangle([x, 540 - height, x + 46, 540], outline=INK, width=4)
        for y in range(540 - height + 24, 530, 28):
            pen.line([(x, y), (x + 46, y - 18)], FAINT, 2)
    return [(330, 400), (620, 380)]


def _rollers(pen: Pen, rng: random.Random) -> list[tuple[float, float]]:
    count, gap = rng.randint(2, 5), rng.randint(14, 40)
    step = 690 // count
    radius = min(rng.randint(60, 100), step // 2 - 8)
    lower = radius if rng.random() < 0.6 else radius * 2 // 3
    middle = rng.randint(280, 340)
    for n in range(count):
        x = 95 + step // 2 + n * step
        for r, y in ((radius, middle - radius - gap // 2), (lower, middle + lower + gap // 2)):
            pen.ellipse([x - r, y - r, x + r, y + r], outline=INK, width=4)
            pen.ellipse([x - r // 6, y - r // 6, x + r // 6, y + r // 6], fill=INK)
            turn = rng.uniform(0, math.pi)
            pen.line([(x, y), (x + r * math.cos(turn), y + r * math.sin(turn))], FAINT, 2)
    pen.line([(70, middle), (820, middle)], INK, 7)
    if rng.random() < 0.5:
        pen.rectangle([80, 90, 800, 560], outline=FAINT, width=3)
    return [(95 + step // 2 + radius, middle - radius), (95 + step // 2, middle + lower)]


def _tower(pen: Pen, rng: random.Random) -> list[tuple[float, float]]:
    width = rng.randint(90, 130)
    pen.rounded_rectangle([440 - width, 70, 440 + width, 560], 60, outline=INK, width=5)
    for y in range(150, 520, rng.randint(52, 76)):
        pen.line([(440 - width, y), (440 + width, y)], INK, 3)
        for x in range(440 - width + 18, 440 + width - 8, 26):
            pen.ellipse([x - 4, y + 14, x + 4, y + 22], fill=FAINT)
    pen.line([(440 + width, 130), (700, 130), (700, 420), (560, 420)], INK, 4)
    pen.line([(440 - width, 500), (200, 500), (200, 220)], INK, 4)
    return [(700, 260), (200, 300)]


def _crystal(pen: Pen, rng: random.Random) -> list[tuple[float, float]]:
    sites = [
        (x + rng.randint(-18, 18), y + rng.randint(-18, 18)) for x in range(170, 760, 110) for y in range(130, 560, 110)
    ]
    for i, a in enumerate(sites):
        for b in sites[i + 1 :]:
            if math.dist(a, b) < 140:
                pen.line([a, b], FAINT, 3)
    for x, y in sites:
        radius = rng.choice((10, 14, 22))
        pen.ellipse([x - radius, y - radius, x + radius, y + radius], outline=INK, width=4, fill=PAPER)
    return [sites[7], sites[15]]


def _press(pen: Pen, rng: random.Random) -> list[tuple[float, float]]:
    half, bed = rng.randint(150, 260), rng.randint(60, 110)
    left, right = 440 - half, 440 + half
    pen.rectangle([left - 40, 560 - bed, right + 40, 560], outline=INK, width=5)
    pen.rectangle([left, 90, right, 160], outline=INK, width=5)
    for n in range(posts := rng.choice((2, 2, 4))):
        x = left + 30 + n * (2 * half - 84) // (posts - 1)
        pen.rectangle([x, 160, x + 24, 560 - bed], outline=INK if n in (0, posts - 1) else FAINT, width=4)
    y = rng.randint(240, 350)
    pen.rectangle([left + 60, y, right - 60, y + 56], outline=INK, width=4, fill=PAPER)
    if rng.random() < 0.5:
        pen.rectangle([412, 160, 470, y], outline=INK, width=4, fill=PAPER)
        for n in range((y - 176) // 12):
            pen.line([(412, 168 + n * 12), (470, 160 + n * 12)], FAINT, 2)
    else:
        pen.rectangle([380, 40, 500, (160 + y) // 2], outline=INK, width=4, fill=PAPER)
        pen.rectangle([422, (160 + y) // 2, 458, y], outline=INK, width=4, fill=PAPER)
    for x in range(left + 80, right - 90, 44) if rng.random() < 0.6 else ():
        pen.arc([x, y + 56, x + 40, y + 96], 0, 180, fill=FAINT, width=3)
    return [(right - 60, y + 20), (440, 200)]


def _crane(pen: Pen, rng: random.Random) -> list[tuple[float, float]]:
    pen.rectangle([110, 120, 780, 168], outline=INK, width=5)
    for x in range(110, 780, 56):
        pen.line([(x, 168), (x + 28, 120), (x + 56, 168)], FAINT, 2)
    x = rng.randint(280, 600)
    pen.rectangle([x - 50, 168, x + 50, 210], outline=INK, width=4)
    sway = rng.randint(-60, 60)
    pen.line([(x, 210), (x + sway, 470)], INK, 4)
    pen.rectangle([x + sway - 60, 470, x + sway + 60, 560], outline=INK, width=5)
    return [(x + sway // 2, 340), (x + sway + 60, 510)]


def _weave(pen: Pen, rng: random.Random) -> list[tuple[float, float]]:
    step = rng.randint(48, 70)
    for row, y in enumerate(range(120, 560, step)):
        points = [(x, y + 16 * math.sin(x / step * math.pi + row * math.pi)) for x in range(120, 770, 6)]
        pen.line(points, INK, 5)
    for x in range(140, 770, step):
        pen.line([(x, 100), (x, 560)], FAINT, 4)
    return [(500, 240), (320, 420)]


FIGURES: dict[str, Callable[[Pen, random.Random], list[tuple[float, float]]]] = {
    "wheel": _wheel,
    "furnace": _furnace,
    "circuit": _circuit,
    "bars": _bars,
    "rollers": _rollers,
    "tower": _tower,
    "crystal": _crystal,
    "press": _press,
    "crane": _crane,
    "weave": _weave,
}


def draw_figure(kind: str, seed: int) -> Image.Image:
    """A patent figure."""
    rng = random.Random(f"{kind}{seed}")
    image = Image.new("L", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    for number, at in enumerate(FIGURES[kind](pen, rng)):
        _lead(pen, at, rng, rng.randint(1, 9) * 10 + number + 2)
    return image


def draw_mark(word: str, spelling: str, seed: int) -> Image.Image:
    """A word mark in one of several settings."""
    rng = random.Random(f"{word}{seed}")
    image = Image.new("RGB", SIZE, WHITE)
    pen = ImageDraw.Draw(image)
    tone = rng.choice(((29, 79, 124), (28, 107, 76), (122, 74, 20), (60, 60, 64), (128, 40, 52)))
    shape = rng.randrange(4)
    if shape == 0:
        pen.ellipse([250, 60, 630, 440], outline=tone, width=14)
    elif shape == 1:
        pen.polygon([(440, 50), (660, 250), (440, 450), (220, 250)], outline=tone, width=14)
    elif shape == 2:
        pen.rounded_rectangle([190, 90, 690, 420], 40, fill=tone)
    else:
        for n in range(5):
            pen.arc(
                [240 - n * 18, 110 - n * 18, 640 + n * 18, 510 + n * 18], 200 + n * 12, 340 - n * 6, fill=tone, width=8
            )
    size = {1: 150, 2: 150, 3: 110}.get(len(word), 84) * (4 if shape == 1 else 5) // 5
    pen.text((440, 350 if shape == 3 else 255), word, font=font(size), fill=WHITE if shape == 2 else tone, anchor="mm")
    pen.text((440, 540), " ".join(spelling), font=font(44, serif=False), fill=tone, anchor="mm")
    return image
