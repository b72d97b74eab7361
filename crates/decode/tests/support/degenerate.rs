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
        ("noise", (0..width * height).map(|_| random()).collect()),
        ("coarse noise", {
            let cells: Vec<u8> = (0..(width / 3 + 1) * (height / 3 + 1)).map(|_| if random() < 128 { 0 } else { 255 }).collect();
            draw(&|x, y| cells[y / 3 * (width / 3 + 1) + x / 3])
        }),
    ]
}
