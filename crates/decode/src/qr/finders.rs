//! Finder patterns, the three squares in the corners of a QR code, and which three may belong together.

use super::distance;
use crate::Point;
use crate::plane::Plane;

/// A finder pattern.
#[derive(Clone, Copy, Debug)]
pub(super) struct Finder {
    pub(super) centre: Point,
    /// How wide a module is, in pixels.
    pub(super) module: f32,
    /// How many rows met it.
    rows: u32,
}

impl Finder {
    /// Whether a place is the same finder pattern's. Asked a hundred million times where stripes look like finder
    /// patterns: most are told apart by one difference.
    #[inline]
    fn is_at(&self, place: Point) -> bool {
        let reach = 1.5 * self.module;
        (self.centre.x - place.x).abs() < reach && distance(self.centre, place) < reach
    }
}

/// Three finder patterns that may belong to one code.
#[derive(Clone, Copy, Debug)]
pub(super) struct Triple {
    pub(super) upper_left: Point,
    pub(super) upper_right: Point,
    pub(super) lower_left: Point,
    /// How wide a module is, in pixels.
    pub(super) module: f32,
    /// How far the shape is from that of a code; 0 is best.
    doubt: f32,
}

impl Triple {
    pub(super) fn scaled(&self, by: f32) -> Self {
        Self {
            upper_left: self.upper_left.scaled(by),
            upper_right: self.upper_right.scaled(by),
            lower_left: self.lower_left.scaled(by),
            module: self.module * by,
            doubt: self.doubt,
        }
    }

    /// Whether its middle lies in a code that was read.
    pub(super) fn within(&self, corners: &[Point; 4]) -> bool {
        let middle = Point::new((self.upper_right.x + self.lower_left.x) / 2.0, (self.upper_right.y + self.lower_left.y) / 2.0);
        let turn = |index: usize| {
            let (a, b) = (corners[index], corners[(index + 1) % 4]);
            (b.x - a.x) * (middle.y - a.y) - (b.y - a.y) * (middle.x - a.x)
        };
        (0..4).all(|index| turn(index) >= 0.0) || (0..4).all(|index| turn(index) <= 0.0)
    }
}

/// The most finder patterns that are kept: textures give many false ones, a code three.
const MOST: usize = 16;

/// Darker than this is dark, in a picture whose local mean is 128.
const DARK: u8 = 120;

/// The places that look most like finder patterns, those that most rows met first.
pub(super) fn find(plane: &Plane) -> Vec<Finder> {
    let mut found = all(plane, DARK);
    found.truncate(MOST);
    found
}

/// How many places look like finder patterns also along both diagonals, where what is darker than `dark` is dark: noise
/// gives many that do so along a row and a column only.
pub(super) fn count(plane: &Plane, dark: u8) -> usize {
    let is_whole = |finder: &&Finder| [1, -1].iter().all(|&down| slants(plane, dark, finder, down));
    all(plane, dark).iter().filter(is_whole).count()
}

fn all(plane: &Plane, shade: u8) -> Vec<Finder> {
    let mut found: Vec<Finder> = Vec::new();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for y in 0..plane.height {
        runs.clear();
        // Runs of one shade: where each begins. The first is light, and may be empty.
        let mut dark = false;
        let mut begin = 0;
        for (x, &grey) in plane.row(y).iter().enumerate() {
            if (grey < shade) != dark {
                runs.push((begin, x));
                begin = x;
                dark = !dark;
            }
        }
        runs.push((begin, plane.width));
        for five in runs.windows(5).skip(1).step_by(2) {
            let lengths = [0, 1, 2, 3, 4].map(|index| (five[index].1 - five[index].0) as f32);
            if let Some(module) = finder_like(&lengths) {
                let x = (five[2].0 + five[2].1) as f32 / 2.0;
                check(plane, shade, Point::new(x, y as f32 + 0.5), module, &mut found);
            }
        }
    }
    found.sort_by_key(|finder| std::cmp::Reverse(finder.rows));
    found.retain(|finder| finder.rows >= 2);
    found
}

