//! From a region of bars to a text: the start sign is looked for, the characters after it are followed one by
//! one up to the stop sign, and then each is judged once more in all rows together.

use super::bars::{Region, solved};
use super::signs::{BESIDE, CHARACTERS, COUNT, Look, QUIET, SAMPLES, STAR, likeness, looks, normalise};
use super::{Effort, Reading};
use crate::Point;
use crate::plane::Plane;
use crate::work::Work;

/// The most characters of a text.
const LONGEST: usize = 48;
/// The fewest: what is shorter is found by chance in too many places.
const SHORTEST: usize = 3;
/// How alike a start sign must be for its characters to be followed.
const START: f32 = 0.62;
/// How alike the stop sign with the light beside it must be.
const STOP: f32 = 0.6;
/// How alike a character must be for the next to be followed.
const CHARACTER: f32 = 0.5;
/// What a part of the profile costs that is compared with every sign, in looks: bringing it to size, and each sign.
const COMPARED: u64 = 4 + COUNT as u64;

/// The brightness across the bars.
#[derive(Clone)]
struct Profile {
    /// Sums of the brightness up to each step: any mean is then a difference.
    sums: Vec<f32>,
    /// Sums of its squares.
    squares: Vec<f32>,
}

impl Profile {
    fn of(values: impl Iterator<Item = f32>) -> Self {
        let (mut sums, mut squares) = (vec![0.0], vec![0.0]);
        let (mut sum, mut square) = (0.0, 0.0);
        for value in values {
            sum += value;
            square += value * value;
            sums.push(sum);
            squares.push(square);
        }
        Self { sums, squares }
    }

    /// How many steps it has.
    fn length(&self) -> f32 {
        (self.sums.len() - 1) as f32
    }

    #[inline]
    fn sum_to(&self, x: f32) -> f32 {
        let whole = x as usize;
        match self.sums.get(whole..whole + 2) {
            Some(pair) => pair[0] + (pair[1] - pair[0]) * (x - whole as f32),
            None => self.sums[self.sums.len() - 1],
        }
    }

    /// How much the brightness varies between two steps.
    #[inline]
    fn variance(&self, from: usize, to: usize) -> f32 {
        let to = to.min(self.sums.len() - 1);
        let count = to.saturating_sub(from).max(1) as f32;
        let mean = (self.sums[to] - self.sums[from.min(to)]) / count;
        (self.squares[to] - self.squares[from.min(to)]) / count - mean * mean
    }

    /// The picture of a part, and how strong it is; `None` where the part reaches out of the profile.
    #[inline]
    fn window(&self, from: f32, to: f32) -> Option<([f32; SAMPLES], f32)> {
        if from < 0.0 || to > self.length() {
            return None;
        }
        let step = (to - from) / SAMPLES as f32;
        let mut samples = [0.0; SAMPLES];
        let mut before = self.sum_to(from);
        for (index, sample) in samples.iter_mut().enumerate() {
            let after = self.sum_to(from + step * (index + 1) as f32);
            *sample = after - before;
            before = after;
        }
        let strength = normalise(&mut samples) / step.max(1e-3);
        Some((samples, strength))
    }
}

/// A sign's place: where its first bar begins and how wide a narrow element is, in steps of the profile.
#[derive(Clone, Copy)]
struct Place {
    at: f32,
    module: f32,
}

/// A start sign that may be one.
#[derive(Clone, Copy)]
struct Start {
    place: Place,
    likeness: f32,
    look: usize,
    /// 1 for dark bars on light, -1 for light bars on dark.
    sign: f32,
}

/// How far the steps of a profile lie apart and where they begin.
struct Grid {
    from: f32,
    step: f32,
    count: usize,
}

