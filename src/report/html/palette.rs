//! The colours of the page, light and dark.
//!
//! Verdicts are told apart by blue, vermilion, ochre and violet, which people
//! who see red and green alike tell apart too; a symbol and a word always stand
//! beside the colour. Every text has a contrast of at least 4.5 to what it
//! stands on, every mark of 3 (WCAG 2.2, 1.4.3 and 1.4.11).

use serde::Serialize;

/// One colour in both schemes, as `#rrggbb`.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Colour {
    pub(super) name: &'static str,
    pub(super) light: &'static str,
    pub(super) dark: &'static str,
}

const fn colour(name: &'static str, light: &'static str, dark: &'static str) -> Colour {
    Colour { name, light, dark }
}

/// Every colour of the page by its name in the style sheet.
pub(super) const PALETTE: [Colour; 24] = [
    colour("page", "#f4f6f8", "#0e1216"),
    colour("card", "#ffffff", "#171c22"),
    colour("sunk", "#eef1f4", "#10151a"),
    colour("text", "#1a2129", "#e8edf2"),
    colour("soft", "#515c67", "#a5b1bd"),
    colour("line", "#d3dae1", "#333d47"),
    colour("link", "#0a57a8", "#7ab8f5"),
    colour("met", "#0a5cb0", "#6fb2f2"),
    colour("met-on", "#e3effb", "#10283f"),
    colour("missed", "#8a1a10", "#f47560"),
    colour("missed-on", "#fdebe5", "#40190f"),
    colour("not-guaranteed", "#7d6608", "#f7c955"),
    colour("not-guaranteed-on", "#fcf1d4", "#362808"),
    colour("unproven", "#461a72", "#e0c4f2"),
    colour("unproven-on", "#f1eafa", "#2b1d40"),
    colour("no-objective", "#515c67", "#a5b1bd"),
    colour("no-objective-on", "#eef1f4", "#20272e"),
    colour("warm", "#0b63b5", "#63aef2"),
    colour("cold", "#4a6f94", "#9db9d4"),
    colour("cold-on", "#e6eef6", "#1d2b39"),
    colour("reach", "#1a2129", "#e8edf2"),
    colour("grid", "#dde3e9", "#29323b"),
    colour("mark", "#fff3c4", "#4a3c08"),
    colour("code", "#f4f6f8", "#10151a"),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Text with what it stands on.
    const TEXTS: [(&str, &str); 29] = [
        ("text", "page"),
        ("text", "card"),
        ("text", "sunk"),
        ("text", "code"),
        ("text", "mark"),
        ("soft", "page"),
        ("soft", "card"),
        ("soft", "sunk"),
        ("soft", "code"),
        ("link", "page"),
        ("link", "card"),
        ("link", "sunk"),
        ("met", "met-on"),
        ("missed", "missed-on"),
        ("not-guaranteed", "not-guaranteed-on"),
        ("unproven", "unproven-on"),
        ("no-objective", "no-objective-on"),
        ("met", "card"),
        ("missed", "card"),
        ("unproven", "card"),
        ("not-guaranteed", "card"),
        ("no-objective", "card"),
        ("missed", "sunk"),
        ("not-guaranteed", "sunk"),
        ("text", "met-on"),
        ("text", "missed-on"),
        ("text", "not-guaranteed-on"),
        ("text", "unproven-on"),
        ("text", "no-objective-on"),
    ];
    /// Marks with what they stand on.
    const MARKS: [(&str, &str); 6] = [
        ("warm", "card"),
        ("warm", "sunk"),
        ("cold", "card"),
        ("cold", "cold-on"),
        ("reach", "card"),
        ("not-guaranteed", "card"),
    ];
    /// Colours that a reader tells apart.
    const VERDICTS: [&str; 4] = ["met", "missed", "not-guaranteed", "unproven"];

    type Rgb = [f64; 3];

    fn linear(hex: &str) -> Rgb {
        [1, 3, 5].map(|at| {
            let part =
                f64::from(u8::from_str_radix(hex.get(at..at + 2).unwrap(), 16).unwrap()) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn named(name: &str) -> Colour {
        *PALETTE.iter().find(|colour| colour.name == name).unwrap()
    }

    fn schemes(name: &str) -> [Rgb; 2] {
        let colour = named(name);
        [linear(colour.light), linear(colour.dark)]
    }

    /// WCAG 2.2, contrast ratio.
    fn contrast(a: Rgb, b: Rgb) -> f64 {
        let light = |[r, g, b]: Rgb| 0.2126 * r + 0.7152 * g + 0.0722 * b;
        let (a, b) = (light(a), light(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_has_enough_contrast_in_both_schemes() {
        for (pairs, least) in [(TEXTS.as_slice(), 4.5), (MARKS.as_slice(), 3.0)] {
            for (front, back) in pairs {
                let found = schemes(front).into_iter().zip(schemes(back));
                for (scheme, (front_rgb, back_rgb)) in ["light", "dark"].iter().zip(found) {
                    let ratio = contrast(front_rgb, back_rgb);
                    assert!(ratio >= least, "{front} on {back}, {scheme}: {ratio:.2}");
                }
            }
        }
    }

    /// What people without one of the three cones see: Machado, Oliveira and
    /// Fernandes, "A Physiologically-based Model for Simulation of Color Vision
    /// Deficiency" (2009), severity 1.0.
    const KINDS: [(&str, [Rgb; 3]); 3] = [
        (
            "protanopia",
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
        ),
        (
            "deuteranopia",
            [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
        ),
        (
            "tritanopia",
            [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        ),
    ];

    fn seen(matrix: [Rgb; 3], colour: Rgb) -> Rgb {
        matrix.map(|row| row.iter().zip(colour).map(|(m, c)| m * c).sum::<f64>().clamp(0.0, 1.0))
    }

    /// CIE L*a*b* of a colour in the light of D65.
    fn lab(rgb: Rgb) -> Rgb {
        let dot = |row: Rgb| row.iter().zip(rgb).map(|(m, c)| m * c).sum::<f64>();
        let f = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
        let x = f(dot([0.4124, 0.3576, 0.1805]) / 0.9505);
        let y = f(dot([0.2126, 0.7152, 0.0722]));
        let z = f(dot([0.0193, 0.1192, 0.9505]) / 1.089);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    #[test]
    fn verdicts_differ_for_readers_who_see_colours_otherwise() {
        for (kind, matrix) in KINDS {
            for (number, a) in VERDICTS.iter().enumerate() {
                for b in &VERDICTS[number + 1..] {
                    for (one, other) in schemes(a).into_iter().zip(schemes(b)) {
                        let (one, other) = (lab(seen(matrix, one)), lab(seen(matrix, other)));
                        let squares = one.iter().zip(other).map(|(x, y)| (x - y).powi(2));
                        let distance = squares.sum::<f64>().sqrt();
                        assert!(distance > 14.0, "{a} and {b} with {kind}: {distance:.1}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_colour_has_one_name() {
        for colour in PALETTE {
            let same = PALETTE.iter().filter(|other| other.name == colour.name);
            assert_eq!(same.count(), 1, "{}", colour.name);
        }
    }
}
