//! What plotters draws over: a canvas, with as few calls as its drawings allow.
//!
//! A dashed line is a path a dash, hundreds of them; one stroke for all that follow each other in one
//! look is most of what a chart costs. Knows no chart. The page's words are HTML, so it writes no text.

#[cfg(test)]
mod bench;

use std::convert::Infallible;
use std::f64::consts::TAU;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, DrawingBackend, DrawingErrorKind,
};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::canvas::context;

/// What drawing gives: a canvas refuses nothing that is asked of it here.
type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Where a chart is drawn.
pub(crate) type Area = DrawingArea<Plotter, Shift>;

/// A colour: red, green and blue of 255, and how much of it.
type Ink = ((u8, u8, u8), f64);

/// An error of a drawing.
pub(crate) type PlotError = DrawingAreaErrorKind<Infallible>;

/// Draws on a canvas; all of it is there afterwards. `None` if the canvas has no 2-D context.
pub(crate) fn draw_on<T>(canvas: &HtmlCanvasElement, draw: impl FnOnce(&Area) -> T) -> Option<T> {
    Some(draw(&Plotter::new(canvas)?.into_drawing_area()))
}

/// A canvas that plotters draws on. The last strokes are made when it is dropped.
pub(crate) struct Plotter {
    context: CanvasRenderingContext2d,
    size: (u32, u32),
    fill: Option<Ink>,
    /// How the open path is to be stroked, if there is one: colour and width [px].
    open: Option<(Ink, u32)>,
}

impl Plotter {
    /// A plotter on a canvas; `None` if that has no 2-D context.
    fn new(canvas: &HtmlCanvasElement) -> Option<Plotter> {
        let size = (canvas.width(), canvas.height());
        Some(Plotter { context: context(canvas)?, size, fill: None, open: None })
    }

    /// Goes on with the open path if it is to be stroked like this, else begins one.
    fn trace(&mut self, ink: Ink, width: u32) {
        // Strokes that let something through would add up where they cross; in one path they do not.
        if self.open == Some((ink, width)) && ink.1 >= 1.0 {
            return;
        }
        self.stroke();
        self.context.set_stroke_style_str(&css(ink));
        self.context.set_line_width(f64::from(width));
        self.context.begin_path();
        self.open = Some((ink, width));
    }

    /// Strokes the open path.
    fn stroke(&mut self) {
        if self.open.take().is_some() {
            self.context.stroke();
        }
    }

    fn fill_with(&mut self, ink: Ink) {
        self.stroke();
        if self.fill != Some(ink) {
            self.context.set_fill_style_str(&css(ink));
            self.fill = Some(ink);
        }
    }

    fn follow(&self, path: impl IntoIterator<Item = BackendCoord>) {
        for (index, at) in path.into_iter().enumerate() {
            let (x, y) = pair(at);
            if index == 0 {
                self.context.move_to(x, y);
            } else {
                self.context.line_to(x, y);
            }
        }
    }
}

impl Drop for Plotter {
    fn drop(&mut self) {
        self.stroke();
    }
}

fn ink(color: BackendColor) -> Ink {
    (color.rgb, color.alpha)
}

fn css(((red, green, blue), alpha): Ink) -> String {
    format!("rgba({red},{green},{blue},{alpha})")
}

fn pair((x, y): BackendCoord) -> (f64, f64) {
    (f64::from(x), f64::from(y))
}

impl DrawingBackend for Plotter {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        self.stroke();
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Drawn {
        let (x, y) = pair(at);
        self.fill_with(ink(color));
        self.context.fill_rect(x, y, 1.0, 1.0);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let ((x, y), (right, foot)) = (pair(from), pair(to));
        if fill {
            self.fill_with(ink(style.color()));
            self.context.fill_rect(x, y, right - x, foot - y);
        } else {
            self.trace(ink(style.color()), style.stroke_width());
            self.context.rect(x, y, right - x, foot - y);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.trace(ink(style.color()), style.stroke_width());
        self.follow(path);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let ((x, y), radius) = (pair(centre), f64::from(radius));
        if fill {
            self.fill_with(ink(style.color()));
            self.context.begin_path();
        } else {
            self.trace(ink(style.color()), style.stroke_width());
            self.context.move_to(x + radius, y);
        }
        // It fails only for a negative radius.
        let _ = self.context.arc(x, y, radius, 0.0, TAU);
        if fill {
            self.context.fill();
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.fill_with(ink(style.color()));
        self.context.begin_path();
        self.follow(path);
        self.context.fill();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use plotters::element::{DashedPathElement, Rectangle};
    use plotters::style::{Color, RGBColor};
    use wasm_bindgen::JsCast;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    const RED: RGBColor = RGBColor(255, 0, 0);
    const BLUE: RGBColor = RGBColor(0, 0, 255);

    #[wasm_bindgen_test]
    fn dashes_keep_their_gaps_and_their_place_in_the_order() {
        let document = web_sys::window().and_then(|window| window.document()).expect("a page");
        let canvas = document.create_element("canvas").expect("an element");
        let canvas: HtmlCanvasElement = canvas.dyn_into().expect("a canvas");
        canvas.set_width(100);
        canvas.set_height(20);
        let dashes =
            |y| DashedPathElement::new([(0, y), (100, y)], 10, 10, Color::stroke_width(&RED, 4));
        let drawn = draw_on(&canvas, |area| {
            area.draw(&dashes(5))?;
            // Over the first dash, and under the next line's.
            area.draw(&Rectangle::new([(2, 0), (8, 20)], BLUE.filled()))?;
            area.draw(&dashes(15))
        });
        drawn.expect("a context").expect("a canvas draws everything");
        let context = context(&canvas).expect("a context");
        let at = |x: i32, y: i32| {
            let pixel = context.get_image_data(x.into(), y.into(), 1.0, 1.0).expect("a pixel");
            let data = pixel.data();
            [data[0], data[1], data[2], data[3]]
        };
        let (red, blue, nothing) = ([255, 0, 0, 255], [0, 0, 255, 255], [0; 4]);
        assert_eq!([at(5, 5), at(15, 5), at(25, 5)], [blue, nothing, red]);
        assert_eq!([at(5, 15), at(15, 15), at(25, 15)], [red, nothing, red]);
    }
}
