//! A Chromium and its driver, for the tests that need a browser.

use std::path::PathBuf;

use crate::debian::{Apt, person_command};
use crate::process::{Failure, Outcome, find, major_in, read};

/// The browser, its driver, and a font without which screenshots are full of boxes.
const PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-dejavu-core"];

/// Programs that are a Chromium, the preferred first.
const BROWSERS: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The two programs.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

/// Makes sure that there is a browser with its driver.
pub(crate) fn ensure() -> Outcome<Browser> {
    if let Some(browser) = look() {
        return Ok(browser);
    }
    let apt = Apt::here();
    if apt == Apt::Absent {
        return Err(Failure::with_remedy(
            "the browser tests need Chromium or Chrome and a chromedriver of the same version",
            "export CHROMIUM=/path/to/chrome CHROMEDRIVER=/path/to/chromedriver",
        ));
    }
    apt.install(&PACKAGES, "the browser tests", "about 15 s")?;
    look().ok_or_else(|| {
        Failure::with_remedy(
            "Chromium and its driver are still missing or do not match",
            person_command(&PACKAGES),
        )
    })
}

fn look() -> Option<Browser> {
    let named = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let chromium = named("CHROMIUM").or_else(|| find(&BROWSERS))?;
    let driver = named("CHROMEDRIVER").or_else(|| find(&["chromedriver"]))?;
    let version = |program: &PathBuf| read(program, &["--version"]).as_deref().and_then(major_in);
    // A driver refuses a browser of another major version.
    (version(&chromium)? == version(&driver)?).then_some(Browser { chromium, driver })
}
