//! The page's hand on the run: every component changes it through here, and every change is shown.
//!
//! Holds the one [`Player`]; knows no component. Nothing in here touches the virtual DOM except
//! [`Control::publish`], which happens a few times a second at most.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use mailflow::lesson::link::{self, Course};
use mailflow::lesson::{LessonPlayer, LessonView};
use mailflow::playback::Player;
use mailflow::readout::Readout;
use mailflow::time::Time;
use yew::prelude::*;

/// Paints the run; says whether time alone would change the picture.
type Painter = Rc<dyn Fn(&Player) -> bool>;
/// Is told of the run when a readout is published.
type Listener = Rc<dyn Fn(&Player)>;

/// A shared handle to the run; equal when it is the same run's page.
#[derive(Clone)]
pub(crate) struct Control(Rc<Inner>);

struct Inner {
    player: RefCell<Player>,
    setter: RefCell<Option<UseStateSetter<Rc<Readout>>>>,
    wake: RefCell<Option<Rc<dyn Fn()>>>,
    listener: RefCell<Option<Listener>>,
    painters: RefCell<Vec<(u32, Painter)>>,
    next_painter: Cell<u32>,
    class: RefCell<Option<Class>>,
    class_setter: RefCell<Option<UseStateSetter<Option<Rc<LessonView>>>>>,
    seek: Cell<Option<Time>>,
}

/// A lesson under way.
struct Class {
    lesson: LessonPlayer,
    /// The keys of a link to it.
    keys: String,
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Control").finish_non_exhaustive()
    }
}

impl PartialEq for Control {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// A painter's place in the frame; dropping it gives the place up.
pub(crate) struct Painting {
    control: Control,
    id: u32,
}

impl Drop for Painting {
    fn drop(&mut self) {
        self.control.0.painters.borrow_mut().retain(|(id, _)| *id != self.id);
    }
}

impl Control {
    /// A hand on `player`.
    pub(crate) fn new(player: Player) -> Self {
        Control(Rc::new(Inner {
            player: RefCell::new(player),
            setter: RefCell::default(),
            wake: RefCell::default(),
            listener: RefCell::default(),
            painters: RefCell::default(),
            next_painter: Cell::new(0),
            class: RefCell::default(),
            class_setter: RefCell::default(),
            seek: Cell::new(None),
        }))
    }

    /// Where readouts go. A setter, not the state's handle: a handle would keep every readout it
    /// has ever read.
    pub(crate) fn publish_to(&self, setter: UseStateSetter<Rc<Readout>>) {
        *self.0.setter.borrow_mut() = Some(setter);
    }

    /// Who else is told whenever a readout is published.
    pub(crate) fn tell(&self, listener: Option<Listener>) {
        *self.0.listener.borrow_mut() = listener;
    }

    /// What starts the loop again after it has stopped.
    pub(crate) fn wake_with(&self, wake: Option<Rc<dyn Fn()>>) {
        *self.0.wake.borrow_mut() = wake;
    }

    /// Looks at the run.
    pub(crate) fn read<R>(&self, look: impl FnOnce(&Player) -> R) -> R {
        look(&self.0.player.borrow())
    }

    /// Changes the run and shows the change at once.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Player)) {
        self.change_quietly(change);
        self.show();
    }

    /// Changes the run without showing it yet. Another run than the lesson's ends the lesson.
    pub(crate) fn change_quietly(&self, change: impl FnOnce(&mut Player)) {
        let mut player = self.0.player.borrow_mut();
        let key = player.key();
        change(&mut player);
        if player.key() != key {
            self.0.class.take();
        }
    }

    /// Begins a lesson at a step; the run becomes its own.
    pub(crate) fn begin(&self, course: Course, step: usize) {
        {
            let mut player = self.0.player.borrow_mut();
            let keys = course.write();
            let mut lesson = LessonPlayer::new(course.lesson, &mut player);
            if step > 0 {
                lesson.go_to(step, &mut player);
            }
            *self.0.class.borrow_mut() = Some(Class { lesson, keys });
        }
        self.show();
    }

