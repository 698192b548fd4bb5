//! The reference in the README: written from the tables of fields and actions, and held to them.
//! `UPDATE=1 cargo test` writes it anew.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use mailflow::scenario::{ACTIONS, FIELDS, FieldSpec, Place, Scale};

const BEGIN: &str = "<!-- reference: written by `UPDATE=1 cargo test`, not by hand -->\n";
const END: &str = "<!-- end of reference -->";

/// Text inside a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}

/// The range of a value, whose unit stands elsewhere.
fn range(spec: &FieldSpec) -> String {
    match spec.scale {
        Scale::Choice(names) if names == Place::NAMES => {
            "`all`, a region (`NA`, `EMEA`, `APAC`) or a forest (`F1` to `F42`)".to_owned()
        }
        Scale::Choice(names) => {
            let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
            names.join(", ")
        }
        Scale::Whole => format!("{} to {}, whole", spec.min, spec.max),
        Scale::Real => format!("{} to {}", spec.min, spec.max),
    }
}

fn reference() -> String {
    let mut text = String::from(BEGIN);
    let mut groups: Vec<&str> = FIELDS.iter().map(|spec| spec.group).collect();
    groups.dedup();
    for group in groups {
        let fields = FIELDS.iter().filter(|spec| spec.group == group);
        let count = fields.clone().count();
        let head =
            "| key | unit | range | default | source | what it is |\n|---|---|---|---|---|---|";
        write!(text, "\n<details>\n<summary>Fields: {group} ({count})</summary>\n\n{head}\n")
            .expect("a string");
        for spec in fields {
            let (range, default) = (range(spec), spec.show(spec.default));
            let (source, help) = (cell(spec.source), cell(spec.help));
            let unit = if spec.unit == "1" { "none" } else { spec.unit };
            writeln!(text, "| `{}` | {unit} | {range} | {default} | {source} | {help} |", spec.key)
                .expect("a string");
        }
        text += "\n</details>\n";
    }
    let head = "| key | who | parameters | what it does |\n|---|---|---|---|";
    write!(text, "\n<details>\n<summary>Actions ({})</summary>\n\n{head}\n", ACTIONS.len())
        .expect("a string");
    for spec in ACTIONS {
        let params: Vec<_> = spec
            .params
            .iter()
            .map(|param| {
                let unit = match param.unit {
                    "1" | "choice" => String::new(),
                    unit => format!(" [{unit}]"),
                };
                let (key, range, default) = (param.key, range(param), param.show(param.default));
                let (source, help) = (cell(param.source), cell(param.help));
                format!("`{key}`{unit}: {range}; default {default}. {help} Source: {source}.")
            })
            .collect();
        let (who, help, params) = (spec.actor.says(), cell(spec.help), params.join("<br>"));
        let params = if params.is_empty() { "none" } else { &params };
        writeln!(text, "| `{}` | {who} | {params} | {help} |", spec.key).expect("a string");
    }
    text + "\n</details>\n\n" + END
}

#[test]
fn the_readme_holds_every_field_and_every_action() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).expect("the README");
    let (before, rest) = readme.split_once(BEGIN).expect("the beginning of the reference");
    let (_, after) = rest.split_once(END).expect("its end");
    let wanted = format!("{before}{}{after}", reference());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &wanted).expect("the README can be written");
    }
    let on_record = fs::read_to_string(&path).expect("the README");
    assert!(on_record == wanted, "the tables have changed: UPDATE=1 cargo test");
}