/// Reads what stands in a region; `None` where nothing does that is beyond doubt.
pub(super) fn read(plane: &Plane, region: &Region, effort: Effort, work: &Work) -> Option<Reading> {
    let length = region.to - region.from;
    // Light beside the code belongs to it; blocks beside the last bars may not have been counted in.
    let beside = (0.14 * length).max(24.0);
    let step = (length / 1400.0).max(0.5);
    let grid = Grid { from: region.from - beside, step, count: ((length + 2.0 * beside) / step) as usize };
    let strips = strips(plane, region, &grid, effort);
    let all = sum(&strips, 0, strips.len());
    let half = strips.len() / 2;
    let mut views = vec![all];
    if effort == Effort::Much {
        views.push(sum(&strips, 0, half.max(1)));
        views.push(sum(&strips, half, strips.len()));
        let few = strips.len().div_ceil(5);
        views.extend((0..strips.len()).step_by(few).map(|from| sum(&strips, from, from + few)));
    }
    for view in views {
        for turned in [false, true] {
            let seen = |values: &Vec<f32>| profile(values, turned);
            let profile = seen(&view);
            let Some((narrowest, widest)) = sizes(&view, 1.0 / step) else { continue };
            let found = starts(&profile, narrowest, widest, effort, work);
            if found.is_empty() {
                continue;
            }
            let rows: Vec<Profile> = strips.iter().map(seen).collect();
            for start in found {
                let Some(places) = follow(&profile, start, work) else { continue };
                let Some(text) = judge(&rows, &places, start, work) else { continue };
                return Some(Reading { text, corners: corners(region, &grid, &places, start.look, turned) });
            }
        }
    }
    None
}

/// Rows along the middle line, each the mean of several pixels along the bars.
fn strips(plane: &Plane, region: &Region, grid: &Grid, effort: Effort) -> Vec<Vec<f32>> {
    let half = 0.82 * region.half;
    let count = match effort {
        Effort::Little => 4,
        Effort::Much => ((2.0 * half / 5.0) as usize).clamp(3, 12),
    };
    let each = ((2.0 * half / count as f32).round() as usize).clamp(1, 12);
    let bars: Vec<(Point, Point)> = (0..grid.count).map(|index| region.bar(grid.from + grid.step * (index as f32 + 0.5))).collect();
    let mut strips = Vec::with_capacity(count);
    for strip in 0..count {
        let mut values = vec![0.0; grid.count];
        for row in 0..each {
            let t = half * (2.0 * ((strip as f32) + (row as f32 + 0.5) / each as f32) / count as f32 - 1.0);
            for (value, (foot, along)) in values.iter_mut().zip(&bars) {
                *value += plane.sample(foot.x + along.x * t, foot.y + along.y * t);
            }
        }
        for value in &mut values {
            *value /= each as f32;
        }
        strips.push(values);
    }
    strips
}

fn sum(strips: &[Vec<f32>], from: usize, to: usize) -> Vec<f32> {
    let mut out = strips[from].clone();
    for strip in strips.iter().take(to).skip(from + 1) {
        for (value, more) in out.iter_mut().zip(strip) {
            *value += more;
        }
    }
    out
}

fn profile(values: &[f32], turned: bool) -> Profile {
    // The mean taken off keeps the running sums small and therefore exact.
    let mean = values.iter().sum::<f32>() / values.len().max(1) as f32;
    let value = |value: &f32| value - mean;
    if turned { Profile::of(values.iter().rev().map(value)) } else { Profile::of(values.iter().map(value)) }
}