    /// Does something in the lesson, if there is one.
    pub(crate) fn teach(&self, change: impl FnOnce(&mut LessonPlayer, &mut Player)) {
        if let Some(class) = self.0.class.borrow_mut().as_mut() {
            change(&mut class.lesson, &mut self.0.player.borrow_mut());
        }
        self.show();
    }

    /// Ends the lesson; the run stays as it is.
    pub(crate) fn end_lesson(&self) {
        self.0.class.take();
        self.show();
    }

    /// The lesson and its step as keys of a link.
    pub(crate) fn lesson_keys(&self) -> Option<String> {
        let class = self.0.class.borrow();
        class.as_ref().map(|class| link::at_step(&class.keys, class.lesson.step()))
    }

    /// Where views of the lesson go.
    pub(crate) fn teach_to(&self, setter: UseStateSetter<Option<Rc<LessonView>>>) {
        *self.0.class_setter.borrow_mut() = Some(setter);
    }

    /// Shows what was changed quietly.
    pub(crate) fn show(&self) {
        self.publish();
        self.wake();
    }

    /// Moves the cursor with the next frame; of several moves in one frame only the last counts.
    pub(crate) fn seek_soon(&self, to: Time) {
        self.0.seek.set(Some(to));
        self.wake();
    }

    /// One frame: the model, then everything that is painted. Says whether another one is needed.
    pub(crate) fn frame(&self, dt_s: f64, more: &mut dyn FnMut() -> bool) -> bool {
        let (busy, arrived) = {
            let mut player = self.0.player.borrow_mut();
            let mut class = self.0.class.borrow_mut();
            if let Some(to) = self.0.seek.take() {
                player.seek(to);
            }
            let was_away = player.progress().is_some();
            let (mut busy, mut turned) = (false, false);
            if let Some(Class { lesson, .. }) = &mut *class {
                let before = (lesson.step(), lesson.phase());
                lesson.frame(&mut player, dt_s, more);
                busy = lesson.is_busy();
                turned = before != (lesson.step(), lesson.phase());
            } else {
                player.frame(dt_s, more);
            }
            (busy || player.is_busy(), turned || was_away && player.progress().is_none())
        };
        if arrived {
            // Nobody who has just gone somewhere waits for the next readout.
            self.publish();
        }
        self.paint_all() || busy
    }

    /// Paints without moving time: a new size, a new theme.
    pub(crate) fn paint(&self) {
        if self.paint_all() {
            self.wake();
        }
    }

    fn paint_all(&self) -> bool {
        // A painter may come or go while another one runs, so the list is not held meanwhile.
        let painters: Vec<Painter> =
            self.0.painters.borrow().iter().map(|(_, painter)| painter.clone()).collect();
        let player = self.0.player.borrow();
        let mut moving = false;
        for painter in painters {
            moving |= painter(&player);
        }
        moving
    }

    /// Has `painter` called with every frame, for as long as the answer is kept.
    pub(crate) fn on_frame(&self, painter: impl Fn(&Player) -> bool + 'static) -> Painting {
        let id = self.0.next_painter.get();
        self.0.next_painter.set(id + 1);
        self.0.painters.borrow_mut().push((id, Rc::new(painter)));
        Painting { control: self.clone(), id }
    }

    /// Hands the words and figures of now to the page.
    pub(crate) fn publish(&self) {
        let readout = Rc::new(self.0.player.borrow().readout());
        let setter = self.0.setter.borrow().clone();
        if let Some(setter) = setter {
            setter.set(readout);
        }
        let setter = self.0.class_setter.borrow().clone();
        if let Some(setter) = setter {
            let view = self
                .0
                .class
                .borrow()
                .as_ref()
                .map(|class| Rc::new(class.lesson.view(&self.0.player.borrow())));
            setter.set(view);
        }
        let listener = self.0.listener.borrow().clone();
        if let Some(listener) = listener {
            listener(&self.0.player.borrow());
        }
    }

    fn wake(&self) {
        let wake = self.0.wake.borrow().clone();
        if let Some(wake) = wake {
            wake();
        }
    }
}