/// The module's width, where lengths are about as 1 : 1 : 3 : 1 : 1.
fn finder_like(lengths: &[f32; 5]) -> Option<f32> {
    let total: f32 = lengths.iter().sum();
    if total < 7.0 {
        return None;
    }
    let module = total / 7.0;
    let near = |length: f32, modules: f32, by: f32| (length - modules * module).abs() <= by * module + 0.5;
    let ring = [lengths[0], lengths[1], lengths[3], lengths[4]].iter().all(|&length| near(length, 1.0, 0.65));
    (ring && near(lengths[2], 3.0, 1.3)).then_some(module)
}

/// Takes a place up where the column through it looks like a finder pattern too.
fn check(plane: &Plane, shade: u8, place: Point, module: f32, found: &mut Vec<Finder>) {
    if let Some(known) = found.iter_mut().find(|known| known.is_at(place)) {
        // Met before: a row more speaks for it.
        if (known.module / module).ln().abs() < 0.6 {
            known.rows += 1;
            return;
        }
    }
    let Some((down, y)) = crossed(plane, shade, place, module, true) else { return };
    let Some((across, x)) = crossed(plane, shade, Point::new(place.x, y), down, false) else { return };
    let centre = Point::new(x, y);
    if let Some(known) = found.iter_mut().find(|known| known.is_at(centre)) {
        known.rows += 1;
        return;
    }
    if found.len() < 400 {
        found.push(Finder { centre, module: (down + across) / 2.0, rows: 1 });
    }
}

/// The module's width and the middle along a column or row through a place, where it looks like a finder pattern.
fn crossed(plane: &Plane, shade: u8, place: Point, module: f32, column: bool) -> Option<(f32, f32)> {
    let (x, y) = (place.x as usize, place.y as usize);
    let (length, at) = if column { (plane.height, y) } else { (plane.width, x) };
    if at >= length || x >= plane.width || y >= plane.height {
        return None;
    }
    let dark = |at: usize| if column { plane.at(x, at) < shade } else { plane.at(at, y) < shade };
    if !dark(at) {
        return None;
    }
    let most = (5.0 * module) as usize + 2;
    // The ends of the dark middle, the light ring and the dark ring, up and down.
    let mut lengths = [0.0; 5];
    let mut before = at;
    let mut after = at + 1;
    let mut ends = (0.0, 0.0);
    for (ring, wanted) in [true, false, true].into_iter().enumerate() {
        let (first, last) = (before, after);
        while before > 0 && dark(before - 1) == wanted && first - before < most {
            before -= 1;
        }
        while after < length && dark(after) == wanted && after - last < most {
            after += 1;
        }
        if ring == 0 {
            lengths[2] = (after - before) as f32;
            ends = (before as f32, after as f32);
        } else {
            lengths[2 - ring] = (first - before) as f32;
            lengths[2 + ring] = (after - last) as f32;
        }
    }
    let found = finder_like(&lengths)?;
    ((found / module).ln().abs() < 0.7).then_some((found, (ends.0 + ends.1) / 2.0))
}

/// Whether a finder pattern looks like one along the diagonal that goes down to the right (`down` is 1) or to the left
/// (-1).
fn slants(plane: &Plane, shade: u8, finder: &Finder, down: isize) -> bool {
    let is = |step: isize, wanted: bool| {
        let x = (finder.centre.x as usize).checked_add_signed(step * down);
        let y = (finder.centre.y as usize).checked_add_signed(step);
        let place = x.zip(y).filter(|&(x, y)| x < plane.width && y < plane.height);
        place.is_some_and(|(x, y)| (plane.at(x, y) < shade) == wanted)
    };
    let most = (5.0 * finder.module) as isize + 2;
    let mut lengths = [0.0; 5];
    for (way, side) in [(-1, [2, 1, 0]), (1, [2, 3, 4])] {
        // The middle pixel counts with the second half.
        let mut at = if way < 0 { 1 } else { 0 };
        for (element, wanted) in side.into_iter().zip([true, false, true]) {
            let from = at;
            while at - from < most && is(way * at, wanted) {
                at += 1;
            }
            lengths[element] += (at - from) as f32;
        }
    }
    finder_like(&lengths).is_some()
}