/// Between which widths a narrow element is likely to be, in steps, by how many bars there are; `None` where
/// there are too few for a code. `pixel` is how many steps a pixel has.
fn sizes(view: &[f32], pixel: f32) -> Option<(f32, f32)> {
    let mean = view.iter().sum::<f32>() / view.len().max(1) as f32;
    let spread = (view.iter().map(|value| (value - mean).powi(2)).sum::<f32>() / view.len().max(1) as f32).sqrt();
    // A bar is where the brightness turns by a good part of its spread and turns back.
    let (mut low, mut high, mut falling) = (f32::MAX, f32::MIN, true);
    let (mut turns, mut first, mut last) = (0, None, 0);
    for (index, &value) in view.iter().enumerate() {
        low = low.min(value);
        high = high.max(value);
        let turned = if falling { value > low + 0.35 * spread } else { value < high - 0.35 * spread };
        if turned {
            falling = !falling;
            (low, high) = (value, value);
            turns += 1;
            first.get_or_insert(index);
            last = index;
        }
    }
    let length = last.saturating_sub(first.unwrap_or(0)) as f32;
    // Two turns a bar, five bars a character, about 14.5 narrow elements a character; blur joins bars, and
    // print beside the code adds some.
    let likely = length * 10.0 / (14.5 * turns.max(1) as f32);
    let characters = length / (14.5 * 2.2 * likely);
    (turns >= 16 && characters < 2.0 * LONGEST as f32).then_some(((0.4 * likely).max(0.7 * pixel), 2.2 * likely))
}

/// Where a start sign may stand, the likeliest first.
fn starts(profile: &Profile, narrowest: f32, widest: f32, effort: Effort, work: &Work) -> Vec<Start> {
    let looks = looks();
    // A wide and a narrow ratio, both a little blurred, are near enough to every other for a first look.
    let rough = [1, looks.len() - 3];
    let until = 0.45 * profile.length();
    let mut found: Vec<Start> = Vec::new();
    let mut module = narrowest;
    while module <= widest {
        let mut at = QUIET * module;
        while at < until && work.take(3) {
            // Light beside the code is even, the sign is not: a quick look that leaves few places.
            let quiet = profile.variance((at - QUIET * module) as usize + 1, (at - 0.7 * module) as usize);
            let bars = profile.variance(at as usize, (at + 13.0 * module) as usize);
            let edge = profile.variance((at - QUIET * module) as usize, (at + 1.6 * module) as usize);
            if quiet < 0.3 * bars && edge > 0.2 * bars {
                for look in rough {
                    if !work.take(5) {
                        break;
                    }
                    let Some(likeness) = as_start(profile, Place { at, module }, &looks[look]) else { continue };
                    if likeness.abs() > START - 0.1 {
                        found.push(Start { place: Place { at, module }, likeness: likeness.abs(), look, sign: likeness.signum() });
                    }
                }
            }
            at += (0.35 * module).max(0.5);
        }
        module *= 1.05;
    }
    let mut best = apart(found, if effort == Effort::Much { 8 } else { 4 });
    for start in &mut best {
        *start = refined(profile, *start, work);
    }
    best.retain(|start| start.likeness > START);
    apart(best, if effort == Effort::Much { 5 } else { 3 })
}

fn as_start(profile: &Profile, place: Place, look: &Look) -> Option<f32> {
    let (samples, _) = profile.window(place.at - QUIET * place.module, place.at + (look.width + BESIDE) * place.module)?;
    Some(likeness(&samples, &look.start))
}

/// The likeliest that are not about the same place and size.
fn apart(mut starts: Vec<Start>, most: usize) -> Vec<Start> {
    starts.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
    let mut kept: Vec<Start> = Vec::new();
    for start in starts {
        let same = |other: &Start| {
            let near = (other.place.at - start.place.at).abs() < 2.5 * start.place.module;
            near && (other.place.module / start.place.module).ln().abs() < 0.12
        };
        if !kept.iter().any(same) {
            kept.push(start);
            if kept.len() == most {
                break;
            }
        }
    }
    kept
}

