//! What a browser does not need of a built script or style sheet: comments, indents, empty lines.
//!
//! Works on lines, so it asks two things of its input: a comment of a script stands on lines of its own,
//! and no line inside a string of several begins like one. wasm-bindgen's script keeps to that.

use std::path::Path;

use crate::process::{Failure, Outcome};

/// Slims the scripts and style sheets that the page in `folder` loads.
pub(crate) fn page(folder: &Path, is_loaded: fn(&str) -> bool) -> Outcome<()> {
    let cannot = |e: std::io::Error| Failure::new(format!("cannot slim the page: {e}"));
    for entry in std::fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let slim = match path.extension().and_then(|it| it.to_str()) {
            Some("js") => script,
            Some("css") => sheet,
            _ => continue,
        };
        if is_loaded(&name) {
            let text = std::fs::read_to_string(&path).map_err(cannot)?;
            std::fs::write(&path, slim(&text)).map_err(cannot)?;
        }
    }
    Ok(())
}

/// A script without its comment lines and indents.
pub(crate) fn script(text: &str) -> String {
    let is_comment = |line: &&str| ["//", "/*", "*"].iter().any(|mark| line.starts_with(mark));
    trimmed(text.lines().map(str::trim).filter(|line| !is_comment(line)))
}

/// A style sheet without comments and indents.
fn sheet(text: &str) -> String {
    let mut parts = text.split("/*");
    let mut code = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        code.push_str(part.split_once("*/").map_or("", |(_, after)| after));
    }
    trimmed(code.lines().map(str::trim))
}

fn trimmed<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for line in lines.filter(|line| !line.is_empty()) {
        text.push_str(line);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indents_go_and_nothing_else() {
        let text = "// a\n\n  /** b\n   * c\n   */\n  let d = 1; // e\n    f = `/* ${d} */`;\n}\n";
        assert_eq!(script(text), "let d = 1; // e\nf = `/* ${d} */`;\n}\n");
        let text = "/* a\n b */\n.c {\n  d: url(data:image/svg+xml,e); /* f */\n}\n\n@media (g) { h { i: j; } }\n";
        assert_eq!(
            sheet(text),
            ".c {\nd: url(data:image/svg+xml,e);\n}\n@media (g) { h { i: j; } }\n"
        );
        assert_eq!(sheet("a{} /* open"), "a{}\n");
    }
}