/// Which three may belong together, the likeliest first.
pub(super) fn triples(finders: &[Finder], most: usize) -> Vec<Triple> {
    let mut triples = Vec::new();
    for (i, &a) in finders.iter().enumerate() {
        for (j, &b) in finders.iter().enumerate().skip(i + 1) {
            for &c in finders.iter().skip(j + 1) {
                triples.extend([(a, b, c), (b, a, c), (c, a, b)].into_iter().filter_map(triple));
            }
        }
    }
    triples.sort_by(|a: &Triple, b: &Triple| a.doubt.total_cmp(&b.doubt));
    triples.truncate(most);
    triples
}

/// Triples in which one finder pattern was not found, because light or a finger hides it: where it would lie for
/// each two that were.
pub(super) fn guessed(finders: &[Finder], most: usize) -> Vec<Triple> {
    let mut triples = Vec::new();
    for (i, a) in finders.iter().enumerate() {
        for b in finders.iter().skip(i + 1) {
            let ratio = (a.module / b.module).ln().abs();
            let module = (a.module + b.module) / 2.0;
            let apart = distance(a.centre, b.centre) / module;
            if ratio > 0.35 || !(9.0..80.0).contains(&apart) {
                continue;
            }
            let (dx, dy) = (b.centre.x - a.centre.x, b.centre.y - a.centre.y);
            let at = |x: f32, y: f32| Point::new(a.centre.x + x, a.centre.y + y);
            let guess = |upper_left, upper_right, lower_left| {
                let doubt = ratio - 0.01 * a.rows.min(b.rows).min(30) as f32;
                Triple { upper_left, upper_right, lower_left, module, doubt }
            };
            // The two as the upper side, the left side, or the diagonal, each either way round.
            triples.push(guess(a.centre, b.centre, at(-dy, dx)));
            triples.push(guess(b.centre, a.centre, at(dx + dy, dy - dx)));
            triples.push(guess(a.centre, at(dy, -dx), b.centre));
            triples.push(guess(b.centre, at(dx - dy, dy + dx), a.centre));
            let (hx, hy) = (dx / 2.0, dy / 2.0);
            triples.push(guess(at(hx + hy, hy - hx), b.centre, a.centre));
            triples.push(guess(at(hx - hy, hy + hx), a.centre, b.centre));
        }
    }
    triples.sort_by(|a: &Triple, b: &Triple| a.doubt.total_cmp(&b.doubt));
    triples.truncate(most);
    triples
}

/// Three finder patterns with the first as the one in the corner; `None` where their shape is not that of a code.
fn triple((corner, one, other): (Finder, Finder, Finder)) -> Option<Triple> {
    let sizes = [corner.module, one.module, other.module];
    let (least, most) = sizes.iter().fold((f32::MAX, 0.0_f32), |(least, most), &size| (least.min(size), most.max(size)));
    if most > 2.2 * least {
        return None;
    }
    let (ax, ay) = (one.centre.x - corner.centre.x, one.centre.y - corner.centre.y);
    let (bx, by) = (other.centre.x - corner.centre.x, other.centre.y - corner.centre.y);
    let (a, b) = (ax.hypot(ay), bx.hypot(by));
    let module = (corner.module * 2.0 + one.module + other.module) / 4.0;
    // From 21 modules, 14 from middle to middle, to 177; a slope shortens one side.
    if a.min(b) < 9.0 * module || a.max(b) > 190.0 * module || a.max(b) > 2.2 * a.min(b) {
        return None;
    }
    let cosine = (ax * bx + ay * by) / (a * b);
    if cosine.abs() > 0.6 {
        return None;
    }
    let doubt =
        cosine.abs() + (a / b).ln().abs() + 0.7 * (most / least).ln() - 0.02 * (corner.rows + one.rows + other.rows).min(60) as f32 / 3.0;
    // The code is read clockwise: from the corner to its right, then to below it.
    let (right, below) = if ax * by - ay * bx > 0.0 { (one, other) } else { (other, one) };
    Some(Triple { upper_left: corner.centre, upper_right: right.centre, lower_left: below.centre, module, doubt })
}
