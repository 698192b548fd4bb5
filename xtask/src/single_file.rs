//! The page as one HTML file that opens from a disk without a network: dist/mailflow.html.
//!
//! What index.html loads - style sheets, script, WebAssembly - stands in it, packed together with LZMA
//! and written in 91 letters; `unpack.js` unpacks it. LZMA makes it a fifth smaller than gzip does, and
//! needs nothing of the browser. The script becomes a classic one, because a module inside a page cannot
//! be handed a text, and a policy may forbid `eval`.

use std::path::Path;

use crate::process::{Failure, Outcome, pipe};
use crate::{dist, node_tools, places, slim};

/// What the page's script ends with, as wasm-bindgen writes it.
const EXPORT: &str = "export { initSync, __wbg_init as default };";
/// The only place where a script has to be a module.
const META: &str = "new URL('mailflow_bg.wasm', import.meta.url)";

/// Unpacks the page. The numbers of bytes of the script and of the style sheets stand for JS and CSS.
/// What it adds to the page is marked, so that a copy of the page can do without.
const START: &str = "\
<script>
(async function () {
  'use strict';
UNPACK
  const bytes = fromLzma(fromLetters(document.getElementById('mailflow-wasm').textContent));
  const text = (from, to) => new TextDecoder().decode(bytes.subarray(from, to));
  for (const [name, content] of [['style', text(JS, JS + CSS)], ['script', text(0, JS)]]) {
    const element = document.createElement(name);
    element.setAttribute('data-unpacked', '');
    element.textContent = content;
    document.head.append(element);
  }
  const wasm = await window.mailflowInit({ module_or_path: bytes.subarray(JS + CSS) });
  dispatchEvent(new CustomEvent('TrunkApplicationStarted', { detail: { wasm } }));
})();
</script>
";
/// The other end of [`packed`] and [`letters`].
const UNPACK: &str = include_str!("unpack.js");

/// Writes dist/mailflow.html.
pub(crate) fn write(folder: &Path) -> Outcome<()> {
    let read = |name: &str| {
        let path = folder.join(name.trim_start_matches("./"));
        std::fs::read(&path)
            .map_err(|e| Failure::new(format!("cannot read {}: {e}", path.display())))
    };
    let text = |name: &str| {
        let odd = |_| Failure::new(format!("dist/{name} is not UTF-8"));
        String::from_utf8(read(name)?).map_err(odd)
    };
    let html = text("index.html")?;
    let parts = Parts::of(&html)?;
    let script = classic(&text(parts.script)?)?;
    let mut css = String::new();
    for sheet in &parts.sheets {
        css.push_str(&text(sheet)?);
    }
    let lengths = (script.len(), css.len());
    let mut content = script.into_bytes();
    content.extend(css.bytes());
    content.extend(read(parts.wasm)?);
    let page = parts.page(&html, lengths, &letters(&packed(content)?));
    let path = folder.join("mailflow.html");
    std::fs::write(&path, page)
        .map_err(|e| Failure::new(format!("cannot write {}: {e}", path.display())))
}

/// What index.html loads, and where in it.
#[derive(Debug, PartialEq)]
struct Parts<'a> {
    sheets: Vec<&'a str>,
    script: &'a str,
    wasm: &'a str,
    /// The start-up script that Trunk wrote.
    start: &'a str,
}

impl<'a> Parts<'a> {
    fn of(html: &'a str) -> Outcome<Parts<'a>> {
        let missing = |what: &str| Failure::new(format!("dist/index.html has no {what}"));
        let start = element(html, "<script type=\"module\">", "</script>")
            .ok_or_else(|| missing("start-up script"))?;
        let script =
            between(start, "from '", "'").ok_or_else(|| missing("script in its start-up"))?;
        let wasm = between(start, "module_or_path: '", "'")
            .ok_or_else(|| missing("WebAssembly in its start-up"))?;
        let links = links(html).into_iter().filter(|link| link.contains("rel=\"stylesheet\""));
        let sheets: Vec<_> = links.filter_map(|link| between(link, "href=\"", "\"")).collect();
        if sheets.is_empty() {
            Err(missing("style sheet"))
        } else {
            Ok(Parts { sheets, script, wasm, start })
        }
    }

    /// index.html with all of it inside.
    fn page(&self, html: &str, (js, css): (usize, usize), packed: &str) -> String {
        let start = START.replace("CSS", &css.to_string()).replace("JS", &js.to_string());
        let start = start.replace("UNPACK", &slim::script(UNPACK));
        let data = format!("<script type=\"text/plain\" id=\"mailflow-wasm\">{packed}</script>\n");
        let mut page = html.replace(self.start, "");
        for link in links(html) {
            let loads = ["stylesheet", "modulepreload", "preload"];
            if loads.iter().any(|rel| link.contains(&format!("rel=\"{rel}\""))) {
                page = page.replace(link, "");
            }
        }
        page.replace("</body>", &format!("{data}{start}</body>"))
    }
}

/// Every link element.
fn links(html: &str) -> Vec<&str> {
    html.match_indices("<link ").filter_map(|(at, _)| element(&html[at..], "<link ", ">")).collect()
}

/// The first piece from `from` up to and with `to`.
fn element<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    let text = &text[text.find(from)?..];
    Some(&text[..text.find(to)? + to.len()])
}

