//! From a link to the runs it shows.

use crate::link::Link;
use crate::playback::{BUDGET, Player, Side, opening};
use crate::time::Time;

impl Player {
    /// The runs of a link, paused; what lies before its moment is computed in the frames to come.
    pub fn open(link: &Link) -> Player {
        let mut player = Player::new(link.original.clone(), link.seed);
        let at = player.cursor();
        if link.scenario != link.original {
            player.a.adopt(link.scenario.clone(), (link.seed, at), BUDGET);
        }
        if let Some(split) = &link.split {
            player.a.checkpoints_mut().set_budget(BUDGET / 2);
            let mut b = player.a.clone();
            if split.scenario != link.scenario {
                b.adopt(split.scenario.clone(), (link.seed, at), BUDGET / 2);
            }
            (player.b, player.selected, player.split_at) = (Some(b), Side::B, split.at);
        }
        player.go_to(link);
        player
    }

    /// Goes to the moment of a link, whose runs are these.
    pub fn go_to(&mut self, link: &Link) {
        let at = link.at.unwrap_or_else(|| self.opening());
        if at != self.cursor() || self.target.is_some() {
            self.seek(at);
        }
        // What was said so far is not true of a run that was changed.
        self.said_for_s = f64::INFINITY;
    }

    /// Where the page opens this run.
    pub fn opening(&self) -> Time {
        opening(self.a.original()).min(self.duration())
    }

    /// Where the run was split in two; the start if it was not.
    pub fn split_at(&self) -> Time {
        self.split_at
    }
}
