//! A small server of static files, for looking at dist/ on this machine.
//!
//! It answers one request a connection and tells browsers to keep nothing, so that a reload always
//! shows the last build. It listens on the local address only.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::process::{Failure, Outcome};

/// The port where nobody asks for another.
pub(crate) const DEFAULT_PORT: u16 = 8080;

/// A longer request line and head are not a browser's.
const HEAD_BYTES_MAX: u64 = 64 * 1024;

/// Takes the port.
pub(crate) fn bind(port: u16) -> Outcome<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|e| match e.kind() {
        ErrorKind::AddrInUse => Failure::with_remedy(
            format!("port {port} is taken, perhaps by another `cargo xtask serve`"),
            format!("cargo xtask serve --port {}", port.checked_add(1).unwrap_or(8081)),
        ),
        _ => Failure::new(format!("cannot listen on port {port}: {e}")),
    })
}

/// Serves `folder` until the process ends.
pub(crate) fn serve(listener: &TcpListener, folder: &Path) -> Outcome<()> {
    if !folder.join("index.html").is_file() {
        return Err(Failure::with_remedy("there is no built page yet", "cargo xtask dist"));
    }
    let address = listener.local_addr().map_err(|e| Failure::new(e.to_string()))?;
    println!("\nServing until Ctrl+C:\nhttp://{address}");
    for stream in listener.incoming().flatten() {
        let folder = folder.to_owned();
        // A connection that a browser opens early and leaves idle must not hold up the others.
        // One that breaks concerns only its own request.
        std::thread::spawn(move || drop(answer(&stream, &folder)));
    }
    Ok(())
}

fn answer(stream: &TcpStream, folder: &Path) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut reader = BufReader::new(stream.take(HEAD_BYTES_MAX));
    let mut request = String::new();
    reader.read_line(&mut request)?;
    // The rest of the head says nothing that matters here, but unread it would reset the connection.
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let mut words = request.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let reply = match method {
        "GET" | "HEAD" => reply_to(folder, target),
        _ => Reply::text("405 Method Not Allowed", "Only GET and HEAD are answered here.\n"),
    };
    reply.send(stream, method == "HEAD")
}

/// What goes back to the browser.
struct Reply {
    status: &'static str,
    content_type: &'static str,
    location: Option<String>,
    body: Vec<u8>,
}

impl Reply {
    fn text(status: &'static str, text: &str) -> Self {
        let content_type = content_type(Path::new("a.txt"));
        Self { status, content_type, location: None, body: text.into() }
    }

    fn send(&self, mut stream: &TcpStream, head_only: bool) -> std::io::Result<()> {
        let location =
            self.location.as_ref().map_or(String::new(), |l| format!("Location: {l}\r\n"));
        write!(
            stream,
            "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{location}\
             Access-Control-Allow-Origin: *\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
            self.status,
            self.content_type,
            self.body.len(),
        )?;
        if !head_only {
            stream.write_all(&self.body)?;
        }
        stream.flush()
    }
}

fn reply_to(folder: &Path, target: &str) -> Reply {
    let address = target.split(['?', '#']).next().unwrap_or_default();
    let not_found = || Reply::text("404 Not Found", "There is no such file.\n");
    let Some(mut path) = resolve(folder, address) else { return not_found() };
    if path.is_dir() {
        if !address.ends_with('/') {
            // Relative references only work below the folder's own address.
            let mut reply = Reply::text("301 Moved Permanently", "");
            reply.location = Some(format!("{address}/"));
            return reply;
        }
        path.push("index.html");
    }
    std::fs::read(&path).map_or_else(
        |_| not_found(),
        |body| Reply { status: "200 OK", content_type: content_type(&path), location: None, body },
    )
}

/// The file that `address` names inside `folder`; `None` for anything that could lead out of it.
fn resolve(folder: &Path, address: &str) -> Option<PathBuf> {
    let decoded = percent_decode(address)?;
    let mut path = folder.to_owned();
    for part in decoded.strip_prefix('/')?.split('/') {
        match part {
            "" | "." => {}
            // A hidden file is nobody's page. Colons and backslashes are roots and separators on
            // Windows.
            _ if part.starts_with('.') || part.contains(['\\', ':', '\0']) => return None,
            _ => path.push(part),
        }
    }
    Some(path)
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// What a browser has to be told that a file is. Without the right one it runs no module and
/// compiles WebAssembly only after all of it has arrived.
fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_types_are_those_that_browsers_insist_on() {
        let check = |name: &str, expected| assert_eq!(content_type(Path::new(name)), expected);
        check("a_bg.wasm", "application/wasm");
        check("a-1f.js", "text/javascript; charset=utf-8");
        check("index.html", "text/html; charset=utf-8");
        check("a.css", "text/css; charset=utf-8");
        check("LICENSE", "application/octet-stream");
    }

    #[test]
    fn addresses_name_files_inside_the_folder() {
        let check = |address, expected: &str| {
            assert_eq!(
                resolve(Path::new("d"), address),
                Some(PathBuf::from(expected)),
                "{address}"
            );
        };
        check("/", "d");
        check("/a.js", "d/a.js");
        check("/sub//a%20b.js", "d/sub/a b.js");
        check("/./a.js", "d/a.js");
    }

    #[test]
    fn no_address_leads_out_of_the_folder() {
        let outside = [
            "/../secret",
            "/a/../../secret",
            "/%2e%2e/secret",
            "/%2e%2e%2fsecret",
            "/..%5csecret",
            "/c:/secret",
            "secret",
            "/.git/config",
            "/a%00b",
            "/%zz",
            "/%f",
            "/%ff",
        ];
        for address in outside {
            assert_eq!(resolve(Path::new("d"), address), None, "{address}");
        }
    }

    #[test]
    fn a_taken_port_names_the_way_out() {
        let first = bind(0).expect("some port is free");
        let port = first.local_addr().expect("it is bound").port();
        let shown = bind(port).expect_err("it is taken").to_string();
        assert!(shown.contains("cargo xtask serve --port"), "{shown}");
    }

    #[test]
    fn a_file_is_sent_whole_and_not_kept() {
        let folder = std::env::temp_dir().join(format!("xtask-server-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("sub")).expect("a temporary folder");
        std::fs::write(folder.join("sub/index.html"), "hello").expect("a temporary file");
        let page = reply_to(&folder, "/sub/?query");
        assert_eq!((page.status, page.body.as_slice()), ("200 OK", b"hello".as_slice()));
        assert_eq!(reply_to(&folder, "/sub").location.as_deref(), Some("/sub/"));
        assert_eq!(reply_to(&folder, "/none").status, "404 Not Found");
        std::fs::remove_dir_all(folder).expect("it was just made");
    }
}