/// What stands after the first `before` and before the next `after`.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    Some(text.split_once(before)?.1.split_once(after)?.0)
}

/// The script as a classic one that leaves its start as `mailflowInit`.
fn classic(script: &str) -> Outcome<String> {
    if !script.contains(EXPORT) || !script.contains(META) || script.contains("\nimport ") {
        return Err(Failure::new(
            "wasm-bindgen writes another script than single_file.rs knows how to put into one file",
        ));
    }
    let script = script.replace(META, "''").replace(EXPORT, "return __wbg_init;");
    Ok(format!("window.mailflowInit = (() => {{\n'use strict';\n{script}\n}})();\n"))
}

/// The content as an .lzma file.
fn packed(content: Vec<u8>) -> Outcome<Vec<u8>> {
    node_tools::ensure_packages()?;
    let script = places::end_to_end().join("support/lzma.mjs");
    // A quick build for looking at the page is large in any case.
    let mode = if dist::is_quick() { "1" } else { "9" };
    pipe("node", &[&*script.to_string_lossy(), mode], content)
        .ok_or_else(|| Failure::new("node could not pack the page with tests/e2e/support/lzma.mjs"))
}

/// Two letters for every 13 bits, lowest first: `#` to `~` without `<`, so that no letters can end the
/// element around them. What is left over is padded with zeros.
fn letters(bytes: &[u8]) -> String {
    let letter = |digit: u32| char::from_u32(digit + if digit < 25 { 35 } else { 36 });
    let mut text = String::with_capacity(bytes.len() * 5 / 4);
    let (mut held, mut bits) = (0_u32, 0);
    let mut write =
        |value: u32| text.extend([letter(value / 91), letter(value % 91)].into_iter().flatten());
    for &byte in bytes {
        held |= u32::from(byte) << bits;
        bits += 8;
        if bits >= 13 {
            write(held & 0x1fff);
            held >>= 13;
            bits -= 13;
        }
    }
    if bits > 0 {
        write(held);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = "<head><link rel=\"icon\" href=\"data:,\">\n\
        <link rel=\"stylesheet\" href=\"./a-1.css\"/>\n<link rel=\"stylesheet\" href=\"./b-2.css\"/>\n\
        <script>one()</script>\n<script type=\"module\">\nimport init from './m-3.js';\n\
        const wasm = await init({ module_or_path: './m-3_bg.wasm' });\n</script>\n\
        <link rel=\"modulepreload\" href=\"./m-3.js\"><link rel=\"preload\" href=\"./m-3_bg.wasm\"></head>\n\
        <body><main></main></body>";

    #[test]
    fn the_file_refers_to_no_other() {
        let parts = Parts::of(HTML).expect("all there");
        assert_eq!(parts.sheets, ["./a-1.css", "./b-2.css"]);
        assert_eq!((parts.script, parts.wasm), ("./m-3.js", "./m-3_bg.wasm"));
        let page = parts.page(HTML, (12, 34), "QUJD");
        for gone in ["./", "module", "preload", "stylesheet"] {
            assert!(!page.replace("module_or_path", "").contains(gone), "{gone} in {page}");
        }
        for stays in
            ["one()", "rel=\"icon\"", ">QUJD</script>", "text(12, 12 + 34)", "subarray(12 + 34)"]
        {
            assert!(page.contains(stays), "{stays} in {page}");
        }
        assert!(Parts::of("<head></head>").is_err());
    }

    #[test]
    fn a_script_that_is_not_as_expected_is_refused() {
        let script = format!("let a;\nb = {META};\n{EXPORT}\n");
        let classic = classic(&script).expect("as wasm-bindgen writes it");
        assert!(!classic.contains("export ") && !classic.contains("import.meta"), "{classic}");
        assert!(super::classic("export default a;").is_err());
        assert!(super::classic(&format!("{script}\nimport x from 'y';")).is_err());
    }

    #[test]
    fn letters_are_two_for_13_bits_and_end_no_element() {
        assert_eq!(letters(&[]), "");
        assert_eq!(letters(&[24]), "#;");
        assert_eq!(letters(&[25]), "#=");
        assert_eq!(letters(&[91]), "$#");
        assert_eq!(letters(&[0xff, 0x1f, 1]), format!("{}#+", &letters(&[0xff, 0x1f])[..2]));
        let all: Vec<u8> = (0..=255).flat_map(|a| [a, 255 - a, a ^ 0x5a, a / 3]).collect();
        let text = letters(&all);
        assert_eq!(text.len(), (all.len() * 8).div_ceil(13) * 2);
        assert!(text.bytes().all(|it| (b'#'..=b'~').contains(&it) && it != b'<'), "{text}");
    }

    #[test]
    fn the_unpacking_script_can_stand_in_a_page() {
        assert!(UNPACK.contains("function fromLzma(") && UNPACK.contains("function fromLetters("));
        // In a script of a page these would end it, or begin a comment that does not end.
        assert!(!UNPACK.contains("</") && !UNPACK.contains("<!--"));
    }
}