/// The best look, place and size about a start sign.
fn refined(profile: &Profile, rough: Start, work: &Work) -> Start {
    let looks = looks();
    let mut best = rough;
    let width = looks[rough.look].width;
    for (index, look) in looks.iter().enumerate() {
        for size in -2..=2_i32 {
            // The sign keeps its width in pixels, whichever ratio it is taken to have.
            let module = rough.place.module * (width + 4.0) / (look.width + 4.0) * (1.0 + 0.02 * size as f32);
            for shift in -4..=4_i32 {
                let place = Place { at: rough.place.at + 0.15 * shift as f32 * module, module };
                if !work.take(5) {
                    return best;
                }
                if let Some(likeness) = as_start(profile, place, look)
                    && rough.sign * likeness > best.likeness
                {
                    best = Start { place, likeness: rough.sign * likeness, look: index, sign: rough.sign };
                }
            }
        }
    }
    best
}

/// The places of all signs from start to stop; `None` where the stop sign is not reached.
fn follow(profile: &Profile, start: Start, work: &Work) -> Option<Vec<Place>> {
    let look = &looks()[start.look];
    let mut places = vec![start.place];
    let mut gap = 1.0;
    let mut growth = 1.0;
    let mut here = start.place;
    for index in 0..=LONGEST {
        let expected = here.at + (look.width + gap) * here.module;
        // After the start sign the gap is not known yet.
        let until = if index == 0 { 10 } else { 4 };
        let mut best = (0.0, here, 0, 0.0);
        for size in -3..=3_i32 {
            let module = here.module * growth * (1.0 + 0.015 * size as f32);
            for shift in -4..=until {
                let off = 0.15 * shift as f32;
                let at = expected + off * here.module;
                if !work.take(COMPARED) {
                    return None;
                }
                let Some((samples, _)) = profile.window(at - BESIDE * module, at + (look.width + BESIDE) * module) else { continue };
                for (sign, picture) in look.signs.iter().enumerate() {
                    let likeness = start.sign * likeness(&samples, picture);
                    if likeness > best.0 {
                        best = (likeness, Place { at, module }, sign, off);
                    }
                }
            }
        }
        let (likeness, place, sign, off) = best;
        if likeness < CHARACTER {
            return None;
        }
        gap = (gap + 0.5 * off).clamp(0.7, 3.0);
        let module = here.module * growth + 0.4 * (place.module - here.module * growth);
        growth = (growth + 0.3 * (module / here.module - growth)).clamp(0.93, 1.07);
        here = Place { at: place.at, module };
        places.push(place);
        if sign == STAR {
            let (samples, _) = profile.window(place.at - BESIDE * place.module, place.at + (look.width + QUIET) * place.module)?;
            let stop = start.sign * self::likeness(&samples, &look.stop) > STOP;
            return (stop && places.len() >= SHORTEST + 2).then_some(places);
        }
    }
    None
}

/// The text of signs whose places are known, judged in all rows together; `None` where a sign is in doubt.
fn judge(rows: &[Profile], places: &[Place], start: Start, work: &Work) -> Option<String> {
    let look = &looks()[start.look];
    let places = evened(places);
    let last = places.len() - 1;
    // Only rows that run through the code, as a region may be higher than its bars; and each may lie a little
    // to one side, as the direction of the bars is known only roughly.
    let rows: Vec<(&Profile, f32, f32)> = rows
        .iter()
        .filter_map(|row| Some((row, aside(row, places[0], look, start.sign)?, aside(row, places[last], look, start.sign)?)))
        .collect();
    if rows.len() < 2 {
        return None;
    }
    let mut text = String::new();
    let mut doubts = 0.0;
    for (index, place) in places.iter().enumerate() {
        let (mut best, mut total_best) = ([0.0_f32; COUNT], 1.0);
        let mut most = -1.0;
        for size in -1..=1_i32 {
            let module = place.module * (1.0 + 0.02 * size as f32);
            for shift in -3..=3_i32 {
                let at = place.at + 0.12 * shift as f32 * module;
                if !work.take(COMPARED * rows.len() as u64) {
                    return None;
                }
                let mut explained = [0.0; COUNT];
                let mut total = 0.0;
                for (row, first, end) in &rows {
                    let at = at + (first + (end - first) * index as f32 / last as f32) * place.module;
                    let Some((samples, strength)) = row.window(at - BESIDE * module, at + (look.width + BESIDE) * module) else { continue };
                    total += strength * strength;
                    for (explained, picture) in explained.iter_mut().zip(&look.signs) {
                        let likeness = (start.sign * likeness(&samples, picture)).max(0.0);
                        *explained += strength * strength * likeness * likeness;
                    }
                }
                let highest = explained.iter().copied().fold(0.0, f32::max) / f32::max(total, 1e-3);
                if highest > most {
                    most = highest;
                    best = explained;
                    total_best = f32::max(total, 1e-3);
                }
            }
        }
        let first = highest(&best, usize::MAX)?;
        let second = highest(&best, first)?;
        let (fit, next) = (best[first] / total_best, best[second] / total_best);
        let doubt = (1.0 - fit) / (1.0 - next).max(1e-3);
        doubts += doubt;
        let outer = index == 0 || index == last;
        if fit < 0.5 || doubt > 0.62 || (first == STAR) != outer {
            return None;
        }
        if !outer {
            text.push(char::from(CHARACTERS[first]));
        }
    }
    (doubts < 0.52 * places.len() as f32).then_some(text)
}

