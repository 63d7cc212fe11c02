"""Charts as SVG: a mean with its interval, and the risk–coverage curve. No script, no library on the page."""

from collections.abc import Mapping, Sequence

_WIDTH, _HEIGHT = 220, 18
_SIDE, _MARGIN = 320, 40


def bar(value: Mapping[str, float]) -> str:
    """A share as a bar from 0 to 1, its interval as a line over it."""
    low, mean, high = (_WIDTH * min(1.0, max(0.0, value[name])) for name in ("low", "mean", "high"))
    middle = _HEIGHT / 2
    return (
        f'<svg class="bar" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" aria-hidden="true">'
        f'<rect class="track" width="{_WIDTH}" height="{_HEIGHT}" rx="3"/>'
        f'<rect class="mean" width="{mean:.1f}" height="{_HEIGHT}" rx="3"/>'
        f'<path class="whisker" d="M{low:.1f} {middle}H{high:.1f}M{low:.1f} 5V13M{high:.1f} 5V13"/></svg>'
    )


def curve(points: Sequence[Sequence[float]], here: tuple[float, float]) -> str:
    """``(coverage, risk)`` points as a line, with ``here``, the point at which the system decides."""
    inner = _SIDE - 2 * _MARGIN

    def place(point: Sequence[float]) -> str:
        return f"{_MARGIN + inner * point[0]:.1f} {_SIDE - _MARGIN - inner * point[1]:.1f}"

    line = "L".join(place(point) for point in points)
    at_x, at_y = place(here).split()
    ticks = "".join(
        f'<text x="{_MARGIN + inner * t:.0f}" y="{_SIDE - 22}" text-anchor="middle">{t:g}</text>'
        f'<text x="{_MARGIN - 8}" y="{_SIDE - _MARGIN - inner * t + 4:.0f}" text-anchor="end">{t:g}</text>'
        f'<path class="grid" d="M{_MARGIN} {_SIDE - _MARGIN - inner * t:.0f}h{inner}"/>'
        for t in (0, 0.25, 0.5, 0.75, 1)
    )
    return (
        f'<svg class="curve" viewBox="0 0 {_SIDE} {_SIDE}" width="{_SIDE}" height="{_SIDE}" role="img" '
        f'aria-label="risk by coverage">{ticks}<path class="line" d="M{line}"/>'
        f'<circle cx="{at_x}" cy="{at_y}" r="5"/>'
        f'<text x="{_SIDE / 2:.0f}" y="{_SIDE - 4}" text-anchor="middle">coverage</text>'
        f'<text x="12" y="{_SIDE / 2:.0f}" text-anchor="middle" transform="rotate(-90 12 {_SIDE / 2:.0f})">risk</text></svg>'
    )
