//! Pictures of nothing that stall some readers; shared by the benchmark and the tests.

#![allow(unreachable_pub, missing_docs, reason = "everything here is private to the tests")]

/// Each drawn pixel by pixel, with its name.
pub fn pictures(width: usize, height: usize) -> Vec<(&'static str, Vec<u8>)> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    };
    let noise: Vec<u8> = (0..width * height).map(|_| random()).collect();
    let finders = |period: usize, module: usize| {
        move |x: usize, y: usize| {
            let (x, y) = ((x % period) / module, (y % period) / module);
            let ring = x.abs_diff(3).max(y.abs_diff(3));
            if x < 7 && y < 7 && (ring <= 1 || ring == 3) { 0 } else { 255 }
        }
    };
    // Letters of five by seven squares, in lines.
    let letters: Vec<u64> = (0..64).map(|_| (0..5).fold(0, |bits, _| bits << 8 | u64::from(random()))).collect();
    let text = |x: usize, y: usize| {
        let (column, row) = (x / 12, y / 20);
        let (u, v) = (x % 12 / 2, y % 20 / 2);
        let letter = letters[(column * 7 + row * 13) % letters.len()];
        if u < 5 && v < 7 && letter >> (v * 5 + u) & 1 == 1 { 30 } else { 230 }
    };
    // Bars of one to three pixels, and start signs of Code 39 again and again.
    let widths: Vec<usize> = (0..width).map(|_| usize::from(random() % 3) + 1).collect();
    let bars: Vec<u8> = widths.iter().enumerate().flat_map(|(n, &wide)| vec![if n % 2 == 0 { 20 } else { 235 }; wide]).collect();
    let star = [1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
    let draw = |shade: &dyn Fn(usize, usize) -> u8| (0..width * height).map(|at| shade(at % width, at / width)).collect::<Vec<u8>>();
    vec![
        ("black", draw(&|_, _| 0)),
        ("white", draw(&|_, _| 255)),
        ("stripes of one pixel", draw(&|x, _| if x % 2 == 0 { 0 } else { 255 })),
        ("stripes of three pixels", draw(&|x, _| if x / 3 % 2 == 0 { 0 } else { 255 })),
        ("lying stripes", draw(&|_, y| if y / 3 % 2 == 0 { 0 } else { 255 })),
        ("slanting stripes", draw(&|x, y| if (x + y) / 4 % 2 == 0 { 20 } else { 200 })),
        ("squares", draw(&|x, y| if (x / 4 + y / 4) % 2 == 0 { 0 } else { 255 })),
        (
            "finder patterns all over",
            draw(&|x, y| {
                let ring = (x % 28).abs_diff(13).max((y % 28).abs_diff(13)) / 2;
                if ring <= 1 || ring == 3 { 0 } else { 255 }
            }),
        ),
        ("a slope", draw(&|x, y| ((x + y) * 255 / (width + height)) as u8)),
        ("finder patterns close by", draw(&|x, y| finders(10, 1)(x, y))),
        ("finder patterns far apart", draw(&|x, y| finders(100, 4)(x, y))),
        ("some finder patterns", draw(&|x, y| finders(140, 4)(x, y))),
        ("finder patterns in noise", draw(&|x, y| finders(60, 3)(x, y) / 255 * 180 + 20 + noise[y * width + x] / 5)),
        ("finder patterns in the dark", draw(&|x, y| finders(28, 2)(x, y) / 6 + 5)),
        ("text", draw(&|x, y| text(x, y))),
        ("bars of many widths", draw(&|x, _| bars[x])),
        ("start signs of Code 39", draw(&|x, _| if star[x / 3 % star.len()] == 1 { 20 } else { 235 })),
        ("large squares", draw(&|x, y| if (x / 40 + y / 40) % 2 == 0 { 0 } else { 255 })),
        ("noise", noise.clone()),
        ("coarse noise", {
            let cells: Vec<u8> = (0..(width / 3 + 1) * (height / 3 + 1)).map(|_| if random() < 128 { 0 } else { 255 }).collect();
            draw(&|x, y| cells[y / 3 * (width / 3 + 1) + x / 3])
        }),
    ]
}
