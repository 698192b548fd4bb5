//! Files that leave the page, by the browser's own download.
//!
//! A frame that is sandboxed refuses downloads without saying so; [`is_sandboxed`] guesses it.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, Document, HtmlAnchorElement, Url};

/// A file of text in the browser's memory.
pub(crate) fn blob(text: &str, media_type: &str) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    Blob::new_with_str_sequence_and_options(&Array::of1(&JsValue::from_str(text)), &options).ok()
}

/// The address of a file in the browser's memory; it is given up when this is dropped.
#[derive(Debug)]
pub(crate) struct Address(String);

impl Address {
    pub(crate) fn of(blob: &Blob) -> Option<Address> {
        Url::create_object_url_with_blob(blob).ok().map(Address)
    }

    pub(crate) fn url(&self) -> &str {
        &self.0
    }

    /// Offers the file under a name.
    pub(crate) fn download(&self, name: &str) {
        let anchor = document().and_then(|document| {
            document.create_element("a").ok()?.dyn_into::<HtmlAnchorElement>().ok()
        });
        if let Some(anchor) = anchor {
            anchor.set_href(&self.0);
            anchor.set_download(name);
            anchor.click();
        }
    }
}

impl Drop for Address {
    fn drop(&mut self) {
        // It fails for what is no address; this is one.
        let _ = Url::revoke_object_url(&self.0);
    }
}

pub(crate) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Whether the page stands in a frame that has no origin of its own: a sandbox, which as a rule
/// allows neither downloads nor storage nor history.
pub(crate) fn is_sandboxed() -> bool {
    web_sys::window().is_some_and(|window| {
        let framed = window.parent().ok().flatten().is_some_and(|parent| parent != window);
        framed && window.origin() == "null"
    })
}