/// How far a start or stop sign lies off its place in one row, in narrow elements; `None` where it is not there.
fn aside(row: &Profile, place: Place, look: &Look, sign: f32) -> Option<f32> {
    let shifts = (-8..=8_i32).map(|shift| 0.2 * shift as f32);
    let seen = shifts.filter_map(|shift| {
        let at = place.at + shift * place.module;
        let (samples, _) = row.window(at - BESIDE * place.module, at + (look.width + BESIDE) * place.module)?;
        Some((sign * likeness(&samples, &look.signs[STAR]), shift))
    });
    let (likeness, shift) = seen.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (likeness > 0.6).then_some(shift)
}

fn highest(values: &[f32; COUNT], but: usize) -> Option<usize> {
    (0..COUNT).filter(|&index| index != but).max_by(|&a, &b| values[a].total_cmp(&values[b]))
}

/// Places on a smooth curve, which is what a flat card gives: a parabola through them by least squares.
fn evened(places: &[Place]) -> Vec<Place> {
    let middle = (places.len() - 1) as f32 / 2.0;
    let terms = |index: usize| {
        let x = index as f32 - middle;
        [1.0, x, x * x]
    };
    let solve = |value: &dyn Fn(&Place) -> f32, degree: usize| {
        let mut matrix = [[0.0_f64; 4]; 3];
        for (index, place) in places.iter().enumerate() {
            let terms = terms(index);
            for row in 0..degree {
                for column in 0..degree {
                    matrix[row][column] += f64::from(terms[row] * terms[column]);
                }
                matrix[row][3] += f64::from(terms[row] * value(place));
            }
        }
        solved(matrix, degree)
    };
    let at = solve(&|place| place.at, 3);
    let module = solve(&|place| place.module, 2);
    (0..places.len())
        .map(|index| {
            let terms = terms(index);
            let at = terms[0] * at[0] + terms[1] * at[1] + terms[2] * at[2];
            Place { at, module: terms[0] * module[0] + terms[1] * module[1] }
        })
        .collect()
}

fn corners(region: &Region, grid: &Grid, places: &[Place], look: usize, turned: bool) -> [Point; 4] {
    let width = looks()[look].width;
    let (first, last) = (places[0], places[places.len() - 1]);
    let along = |at: f32| {
        let at = if turned { grid.count as f32 - at } else { at };
        grid.from + grid.step * at
    };
    let (left, right) = (along(first.at), along(last.at + width * last.module));
    let half = if turned { -region.half } else { region.half };
    [region.place(left, -half), region.place(right, -half), region.place(right, half), region.place(left, half)]
}
